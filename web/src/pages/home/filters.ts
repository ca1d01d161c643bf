import { parseQuery } from '../../../../core/model/search/parse-query.ts';
import type { SearchState } from '../../queries.ts';
import { languageName } from '../../text/language.ts';

export interface Filter {
  /** `operator`: it was typed, as `speaker:ana`. */
  readonly name: 'topic' | 'speaker' | 'collection' | 'language' | 'when' | 'operator';
  /** What it narrows to; of an operator all that was typed. */
  readonly value: string;
  readonly label: string;
}

/** The filters that narrow the search, in the order of the page; then those that its words name. */
export function activeFilters({ q, topic, speaker, collection, language, from, to }: SearchState): Filter[] {
  const filters: Filter[] = [];
  if (topic) filters.push({ name: 'topic', value: topic, label: topic });
  if (speaker) filters.push({ name: 'speaker', value: speaker, label: speaker });
  if (collection) filters.push({ name: 'collection', value: collection, label: collection });
  if (language) filters.push({ name: 'language', value: language, label: languageName(language) });
  if (from || to) {
    const when = from === to ? (from ?? '') : `${from ?? 'the start'} to ${to ?? 'today'}`;
    filters.push({ name: 'when', value: when, label: when });
  }
  for (const { operator, value, text } of parseQuery(q ?? '').understood) {
    const shown = operator === 'lang' ? languageName(value) : value;
    const label = `${text.startsWith('-') ? 'not ' : ''}${operator}: ${shown}`;
    filters.push({ name: 'operator', value: text, label });
  }
  return filters;
}

/** The same search with one filter less. */
export function withoutFilter(search: SearchState, { name, value }: Filter): SearchState {
  if (name === 'when') return { ...search, from: undefined, to: undefined };
  if (name === 'operator') return { ...search, q: withoutText(search.q ?? '', value) };
  return { ...search, [name]: undefined };
}

/** The same words without a part of them; `undefined` when nothing is left. */
export const withoutText = (q: string, part: string): string | undefined =>
  q.replace(part, ' ').replace(/\s+/g, ' ').trim() || undefined;
