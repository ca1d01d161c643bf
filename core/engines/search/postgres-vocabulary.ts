import type { Queryable } from '../../../drizzle/client.ts';
import { askDictionaries, type Dictionary } from '../../../drizzle/queries/stems.ts';
import {
  type KnownWord,
  lexemeOf,
  lookUpWords,
  wordsBeginning,
  wordsOfStems,
} from '../../../drizzle/queries/vocabulary.ts';
import { otherWritings } from '../../model/search/fold.ts';
import {
  chooseWords,
  isOfCharacters,
  type ParsedQuery,
  type QueryWord,
} from '../../model/search/parse-query.ts';
import { ballastOfCharacters, questionWords } from '../../model/search/stop-words.ts';
import { prefixes, retrieval } from '../../model/search/weights.ts';
import { readSynonyms, type Synonyms } from './postgres-synonyms.ts';
import { phraseQuery } from './postgres-tsquery.ts';
import { splitsOf } from './split-words.ts';

/** What the database knows of the words of one query; filled while the query is planned. */
export interface Vocabulary {
  readonly known: ReadonlyMap<string, KnownWord>;
  /** Words that begin with the query's last, most frequent first. */
  readonly beginning: readonly KnownWord[];
  /** The stems of each word that has one of the query's stems. */
  readonly lexemes: Map<string, Set<string>>;
  /** Passages with any word of the stem, about. */
  readonly stemFrequencies: Map<string, number>;
  /** All passages. */
  readonly passages: number;
  readonly synonyms: Synonyms;
}

/** The query's words by the dictionaries that the passages were made with. */
export interface QueryReading {
  readonly words: readonly QueryWord[];
  readonly stopWordsOnly: readonly string[];
  readonly vocabulary: Vocabulary;
  /** Dictionaries for which the word is a stop word. */
  stoppedIn(word: string): readonly string[];
  /** Words side by side, in any of the languages. */
  phrase(words: readonly string[]): string;
}

/** Looks up all words of the query in every dictionary in use: their stems, frequencies and beginnings. */
export async function readQuery(db: Queryable, parsed: ParsedQuery): Promise<QueryReading> {
  const synonyms = await readSynonyms(db, parsed.typed);
  const typed = [
    ...new Set([
      ...parsed.typed.flatMap(({ word, parts }) => [word, ...parts]),
      ...[...parsed.phrases, ...parsed.excluded].flat(),
      ...[...synonyms.values()].flat(2),
    ]),
  ];
  const spell = (word: string) => parsed.spellings.get(word) ?? word;
  const dictionaries = await askDictionaries(db, [...new Set(typed.map(spell))]);
  const passages = dictionaries.reduce((sum, dictionary) => sum + dictionary.passages, 0);
  const stoppedIn = (word: string) => dictionaries.filter(({ stems }) => stems.get(spell(word)) === '');
  const isStopWord = (word: string) =>
    stoppedIn(word).reduce((sum, dictionary) => sum + dictionary.passages, 0) >
    passages * retrieval.commonAbove;
  const isEnglish = dictionaries.some(({ configuration }) => configuration === 'english');
  const ballast = isEnglish || dictionaries.length === 0 ? questionWords : ballastOfCharacters;
  const { words, stopWordsOnly } = chooseWords(parsed.typed, {
    isStopWord,
    isBallast: (word) => ballast.has(word) || isStopWord(word),
  });
  const vocabulary = await readVocabulary(db, { words, typed, spell, dictionaries, synonyms });
  return {
    ...{ words, stopWordsOnly, vocabulary },
    stoppedIn: (word) => stoppedIn(word).map(({ configuration }) => configuration),
    phrase: (phrase) => phraseIn(phrase, dictionaries, vocabulary, spell),
  };
}

interface Typed {
  readonly words: readonly QueryWord[];
  readonly typed: readonly string[];
  readonly dictionaries: readonly Dictionary[];
  readonly synonyms: Synonyms;
  spell(word: string): string;
}

async function readVocabulary(
  db: Queryable,
  { words, typed, dictionaries, synonyms, spell }: Typed,
): Promise<Vocabulary> {
  const pairs = words.slice(1).map(({ word }, at) => `${words[at]?.word}${word}`);
  const parts = words
    .filter((word) => !word.isQuoted && word.parts.length === 1)
    .flatMap(({ word }) => splitsOf(word).flat());
  const characters = words.filter(isOfCharacters).flatMap((word) => characterPairs(word.parts));
  const writings = words.flatMap((word) => otherWritings(word.typed));
  const looked = await lookUpWords(db, [
    ...new Set([...typed, ...pairs, ...parts, ...characters, ...writings]),
  ]);
  const begun = words.find(({ isPrefix }) => isPrefix);
  const beginning = begun === undefined ? [] : await wordsBeginning(db, begun.word, prefixes.lookedAt);
  const vocabulary: Vocabulary = {
    beginning,
    known: new Map(looked.map((one) => [one.word, one])),
    lexemes: new Map(),
    stemFrequencies: new Map(),
    passages: dictionaries.reduce((sum, { passages }) => sum + passages, 0),
    synonyms,
  };
  const asTyped = typed.map((word) => ({
    word,
    stems: dictionaries.flatMap(({ configuration, stems }) => {
      const stem = stems.get(spell(word)) ?? '';
      return stem === '' ? [] : [`${configuration}/${stem}`];
    }),
  }));
  const others = looked.filter(({ word }) => !characters.includes(word));
  await addStems(db, vocabulary, [...asTyped, ...others, ...beginning]);
  for (const part of words.filter(isOfCharacters).flatMap((word) => word.parts))
    vocabulary.lexemes.set(part, new Set([part]));
  return vocabulary;
}

/** Reads every word of the stems, so that texts can be matched without a stemmer. */
export async function addStems(
  db: Queryable,
  { lexemes, stemFrequencies }: Vocabulary,
  words: readonly Pick<KnownWord, 'word' | 'stems'>[],
): Promise<void> {
  const add = (word: string, stem: string) =>
    lexemes.set(word, (lexemes.get(word) ?? new Set()).add(lexemeOf(stem)));
  for (const { word, stems } of words) for (const stem of stems) add(word, stem);
  const wanted = new Set(
    words.flatMap(({ stems }) => stems.filter((stem) => !stemFrequencies.has(lexemeOf(stem)))),
  );
  if (wanted.size === 0) return;
  for (const stem of wanted) stemFrequencies.set(lexemeOf(stem), 0);
  for (const { word, stems, frequency } of await wordsOfStems(db, [...wanted]))
    for (const stem of stems) {
      add(word, stem);
      const lexeme = lexemeOf(stem);
      // Of a word with several stems nobody knows how often it is which.
      stemFrequencies.set(lexeme, (stemFrequencies.get(lexeme) ?? 0) + frequency / stems.length);
    }
}

/** 東京, 京都 of 東京都; what the index has of a word of characters. */
export function characterPairs(parts: readonly string[]): string[] {
  return parts.length === 1 ? [...parts] : parts.slice(1).map((part, at) => `${parts[at]}${part}`);
}

/** Each language has its own gaps in a phrase, where its stop words stand. */
function phraseIn(
  phrase: readonly string[],
  dictionaries: readonly Dictionary[],
  { known }: Vocabulary,
  spell: (word: string) => string,
): string {
  const queries = dictionaries.map(({ configuration, stems }) =>
    phraseQuery(phrase, (word) => {
      const stem = stems.get(spell(word)) ?? '';
      if (stem === '') return [];
      const others = (known.get(word)?.stems ?? []).filter((one) => one.startsWith(`${configuration}/`));
      return [...new Set([stem, ...others.map(lexemeOf)])];
    }),
  );
  const different = [...new Set(queries)].filter((query) => query !== '');
  return different.length < 2 ? (different[0] ?? '') : `(${different.join(' | ')})`;
}
