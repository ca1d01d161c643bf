import type { Alternative, WordGroup } from '../../model/search/match.ts';
import { stopWords } from '../../model/search/stop-words.ts';
import { isCharacterWord } from '../../model/search/tokenise.ts';
import { quoted } from './postgres-terms.ts';

/** How a word of the query becomes text of Postgres' `tsquery` (PostgreSQL manual, 8.11.2). */
export interface GroupForm {
  /** Two words of one need not stand side by side: a phrase makes Postgres look into every row. */
  readonly isLoose?: boolean;
  /** Weights as in `drizzle/schema/passages.ts`: `D` is said, `A` stands in the heading. */
  readonly weights?: 'A' | 'D';
}

/** A word with all that counts as it. */
export function groupQuery(group: WordGroup, form: GroupForm = {}): string {
  const terms = new Set(group.alternatives.map((alternative) => alternativeQuery(alternative, form)));
  return anyOf([...terms].filter((term) => term !== ''));
}

/**
 * Words side by side, as one dictionary stems them. Stop words, which have no lexemes, are gaps: `state of the art`
 * is `'state' <3> 'art'`. Empty when there are no other words.
 */
export function phraseQuery(
  phrase: readonly string[],
  lexemesOf: (word: string) => readonly string[],
): string {
  let query = '';
  let last = 0;
  for (const { term, at } of termsAt(phrase, lexemesOf, '')) {
    query += query === '' ? term : ` <${at - last}> ${term}`;
    last = at;
  }
  return query === '' ? '' : `(${query})`;
}

export const allOf = (queries: readonly string[]): string => joined(queries, ' & ');
export const anyOf = (queries: readonly string[]): string => joined(queries, ' | ');

/**
 * All queries of any one of the sets. What sets begin with in common is written once: a passage that lacks it is done
 * with all of them, so the rarest should come first. None of several sets is empty.
 */
export function anySetOf(sets: readonly (readonly string[])[]): string {
  const beginnings = new Map<string, string[][]>();
  for (const [first, ...rest] of sets)
    if (first !== undefined) beginnings.set(first, [...(beginnings.get(first) ?? []), rest]);
  return anyOf([...beginnings].map(([first, rests]) => allOf([first, anySetOf(rests)])));
}

/** `query`, but without what matches one of `excluded`. */
export function butNot(query: string, excluded: readonly string[]): string {
  return allOf([query, ...excluded.map((one) => `!${one}`)]);
}

/** Of two words one may be a stop word, which the index does not have. */
function alternativeQuery({ words, lexemes }: Alternative, { isLoose = false, weights }: GroupForm): string {
  const hasGap = words.length > 1 && words.some((word) => stopWords.has(word));
  const lexemesAt = (word: string, at: number) =>
    words.length > 1 && stopWords.has(word) ? [] : (lexemes[at] ?? []);
  const terms = termsAt(words, lexemesAt, weights ?? '').map(({ term }) => term);
  return joined(terms, isLoose || hasGap ? ' & ' : ' <-> ');
}

/**
 * What the index has at each place, see `termsOf`: a stem, or a character with the one after it. The last character
 * of several is in the pair before; one alone begins a pair.
 */
function termsAt(
  words: readonly string[],
  lexemesOf: (word: string, at: number) => readonly string[],
  weights: string,
): { term: string; at: number }[] {
  const suffix = weights === '' ? '' : `:${weights}`;
  return words.flatMap((word, at) => {
    if (!isCharacterWord(word)) {
      const term = anyOf(lexemesOf(word, at).map((lexeme) => `${quoted(lexeme)}${suffix}`));
      return term === '' ? [] : [{ term, at }];
    }
    const next = words[at + 1];
    if (next !== undefined && isCharacterWord(next)) {
      const term = anyOf([`${quoted(word + next)}${suffix}`, `${quoted(word)}${suffix}`]);
      return [{ term, at }];
    }
    const before = words[at - 1];
    return before !== undefined && isCharacterWord(before)
      ? []
      : [{ term: `${quoted(word)}:*${weights}`, at }];
  });
}

function joined(queries: readonly string[], operator: string): string {
  const parts = queries.filter((query) => query !== '');
  return parts.length < 2 ? (parts[0] ?? '') : `(${parts.join(operator)})`;
}
