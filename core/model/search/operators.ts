import { languageTag } from '../language-tag.ts';
import type { SearchFilters } from './filters.ts';

export const operatorNames = ['speaker', 'topic', 'in', 'after', 'before', 'lang'] as const;
export type OperatorName = (typeof operatorNames)[number];

/** A part of the query that was read as a filter rather than as words. */
export interface Understood {
  readonly operator: OperatorName;
  /** As it was read: `lang:german` has `de`. */
  readonly value: string;
  /** As typed, to be taken out of the query again; begins with a minus where it excludes. */
  readonly text: string;
}

/** Longer values are not names. */
const longestValue = 200;

/** What `speaker:"Zoe Quill"` or `after:2024-05` narrows the search to; `null` when it is no such thing but words. */
export function readOperator(
  name: string,
  given: string,
): { readonly operator: OperatorName; readonly value: string; readonly filters: SearchFilters } | null {
  const operator = operatorNames.find((one) => one === name.toLowerCase());
  const typed = given.trim();
  if (operator === undefined || typed === '' || typed.length > longestValue) return null;
  const value = operator === 'lang' ? languageTag(typed) : typed;
  const filters = value === null ? null : filtersOf(operator, value);
  return value === null || filters === null ? null : { operator, value, filters };
}

function filtersOf(operator: OperatorName, value: string): SearchFilters | null {
  switch (operator) {
    case 'speaker':
      return { speakerNamed: value };
    case 'topic':
      return { topic: value };
    case 'in':
      return { collection: value };
    case 'lang':
      return { language: value };
    case 'after': {
      const from = startOf(value);
      return from && { from };
    }
    case 'before': {
      const start = startOf(value);
      return start && { to: new Date(start.getTime() - 1) };
    }
  }
}

/** The first instant of a year, month or day in UTC: `2024`, `2024-05`, `2024-05-12`. */
function startOf(text: string): Date | null {
  if (!/^[12]\d{3}(?:-\d{2}){0,2}$/.test(text)) return null;
  const date = new Date(text);
  const isThere = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return isThere ? date : null;
}
