import { editDistance } from './damerau-levenshtein.ts';
import { parseQuery } from './parse-query.ts';
import { wordsOf } from './tokenise.ts';

/** What a search was narrowed to beside its words, as asked for. */
export interface AskedFilters {
  readonly topic?: string | undefined;
  readonly speaker?: string | undefined;
  readonly collection?: string | undefined;
  readonly language?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Longer ones would not fit into an index; nobody means the rest. In UTF-16 units, each of at most 4 bytes. */
const mostUnits = 500;

/** Words as they are compared: folded, with a blank between. */
export const foldText = (text: string): string => {
  const folded = wordsOf(text).join(' ');
  return folded.length <= mostUnits ? folded : folded.slice(0, folded.lastIndexOf(' ', mostUnits));
};

/** What is remembered of a query to compare it with others. */
export function describeQuery(query: string): {
  readonly words: string;
  /** The words that say something, sorted. */
  readonly subject: string;
  /** Nothing but words. */
  readonly isPlain: boolean;
} {
  const { words: telling, typed, understood, excluded } = parseQuery(query);
  const words = foldText(query);
  const subject = (telling.length > 0 ? telling : typed).map(({ word }) => word);
  return {
    words,
    subject: foldText([...new Set(subject)].sort().join(' ')),
    isPlain: words !== '' && understood.length === 0 && excluded.length === 0,
  };
}

/** Away by more letters, it is another search. */
const mostEdits = 2;

/**
 * Whether a search is the one before, typed further, shortened or corrected. Both as `foldText` gives them. Without a
 * clock: how much time may lie between is the caller's to know.
 */
export function goesOn(before: string, now: string): boolean {
  const shorter = Math.min(before.length, now.length);
  let shared = 0;
  while (shared < shorter && before[shared] === now[shared]) shared += 1;
  return shared * 2 >= shorter || editDistance(before, now, mostEdits) <= mostEdits;
}
