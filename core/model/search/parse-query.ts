import { questionWords, stopWords } from './stop-words.ts';
import { type Token, tokenise } from './tokenise.ts';

export interface QueryWord {
  readonly word: string;
  /** As typed, for people. */
  readonly typed: string;
  /** May be the beginning of a longer word. */
  readonly isPrefix: boolean;
  /** Must be found exactly so, being part of a phrase. */
  readonly isQuoted: boolean;
}

export interface ParsedQuery {
  /** What is looked for, in order, without words that say nothing; each once. */
  readonly words: readonly QueryWord[];
  /** Quoted phrases, stop words included. */
  readonly phrases: readonly (readonly string[])[];
  /** What must not occur: single words or phrases. */
  readonly excluded: readonly (readonly string[])[];
  /** The query is stop words alone ("The Who"): these are looked for in titles. */
  readonly stopWordsOnly: readonly string[];
}

/** Enough for any question; what comes after is not read. */
const longestQuery = 64;

/** One piece of a query: an optional minus, then a quoted phrase or a run without blanks. */
const piece =
  /(?<minus>(?<![^\s"“”«»])-(?!-))?(?:["“”«»](?<phrase>[^"“”«»]*)["“”«»]|(?<run>[^\s"“”«»]+)|["“”«»])/gu;

/** Never fails: an unbalanced quote counts as a blank, anything that is no word is left out. */
export function parseQuery(text: string): ParsedQuery {
  const phrases: string[][] = [];
  const excluded: string[][] = [];
  const plain: QueryWord[] = [];
  const shortened = text.slice(0, 10_000);
  for (const { groups, index, 0: whole } of shortened.matchAll(piece)) {
    const isPhrase = groups?.['phrase'] !== undefined;
    const content = groups?.['phrase'] ?? groups?.['run'] ?? '';
    const tokens = tokenise(content);
    const words = tokens.map((token) => token.word);
    if (words.length === 0) continue;
    if (groups?.['minus'] !== undefined) excluded.push(words);
    else if (isPhrase) {
      phrases.push(words);
      plain.push(...tokens.map((token) => queryWord(content, token, { isQuoted: true, isPrefix: false })));
    } else {
      const isLast = index + whole.length === shortened.length;
      plain.push(...tokens.map((token) => queryWord(content, token, { isQuoted: false, isPrefix: isLast })));
    }
  }
  return {
    ...choose(plain.slice(0, longestQuery)),
    phrases: phrases.slice(0, 8),
    excluded: excluded.slice(0, 8),
  };
}

/** The last word is a beginning unless something follows it; a name with signs is whole. */
function queryWord(
  content: string,
  token: Token,
  { isQuoted, isPrefix }: { isQuoted: boolean; isPrefix: boolean },
): QueryWord {
  const typed = content.slice(token.start, token.end);
  return {
    word: token.word,
    typed,
    isQuoted,
    isPrefix: isPrefix && token.end === content.length && /[\p{L}\p{N}\p{M}]$/u.test(typed),
  };
}

function choose(plain: readonly QueryWord[]): Pick<ParsedQuery, 'words' | 'stopWordsOnly'> {
  const telling = plain.filter(({ word }) => !questionWords.has(word));
  const chosen = telling.length > 0 ? telling : plain.filter(({ word }) => !stopWords.has(word));
  const byWord = new Map<string, QueryWord>();
  for (const word of chosen) {
    const before = byWord.get(word.word);
    byWord.set(word.word, before === undefined ? word : merge(before, word));
  }
  return {
    words: [...byWord.values()],
    stopWordsOnly: chosen.length > 0 ? [] : [...new Set(plain.map(({ word }) => word))],
  };
}

const merge = (a: QueryWord, b: QueryWord): QueryWord => ({
  ...a,
  isPrefix: a.isPrefix && b.isPrefix,
  isQuoted: a.isQuoted || b.isQuoted,
});
