import type { SearchFilters } from './filters.ts';
import { operatorNames, readOperator, type Understood } from './operators.ts';
import { questionWords, stopWords } from './stop-words.ts';
import { isCharacterWord, spellingOf, type Token, tokenise, wordEnds } from './tokenise.ts';

export interface QueryWord {
  readonly word: string;
  /** What `word` is made of where it stands for several tokens: a name such as `node.js`, characters of `会議`. */
  readonly parts: readonly string[];
  /** As typed, for people. */
  readonly typed: string;
  /** May be the beginning of a longer word. */
  readonly isPrefix: boolean;
  /** Must be found exactly so, being part of a phrase. */
  readonly isQuoted: boolean;
}

export interface ParsedQuery {
  /** What was typed, in order, without words that say nothing (in English), each once. */
  readonly words: readonly QueryWord[];
  /** The query is stop words alone ("The Who"): these are looked for in titles. */
  readonly stopWordsOnly: readonly string[];
  /** All words, for whoever knows more languages: see `chooseWords`. */
  readonly typed: readonly QueryWord[];
  /** Quoted phrases, stop words included. */
  readonly phrases: readonly (readonly string[])[];
  /** What must not occur: single words or phrases. */
  readonly excluded: readonly (readonly string[])[];
  /** How a dictionary of stems reads each word: with accents. */
  readonly spellings: ReadonlyMap<string, string>;
  /** Each must hold, beside whatever else the search is narrowed to. */
  readonly filters: readonly SearchFilters[];
  /** Where the filters came from. */
  readonly understood: readonly Understood[];
}

/** Enough for any question; what comes after is not read. */
const longestQuery = 64;
const mostPhrases = 8;
const mostOperators = 16;

const quotes = '"“”«»';
/** One piece of a query: an optional minus, then `operator:value`, a quoted phrase or a run without blanks. */
const piece = new RegExp(
  `(?<![^\\s${quotes}])(?<without>-?)(?<operator>${operatorNames.join('|')}):(?:[${quotes}](?<quoted>[^${quotes}]+)[${quotes}]|(?<bare>[^\\s${quotes}]+))` +
    `|(?<minus>(?<![^\\s${quotes}])-(?!-))?(?:[${quotes}](?<phrase>[^${quotes}]*)[${quotes}]|(?<run>[^\\s${quotes}]+)|[${quotes}])`,
  'giu',
);

/** Never fails: an unbalanced quote counts as a blank, an unknown operator as words, anything that is no word is left out. */
export function parseQuery(text: string): ParsedQuery {
  const phrases: string[][] = [];
  const excluded: string[][] = [];
  const typed: QueryWord[] = [];
  const spellings = new Map<string, string>();
  const operators: (Understood & { readonly filters: SearchFilters })[] = [];
  const shortened = text.slice(0, 10_000);
  for (const { groups = {}, index, 0: whole } of shortened.matchAll(piece)) {
    const read = readOperator(groups['operator'] ?? '', groups['quoted'] ?? groups['bare'] ?? '');
    if (read !== null) {
      const filters = groups['without'] === '-' ? { not: read.filters } : read.filters;
      operators.push({ ...read, filters, text: whole });
      continue;
    }
    const isPhrase = groups['phrase'] !== undefined;
    const content = groups['phrase'] ?? groups['run'] ?? whole;
    const tokens = tokenise(content);
    if (tokens.length === 0) continue;
    for (const token of tokens) spellings.set(token.word, spellingOf(content, token));
    const words = tokens.map((token) => token.word);
    if (groups['minus'] !== undefined) excluded.push(words);
    else {
      if (isPhrase) phrases.push(words);
      const isLast = !isPhrase && index + whole.length === shortened.length;
      typed.push(...queryWords(content, tokens, { isQuoted: isPhrase, isPrefix: isLast }));
    }
  }
  const kept = typed.slice(0, longestQuery);
  return {
    ...chooseWords(kept),
    typed: kept,
    spellings,
    phrases: phrases.slice(0, mostPhrases),
    excluded: excluded.slice(0, mostPhrases),
    filters: operators.slice(0, mostOperators).map(({ filters }) => filters),
    understood: operators
      .slice(0, mostOperators)
      .map(({ operator, value, text: asTyped }) => ({ operator, value, text: asTyped })),
  };
}

/** Which words say nothing: in a question, and because no index has them. */
export interface EmptyWords {
  isBallast(word: string): boolean;
  isStopWord(word: string): boolean;
}

const english: EmptyWords = {
  isBallast: (word) => questionWords.has(word),
  isStopWord: (word) => stopWords.has(word),
};

/** The words that are looked for, each once: without ballast, unless there is nothing else. */
export function chooseWords(
  typed: readonly QueryWord[],
  empty: EmptyWords = english,
): Pick<ParsedQuery, 'words' | 'stopWordsOnly'> {
  const telling = typed.filter(({ word }) => !empty.isBallast(word));
  const chosen = telling.length > 0 ? telling : typed.filter(({ word }) => !empty.isStopWord(word));
  const byWord = new Map<string, QueryWord>();
  for (const word of chosen) {
    const before = byWord.get(word.word);
    byWord.set(word.word, before === undefined ? word : merge(before, word));
  }
  return {
    words: [...byWord.values()],
    stopWordsOnly: chosen.length > 0 ? [] : [...new Set(typed.map(({ word }) => word))],
  };
}

/** The tokens of one piece, names and what ICU takes for a word of characters each as one word. */
function queryWords(
  content: string,
  tokens: readonly Token[],
  { isQuoted, isPrefix }: { isQuoted: boolean; isPrefix: boolean },
): QueryWord[] {
  const words: QueryWord[] = [];
  const ends = tokens.some(({ isCharacter }) => isCharacter) ? wordEnds(content) : new Set<number>();
  for (let at = 0; at < tokens.length; ) {
    const size = isQuoted && tokens[at]?.name ? 1 : sizeOfWord(tokens, at, ends);
    const of = tokens.slice(at, at + size);
    const [first, last] = [of[0], of.at(-1)];
    at += size;
    if (first === undefined || last === undefined) continue;
    const parts = of.map(({ word }) => word);
    const typed = content.slice(first.start, last.end);
    words.push({
      word: size > 1 && first.name ? first.name.word : parts.join(''),
      parts,
      typed,
      isQuoted,
      // The last word is a beginning unless something follows it; a name with signs is whole.
      isPrefix:
        isPrefix && !last.isCharacter && last.end === content.length && /[\p{L}\p{N}\p{M}]$/u.test(typed),
    });
  }
  return words;
}

function sizeOfWord(tokens: readonly Token[], first: number, ends: ReadonlySet<number>): number {
  const name = tokens[first]?.name;
  if (name !== undefined) return name.parts;
  for (let at = first; ; at += 1) {
    const token = tokens[at];
    const next = tokens[at + 1];
    const isInside = token?.isCharacter && next?.isCharacter && next.start === token.end;
    if (!isInside || ends.has(token.end)) return at - first + 1;
  }
}

/** Whether the word is read by characters, and found as they stand side by side. */
export const isOfCharacters = ({ parts }: QueryWord): boolean => parts.every(isCharacterWord);

const merge = (a: QueryWord, b: QueryWord): QueryWord => ({
  ...a,
  isPrefix: a.isPrefix && b.isPrefix,
  isQuoted: a.isQuoted || b.isQuoted,
});
