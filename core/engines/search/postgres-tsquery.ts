import type { Alternative, WordGroup } from '../../model/search/match.ts';
import { stopWords } from '../../model/search/stop-words.ts';

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

/** Stop words of a phrase are gaps: `state of the art` is `'state' <3> 'art'`. Empty when it has no other words. */
export function phraseQuery(phrase: readonly string[], lexemes: ReadonlyMap<string, string>): string {
  let query = '';
  let last = 0;
  phrase.forEach((word, at) => {
    const lexeme = lexemes.get(word) ?? word;
    if (stopWords.has(word) || lexeme === '') return;
    query += query === '' ? quoted(lexeme) : ` <${at - last}> ${quoted(lexeme)}`;
    last = at;
  });
  return query === '' ? '' : `(${query})`;
}

export const allOf = (queries: readonly string[]): string => joined(queries, ' & ');
export const anyOf = (queries: readonly string[]): string => joined(queries, ' | ');

/** `query`, but without what matches one of `excluded`. */
export function butNot(query: string, excluded: readonly string[]): string {
  return allOf([query, ...excluded.map((one) => `!${one}`)]);
}

function alternativeQuery({ words, lexemes }: Alternative, { isLoose = false, weights }: GroupForm): string {
  const suffix = weights === undefined ? '' : `:${weights}`;
  const terms = lexemes
    .filter((_, at) => lexemes.length === 1 || !stopWords.has(words[at] ?? ''))
    .map((lexeme) => `${quoted(lexeme)}${suffix}`);
  return joined(terms, isLoose || terms.length < lexemes.length ? ' & ' : ' <-> ');
}

function joined(queries: readonly string[], operator: string): string {
  const parts = queries.filter((query) => query !== '');
  return parts.length < 2 ? (parts[0] ?? '') : `(${parts.join(operator)})`;
}

const quoted = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
