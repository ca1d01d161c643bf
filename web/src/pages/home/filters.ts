import type { SearchState } from '../../queries.ts';
import { languageName } from '../../text/language.ts';

export interface Filter {
  readonly name: 'topic' | 'speaker' | 'collection' | 'language' | 'when';
  readonly value: string;
  readonly label: string;
}

/** The filters that narrow the search, in the order of the page. */
export function activeFilters({ topic, speaker, collection, language, from, to }: SearchState): Filter[] {
  const filters: Filter[] = [];
  if (topic) filters.push({ name: 'topic', value: topic, label: topic });
  if (speaker) filters.push({ name: 'speaker', value: speaker, label: speaker });
  if (collection) filters.push({ name: 'collection', value: collection, label: collection });
  if (language) filters.push({ name: 'language', value: language, label: languageName(language) });
  if (from || to) {
    const when = from === to ? (from ?? '') : `${from ?? 'the start'} to ${to ?? 'today'}`;
    filters.push({ name: 'when', value: when, label: when });
  }
  return filters;
}

/** The same search with one filter less. */
export function withoutFilter(search: SearchState, { name }: Filter): SearchState {
  if (name === 'when') return { ...search, from: undefined, to: undefined };
  return { ...search, [name]: undefined };
}
