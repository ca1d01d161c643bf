import type { Queryable } from '../../../drizzle/client.ts';
import {
  everyPassage,
  type KnownWord,
  lookUpWords,
  wordsBeginning,
  wordsOfStems,
  wordsSpeltLike,
} from '../../../drizzle/queries/vocabulary.ts';
import type { ParsedQuery, QueryWord } from '../../model/search/parse-query.ts';
import { nearestSpellings, type Spelling } from '../../model/search/spelling.ts';
import { prefixes, retrieval, typos } from '../../model/search/weights.ts';
import { type PlannedGroup, planGroup, splitsOf, type Vocabulary } from './postgres-groups.ts';

export interface SearchPlan {
  readonly parsed: ParsedQuery;
  readonly groups: readonly PlannedGroup[];
  /** The stem of each word that has one of the query's stems. */
  readonly lexemes: ReadonlyMap<string, string>;
  readonly passages: number;
  /** The same with other spellings for known words too; for when nothing has all words as typed. */
  withOtherSpellings(db: Queryable): Promise<SearchPlan>;
}

/** Looks the query's words up: their stems and frequencies, beginnings, slips, parts and joins. */
export async function planSearch(db: Queryable, parsed: ParsedQuery): Promise<SearchPlan> {
  const vocabulary = await readVocabulary(db, parsed);
  const spellings = await findSpellings(
    db,
    vocabulary,
    parsed.words.filter((word) => isUnknown(word, vocabulary)),
    typos.mostForUnknown,
  );
  return toPlan(parsed, vocabulary, spellings);
}

function toPlan(
  parsed: ParsedQuery,
  vocabulary: Vocabulary,
  spellings: ReadonlyMap<string, readonly Spelling[]>,
): SearchPlan {
  const planned =
    parsed.words.length > 0
      ? parsed.words.map((word, at) =>
          planGroup({
            word,
            next: parsed.words[at + 1],
            before: parsed.words[at - 1],
            vocabulary,
            spellings: spellings.get(word.word) ?? [],
          }),
        )
      : parsed.stopWordsOnly.map((word) => headingOnly(word));
  return {
    parsed,
    groups: rarest(planned),
    lexemes: new Map([...vocabulary.lexemes, ...parsed.stopWordsOnly.map((word) => [word, word] as const)]),
    passages: vocabulary.passages,
    async withOtherSpellings(db) {
      const known = parsed.words.filter((word) => !spellings.has(word.word));
      const others = await findSpellings(db, vocabulary, known, typos.mostForKnown, 1);
      return toPlan(parsed, vocabulary, new Map([...spellings, ...others]));
    },
  };
}

async function readVocabulary(db: Queryable, parsed: ParsedQuery): Promise<Vocabulary> {
  const typed = [
    ...parsed.words.map(({ word }) => word),
    ...parsed.phrases.flat(),
    ...parsed.excluded.flat(),
  ];
  const pairs = parsed.words.slice(1).map(({ word }, at) => `${parsed.words[at]?.word}${word}`);
  const parts = parsed.words.filter(({ isQuoted }) => !isQuoted).flatMap(({ word }) => splitsOf(word).flat());
  const looked = await lookUpWords(db, [...new Set([everyPassage, ...typed, ...pairs, ...parts])]);
  const begun = parsed.words.find(({ isPrefix }) => isPrefix);
  const beginning = begun === undefined ? [] : await wordsBeginning(db, begun.word, prefixes.lookedAt);
  const known = new Map(looked.map((one) => [one.word, one]));
  const vocabulary: Vocabulary = {
    known,
    beginning,
    lexemes: new Map(),
    stemFrequencies: new Map(),
    passages: known.get(everyPassage)?.frequency ?? 0,
  };
  const needed = looked.filter(({ word, frequency }) => frequency > 0 || typed.includes(word));
  await addStems(db, vocabulary, [...needed, ...beginning]);
  return vocabulary;
}

/** Reads every word of the stems, so that texts can be matched without a stemmer. */
async function addStems(db: Queryable, vocabulary: Vocabulary, words: readonly KnownWord[]): Promise<void> {
  const stems = [...new Set(words.map(({ lexeme }) => lexeme))].filter(
    (lexeme) => lexeme !== '' && !vocabulary.stemFrequencies.has(lexeme),
  );
  for (const { word, lexeme } of words) if (lexeme !== '') vocabulary.lexemes.set(word, lexeme);
  for (const stem of stems) vocabulary.stemFrequencies.set(stem, 0);
  if (stems.length === 0) return;
  for (const { word, lexeme, frequency } of await wordsOfStems(db, stems)) {
    vocabulary.lexemes.set(word, lexeme);
    vocabulary.stemFrequencies.set(lexeme, (vocabulary.stemFrequencies.get(lexeme) ?? 0) + frequency);
  }
}

function isUnknown({ word, isPrefix, isQuoted }: QueryWord, vocabulary: Vocabulary): boolean {
  if (isQuoted) return false;
  const begun = isPrefix ? vocabulary.beginning.reduce((sum, { frequency }) => sum + frequency, 0) : 0;
  const frequency = vocabulary.stemFrequencies.get(vocabulary.known.get(word)?.lexeme ?? '') ?? 0;
  return frequency + begun < typos.unknownBelow;
}

async function findSpellings(
  db: Queryable,
  vocabulary: Vocabulary,
  words: readonly QueryWord[],
  most: number,
  edits = 2,
): Promise<Map<string, Spelling[]>> {
  const found = new Map<string, Spelling[]>();
  const typed = words.filter(({ isQuoted }) => !isQuoted).map(({ word }) => word);
  if (typed.length === 0) return found;
  const alike = await wordsSpeltLike(db, typed);
  for (const word of typed) {
    const own = vocabulary.known.get(word)?.frequency ?? 0;
    const isSlip = (frequency: number) => edits === 1 || own === 0 || frequency >= own * typos.slipFactor;
    const candidates = alike.filter(({ frequency }) => isSlip(frequency));
    found.set(word, nearestSpellings(word, candidates, { edits, most }));
  }
  const meant = new Set([...found.values()].flat().map(({ word }) => word));
  await addStems(
    db,
    vocabulary,
    alike.filter(({ word }) => meant.has(word)),
  );
  return found;
}

function headingOnly(word: string): PlannedGroup {
  const alternatives = [{ words: [word], lexemes: [word], worth: 1 }];
  return { typed: word, word, weight: 1, alternatives, isQuoted: false, isHeadingOnly: true, frequency: 1 };
}

/** The groups that say most, in the query's order. */
function rarest(groups: readonly PlannedGroup[]): PlannedGroup[] {
  const kept = new Set([...groups].sort((a, b) => b.weight - a.weight).slice(0, retrieval.mostGroups));
  return groups.filter((group) => kept.has(group));
}
