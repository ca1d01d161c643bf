import type { Queryable } from '../../../drizzle/client.ts';
import { wordsBegunLike, wordsSpeltLike } from '../../../drizzle/queries/vocabulary.ts';
import type { Lexemes } from '../../model/search/match.ts';
import { isOfCharacters, type ParsedQuery, type QueryWord } from '../../model/search/parse-query.ts';
import { nearestSpellings, type Spelling } from '../../model/search/spelling.ts';
import { retrieval, typos, type Weights } from '../../model/search/weights.ts';
import { type PlannedGroup, planGroup } from './postgres-groups.ts';
import { addStems, type QueryReading, readQuery, type Vocabulary } from './postgres-vocabulary.ts';

export interface SearchPlan {
  readonly groups: readonly PlannedGroup[];
  /** Those and the words that a long query has beside them. */
  readonly considered: readonly PlannedGroup[];
  /** Quoted phrases as words, to be found word by word. */
  readonly phrases: ParsedQuery['phrases'];
  /** The same, and what is excluded, as text of `tsquery`; none is empty. */
  readonly phraseQueries: readonly string[];
  readonly excluded: readonly string[];
  readonly lexemes: Lexemes;
  readonly passages: number;
  readonly weights: Weights;
  /**
   * The same with other spellings for known words too; for when nothing has all words as typed. `unseen` are words that
   * nothing has which the reader may open: as if nobody had ever said them, or an answer would tell that somebody did.
   */
  withOtherSpellings(db: Queryable, unseen: ReadonlySet<string>): Promise<SearchPlan>;
}

/** Looks the query's words up: their stems and frequencies, beginnings, slips, parts and joins. */
export async function planSearch(db: Queryable, parsed: ParsedQuery, weights: Weights): Promise<SearchPlan> {
  const reading = { ...(await readQuery(db, parsed)), weights };
  const unknown = reading.words.filter((word) => isUnknown(word, reading.vocabulary));
  const spellings = await findSpellings(db, reading.vocabulary, unknown, weights.typos.mostForUnknown);
  const begun = unknown.find(({ isPrefix }) => isPrefix);
  if (begun !== undefined) {
    const near = await beginningsLike(db, reading, begun);
    spellings.set(begun.word, [...(spellings.get(begun.word) ?? []), ...near]);
  }
  return toPlan(parsed, reading, spellings, rarest);
}

type WeighedReading = QueryReading & { readonly weights: Weights };

function toPlan(
  parsed: ParsedQuery,
  reading: WeighedReading,
  spellings: ReadonlyMap<string, readonly Spelling[]>,
  choose: (groups: readonly PlannedGroup[]) => readonly PlannedGroup[],
): SearchPlan {
  const { words, stopWordsOnly, vocabulary, weights } = reading;
  const positionOf = ({ word }: QueryWord) => parsed.typed.findIndex((one) => one.word === word);
  const planned =
    words.length > 0
      ? words.map((word, at) =>
          planGroup({
            word,
            position: positionOf(word),
            next: words[at + 1],
            before: words[at - 1],
            vocabulary,
            weights,
            stoppedIn: reading.stoppedIn(word.word),
            spellings: spellings.get(word.word) ?? [],
          }),
        )
      : stopWordsOnly.map((word) => headingOnly(word));
  const queriesOf = (phrases: ParsedQuery['phrases']) =>
    phrases.map((phrase) => reading.phrase(phrase)).filter((query) => query !== '');
  const stopped = stopWordsOnly.map((word) => [word, new Set([word])] as const);
  return {
    groups: choose(planned),
    considered: planned,
    phrases: parsed.phrases,
    phraseQueries: queriesOf(parsed.phrases),
    excluded: queriesOf(parsed.excluded),
    lexemes: new Map([...vocabulary.lexemes, ...stopped]),
    passages: vocabulary.passages,
    weights,
    async withOtherSpellings(db, unseen) {
      const { mostForKnown, mostForUnknown } = weights.typos;
      const seen = withoutWords(vocabulary, unseen);
      const known = words.filter(({ word }) => !spellings.has(word) && !unseen.has(word));
      const others = await findSpellings(db, seen, known, mostForKnown, 1);
      const unknown = words.filter(({ word }) => unseen.has(word));
      const meant = await findSpellings(db, seen, unknown, mostForUnknown);
      const allSpellings = new Map([...spellings, ...others, ...meant]);
      return toPlan(parsed, { ...reading, vocabulary: seen }, allSpellings, rarestSaid);
    },
  };
}

/** What would be known if nobody had said these words. */
function withoutWords(vocabulary: Vocabulary, unsaid: ReadonlySet<string>): Vocabulary {
  const known = new Map([...vocabulary.known].filter(([word]) => !unsaid.has(word)));
  const stemFrequencies = new Map(vocabulary.stemFrequencies);
  for (const word of unsaid)
    for (const lexeme of vocabulary.lexemes.get(word) ?? []) stemFrequencies.set(lexeme, 0);
  return { ...vocabulary, known, stemFrequencies, lexemes: new Map(vocabulary.lexemes) };
}

function isUnknown({ word, isPrefix, isQuoted }: QueryWord, vocabulary: Vocabulary): boolean {
  if (isQuoted) return false;
  const begun = isPrefix ? vocabulary.beginning.reduce((sum, { frequency }) => sum + frequency, 0) : 0;
  const frequencies = [...(vocabulary.lexemes.get(word) ?? [])].map(
    (lexeme) => vocabulary.stemFrequencies.get(lexeme) ?? 0,
  );
  return frequencies.reduce((sum, frequency) => sum + frequency, begun) < typos.unknownBelow;
}

async function findSpellings(
  db: Queryable,
  vocabulary: Vocabulary,
  words: readonly QueryWord[],
  most: number,
  edits = 2,
): Promise<Map<string, Spelling[]>> {
  const found = new Map<string, Spelling[]>();
  const typed = words.filter((word) => !word.isQuoted && !isOfCharacters(word)).map(({ word }) => word);
  if (typed.length === 0) return found;
  const alike = await wordsSpeltLike(db, typed);
  for (const word of typed) {
    const own = vocabulary.known.get(word)?.frequency ?? 0;
    const isSlip = (frequency: number) => edits === 1 || own === 0 || frequency >= own * typos.slipFactor;
    const candidates = (alike.get(word) ?? []).filter(({ frequency }) => isSlip(frequency));
    found.set(word, nearestSpellings(word, candidates, { edits, most }));
  }
  const meant = new Set([...found.values()].flat().map(({ word }) => word));
  await addStems(
    db,
    vocabulary,
    [...alike.values()].flat().filter(({ word }) => meant.has(word)),
  );
  return found;
}

/** Words of which the beginning was typed, with a slip. */
async function beginningsLike(
  db: Queryable,
  { vocabulary, weights: { typos: most } }: WeighedReading,
  { word }: QueryWord,
): Promise<Spelling[]> {
  const near = await wordsBegunLike(db, word, most.mostForBegun);
  await addStems(db, vocabulary, near);
  return near.map((known) => ({ word: known.word, edits: 1, slip: 1, isBegun: true }));
}

function headingOnly(word: string): PlannedGroup {
  const alternatives = [{ words: [word], lexemes: [[word]], worth: 1 }];
  const common = { isQuoted: false, isHeadingOnly: true, stoppedIn: [], frequency: 1, ownFrequency: 1 };
  return { typed: word, word, weight: 1, alternatives, ...common };
}

/** The groups that say most, in the query's order. */
function rarest(groups: readonly PlannedGroup[]): PlannedGroup[] {
  const kept = new Set([...groups].sort((a, b) => b.weight - a.weight).slice(0, retrieval.mostGroups));
  return groups.filter((group) => kept.has(group));
}

/**
 * The same of those that anybody has said: of a long question the words that nobody says are the rarest, and find
 * nothing. Only once it is known what the reader may know of, or the choice would tell what is said elsewhere.
 */
function rarestSaid(groups: readonly PlannedGroup[]): readonly PlannedGroup[] {
  const said = groups.filter(({ frequency }) => frequency > 0);
  return groups.length > retrieval.mostGroups && said.length > 0 ? rarest(said) : rarest(groups);
}
