import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import type { searchLog } from '../schema/searches.ts';
import type { suggestions } from '../schema/suggestions.ts';
import { storable } from './search-scope.ts';

/** What was typed, folded: each word begins one of the name's words. */
export interface TypedWords {
  readonly reader: Reader;
  /** As `foldText` gives it. */
  readonly text: string;
  /** As slugs of aliases have it. */
  readonly slugs: readonly string[];
  /** Words that one of its words may have been meant to begin; empty: it is taken as typed. */
  readonly instead: ReadonlyMap<string, readonly string[]>;
}

/** Where what was typed is looked for: `start` is fast however short it is, and `anywhere` has that too. */
export type Place = 'start' | 'anywhere';

/** Of each kind, given back to be ranked. */
export const mostOfKind = 8;
/** Rows that say well enough which names are used most: all 20,000 of a letter took 18 ms, 2,000 of them 2. */
export const mostRows = '1000';
/** Sessions that are counted of each: that there are more makes it no better. */
export const mostCounted = 12;

/** Whether the whole begins so, rather than one of its words. */
export const isStart = ({ text }: TypedWords, place: Place): SQL =>
  place === 'start' ? sql`true` : sql`starts_with(folded, ${text})`;

type FoldedColumn = typeof suggestions.folded | typeof searchLog.words;

/** The column as a condition: it, or one of its words, begins as typed. */
export function matching(column: FoldedColumn, { text, instead }: TypedWords, place: Place): SQL {
  if (place === 'start') return sql`${column} >= ${text} and ${column} < ${`${text}\u{10ffff}`}`;
  const groups = text.split(' ').map((word) => {
    // These are whole words: as beginnings, short ones would bring a tenth of all names.
    const others = (instead.get(word) ?? []).map(quoted);
    return `(${[`${quoted(word)}:*`, ...others].join(' | ')})`;
  });
  return sql`array_to_tsvector(string_to_array(${column}, ' ')) @@ ${storable(groups.join(' & '))}::tsquery`;
}

const quoted = (word: string): string => `'${word.replaceAll(/['\\]/g, '$&$&')}'`;
