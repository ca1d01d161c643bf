import type { KnownWord } from '../../../drizzle/queries/vocabulary.ts';
import type { Alternative, WordGroup } from '../../model/search/match.ts';
import type { QueryWord } from '../../model/search/parse-query.ts';
import type { Spelling } from '../../model/search/spelling.ts';
import { stopWords } from '../../model/search/stop-words.ts';
import { inverseFrequency, prefixes, quality, splitting, typos } from '../../model/search/weights.ts';

/** A word of the query, what counts as it, and how much it will find. */
export interface PlannedGroup extends WordGroup {
  readonly word: string;
  readonly isQuoted: boolean;
  /** Found in headings only: a stop word. */
  readonly isHeadingOnly: boolean;
  /** Passages that have it, about. */
  readonly frequency: number;
}

/** What the database knows of the words of one query; filled while the query is planned. */
export interface Vocabulary {
  readonly known: ReadonlyMap<string, KnownWord>;
  /** Words that begin with the query's last, most frequent first. */
  readonly beginning: readonly KnownWord[];
  /** The stem of each word that has one of the query's stems. */
  readonly lexemes: Map<string, string>;
  /** Passages with any word of the stem, about. */
  readonly stemFrequencies: Map<string, number>;
  /** All passages. */
  readonly passages: number;
}

export interface GroupInput {
  readonly word: QueryWord;
  readonly before: QueryWord | undefined;
  readonly next: QueryWord | undefined;
  readonly spellings: readonly Spelling[];
  readonly vocabulary: Vocabulary;
}

/** A word of the query with all that counts as it, best first. */
export function planGroup(input: GroupInput): PlannedGroup {
  const { word, vocabulary } = input;
  const itself = alternative([word.word], quality.exact, vocabulary);
  const others = word.isQuoted
    ? []
    : [...joins(input), ...splits(word.word, vocabulary), ...beginnings(word, vocabulary), ...slips(input)];
  const alternatives = [itself, ...others];
  const own = frequencyOf([itself], vocabulary);
  const all = frequencyOf(alternatives, vocabulary);
  // A word nobody says weighs what is meant by it; one that is said weighs itself.
  const frequency = own >= typos.unknownBelow && !word.isPrefix ? own : all;
  return {
    typed: word.typed,
    word: word.word,
    weight: inverseFrequency(vocabulary.passages, frequency),
    alternatives,
    isQuoted: word.isQuoted,
    isHeadingOnly: false,
    frequency: all,
  };
}

/** All ways to cut a word in two. */
export function splitsOf(word: string): (readonly [string, string])[] {
  if (word.length < splitting.from) return [];
  const cuts = Array.from(
    { length: word.length - 2 * splitting.leastPart + 1 },
    (_, at) => at + splitting.leastPart,
  );
  return cuts.map((cut) => [word.slice(0, cut), word.slice(cut)] as const);
}

/** Cuts whose parts are both words, and more frequent than the whole. */
function splits(word: string, vocabulary: Vocabulary): Alternative[] {
  const own = vocabulary.known.get(word)?.frequency ?? 0;
  const frequency = (part: string) =>
    stopWords.has(part) && own < typos.unknownBelow
      ? vocabulary.passages
      : (vocabulary.known.get(part)?.frequency ?? 0);
  return splitsOf(word)
    .map((parts) => ({ parts, least: Math.min(...parts.map(frequency)) }))
    .filter(({ parts, least }) => least > own && !parts.every((part) => stopWords.has(part)))
    .sort((a, b) => b.least - a.least)
    .slice(0, splitting.most)
    .map(({ parts }) => alternative(parts, quality.joined, vocabulary));
}

/** The word run together with its neighbour: whoever writes "command line" also means "commandline". */
function joins({ word, before, next, vocabulary }: GroupInput): Alternative[] {
  const pairs = [before && before.word + word.word, next && word.word + next.word];
  return pairs
    .filter((pair) => pair !== undefined)
    .filter((pair) => (vocabulary.known.get(pair)?.frequency ?? 0) > 0)
    .map((pair) => alternative([pair], quality.joined, vocabulary));
}

function beginnings(word: QueryWord, vocabulary: Vocabulary): Alternative[] {
  if (!word.isPrefix) return [];
  const own = vocabulary.known.get(word.word)?.frequency ?? 0;
  const bound = Math.max(vocabulary.passages * prefixes.mostOfPassages, prefixes.leastPassages, own);
  const chosen: KnownWord[] = [];
  let sum = 0;
  for (const known of vocabulary.beginning) {
    if (known.word === word.word || chosen.length === prefixes.most) continue;
    // The most frequent one may be all that is meant ("peopl"), unless hardly anything is typed yet.
    const isMeant = chosen.length === 0 && word.word.length > 2;
    if (!isMeant && sum + known.frequency > bound) continue;
    sum += known.frequency;
    chosen.push(known);
  }
  return chosen.map((known) => alternative([known.word], quality.prefix, vocabulary));
}

/** From one edit's worth down to two edits' and below, by how far the slip is. */
function slips({ spellings, vocabulary }: GroupInput): Alternative[] {
  return spellings.map(({ word, slip }) => {
    const worth = quality.oneEdit - (slip - 1) * (quality.oneEdit - quality.twoEdits);
    return { ...alternative([word], worth, vocabulary), isCorrection: true };
  });
}

function alternative(words: readonly string[], worth: number, vocabulary: Vocabulary): Alternative {
  const lexemes = words.map((word) => {
    if (stopWords.has(word)) vocabulary.lexemes.set(word, word);
    return vocabulary.lexemes.get(word) ?? vocabulary.known.get(word)?.lexeme ?? word;
  });
  return { words, lexemes, worth };
}

/** Passages that have one of the alternatives, about: side by side is a tenth of the rarer word. */
function frequencyOf(alternatives: readonly Alternative[], { stemFrequencies }: Vocabulary): number {
  const counted = new Map<string, number>();
  for (const { lexemes } of alternatives) {
    const frequencies = lexemes.flatMap((lexeme) => stemFrequencies.get(lexeme) ?? []);
    const least = frequencies.length === 0 ? 0 : Math.min(...frequencies);
    counted.set(lexemes.join(' '), lexemes.length === 1 ? least : least / 10);
  }
  return [...counted.values()].reduce((sum, frequency) => sum + frequency, 0);
}
