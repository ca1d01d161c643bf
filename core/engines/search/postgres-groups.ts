import type { KnownWord } from '../../../drizzle/queries/vocabulary.ts';
import { otherWritings } from '../../model/search/fold.ts';
import type { Alternative, WordGroup } from '../../model/search/match.ts';
import { isOfCharacters, type QueryWord } from '../../model/search/parse-query.ts';
import type { Spelling } from '../../model/search/spelling.ts';
import { stopWords } from '../../model/search/stop-words.ts';
import {
  inverseFrequency,
  prefixes,
  retrieval,
  splitting,
  typos,
  type Weights,
} from '../../model/search/weights.ts';
import { characterPairs, type Vocabulary } from './postgres-vocabulary.ts';
import { splitsOf } from './split-words.ts';

/** A word of the query, what counts as it, and how much it will find. */
export interface PlannedGroup extends WordGroup {
  readonly word: string;
  readonly isQuoted: boolean;
  /** Found in headings only: a stop word. */
  readonly isHeadingOnly: boolean;
  /** Dictionaries for which the word is a stop word: passages made with one of them need not have it. */
  readonly stoppedIn: readonly string[];
  /** Passages that have it, about. */
  readonly frequency: number;
  /** Those that have it as typed, or another form of it. */
  readonly ownFrequency: number;
}

export interface GroupInput {
  readonly word: QueryWord;
  readonly position: number;
  readonly before: QueryWord | undefined;
  readonly next: QueryWord | undefined;
  readonly spellings: readonly Spelling[];
  readonly stoppedIn: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly weights: Weights;
}

/** A word of the query with all that counts as it, best first. */
export function planGroup(input: GroupInput): PlannedGroup {
  const { word, vocabulary, stoppedIn, weights } = input;
  const { quality } = weights;
  if (isOfCharacters(word)) return groupOfCharacters(input);
  const itself = alternative([word.word], quality.exact, vocabulary);
  const others = word.isQuoted
    ? []
    : [
        ...writings(input),
        ...otherNames(input),
        ...joins(input),
        ...(word.parts.length > 1 ? inParts(input) : splits(word.word, input)),
        ...beginnings(input),
        ...slips(input),
      ];
  const alternatives = [itself, ...others.filter(({ worth }) => worth > 0)];
  const own = frequencyOf([itself], vocabulary);
  const all = frequencyOf(alternatives, vocabulary);
  // A word nobody says weighs what is meant by it; one that is said weighs itself.
  const frequency = own >= typos.unknownBelow && !word.isPrefix ? own : all;
  return {
    typed: word.typed,
    word: word.word,
    position: input.position,
    weight: inverseFrequency(vocabulary.passages, frequency),
    alternatives,
    isQuoted: word.isQuoted,
    isHeadingOnly: false,
    stoppedIn,
    frequency: all,
    ownFrequency: own,
  };
}

/** Particles that Korean writes at the end of a word. */
const particles = /(?:에서|에게|으로|까지|부터|처럼|보다|하고|이나|[을를이가은는에의로와과도만])$/u;

/** Found wherever the characters stand side by side; in Korean without the particle at the end, too. */
function groupOfCharacters({ word, vocabulary, stoppedIn, weights }: GroupInput): PlannedGroup {
  const { quality } = weights;
  const { parts, isQuoted } = word;
  const stem = isQuoted ? word.word : word.word.replace(particles, '');
  const itself = { words: parts, lexemes: parts.map((part) => [part]), worth: quality.exact };
  const bare = parts.slice(0, stem.length);
  const alternatives =
    bare.length === parts.length || bare.length < 2
      ? [itself]
      : [itself, { words: bare, lexemes: bare.map((part) => [part]), worth: quality.stem }];
  const frequencies = characterPairs(alternatives.at(-1)?.words ?? parts).map(
    (pair) => vocabulary.known.get(pair)?.frequency ?? 0,
  );
  const frequency = Math.min(...frequencies);
  const weight = inverseFrequency(vocabulary.passages, frequency);
  const { typed } = word;
  return {
    typed,
    word: word.word,
    weight,
    alternatives,
    isQuoted,
    isHeadingOnly: false,
    stoppedIn,
    frequency,
    ownFrequency: frequency,
  };
}

/** The parts of a name such as `node.js` side by side. Not where only one of them is in the index. */
function inParts({ word, vocabulary, weights }: GroupInput): Alternative[] {
  const telling = word.parts.filter((part) => !stopWords.has(part));
  return telling.length < 2 ? [] : [alternative(word.parts, weights.quality.joined, vocabulary, 'joined')];
}

/** Cuts whose parts are both words, and more frequent than the whole. */
function splits(word: string, { vocabulary, weights }: GroupInput): Alternative[] {
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
    .map(({ parts }) => alternative(parts, weights.quality.joined, vocabulary, 'joined'));
}

/** `ueber` for `über` and the other way round: as German writes, so only words that are said in it. */
function writings({ word, vocabulary, weights }: GroupInput): Alternative[] {
  const isGerman = (other: string) =>
    vocabulary.known.get(other)?.stems.some((stem) => stem.startsWith('german/')) ?? false;
  return otherWritings(word.typed)
    .filter(isGerman)
    .map((other) => alternative([other], weights.quality.stem, vocabulary));
}

/** What the vocabulary calls the same thing, by this word or by it and a neighbour. */
function otherNames({ word, before, next, vocabulary, weights }: GroupInput): Alternative[] {
  const runs = [word.word, before && `${before.word} ${word.word}`, next && `${word.word} ${next.word}`];
  return runs
    .flatMap((run) => (run === undefined ? [] : (vocabulary.synonyms.get(run) ?? [])))
    .map((words) => alternative(words, weights.quality.alias, vocabulary, 'alias'));
}

/** The word run together with its neighbour: whoever writes "command line" also means "commandline". */
function joins({ word, before, next, vocabulary, weights }: GroupInput): Alternative[] {
  const pairs = [before && before.word + word.word, next && word.word + next.word];
  return pairs
    .filter((pair) => pair !== undefined)
    .filter((pair) => (vocabulary.known.get(pair)?.frequency ?? 0) > 0)
    .map((pair) => alternative([pair], weights.quality.joined, vocabulary, 'joined'));
}

function beginnings({ word, before, next, vocabulary, weights }: GroupInput): Alternative[] {
  if (!word.isPrefix) return [];
  const own = vocabulary.known.get(word.word)?.frequency ?? 0;
  // Alone it finds more than is looked at: longer words would only take time.
  if (before === undefined && next === undefined && own > retrieval.candidates) return [];
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
  return chosen.map((known) => alternative([known.word], weights.quality.prefix, vocabulary, 'prefix'));
}

/** From one edit's worth down to two edits' and below, by how far the slip is. */
function slips({ spellings, vocabulary, weights: { quality } }: GroupInput): Alternative[] {
  return spellings.map(({ word, slip, isBegun }) => {
    const worth = quality.oneEdit - (slip - 1) * (quality.oneEdit - quality.twoEdits);
    return alternative([word], isBegun ? worth * quality.prefix : worth, vocabulary, 'typo');
  });
}

function alternative(
  words: readonly string[],
  worth: number,
  vocabulary: Vocabulary,
  how?: Alternative['how'],
): Alternative {
  const lexemes = words.map((word) => {
    if (words.length > 1 && stopWords.has(word)) vocabulary.lexemes.set(word, new Set([word]));
    return [...(vocabulary.lexemes.get(word) ?? [word])];
  });
  return { words, lexemes, worth, ...(how && { how }) };
}

/** Passages that have one of the alternatives, about: side by side is a tenth of the rarer word. */
function frequencyOf(alternatives: readonly Alternative[], { stemFrequencies }: Vocabulary): number {
  const counted = new Map<string, number>();
  const sumOf = (lexemes: readonly string[]) =>
    lexemes.reduce((sum, lexeme) => sum + (stemFrequencies.get(lexeme) ?? 0), 0);
  for (const { words, lexemes } of alternatives) {
    if (words.length === 1)
      for (const lexeme of lexemes.flat()) counted.set(lexeme, stemFrequencies.get(lexeme) ?? 0);
    else {
      const frequencies = lexemes.map(sumOf).filter((frequency) => frequency > 0);
      counted.set(words.join(' '), frequencies.length === 0 ? 0 : Math.min(...frequencies) / 10);
    }
  }
  return [...counted.values()].reduce((sum, frequency) => sum + frequency, 0);
}
