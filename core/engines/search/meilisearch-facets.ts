import type { CollectionName } from '../../model/collection-names.ts';
import type { FacetCount, SearchAnswer } from '../../ports/search-index.ts';
import type { PassageDocument } from './meilisearch-documents.ts';

const mostValues = 100;

/** Counts sessions by one document of each: the server's own facets count passages. Of collections only those in `open`. */
export function facetsOf(
  sessions: readonly Pick<PassageDocument, 'topics' | 'speakers' | 'language' | 'heldAt' | 'collections'>[],
  open: readonly CollectionName[],
): SearchAnswer['facets'] {
  const titles = new Map(open.map(({ id, title }) => [id, title]));
  const titlesOf = (ids: readonly string[]) => new Set(ids.flatMap((id) => titles.get(id) ?? []));
  return {
    topics: count(sessions.flatMap(({ topics }) => [...new Set(topics)])),
    speakers: count(sessions.flatMap(({ speakers }) => [...new Set(speakers)])),
    languages: count(sessions.map(({ language }) => language)),
    years: count(sessions.map(({ heldAt }) => String(new Date(heldAt * 1000).getUTCFullYear()))),
    collections: count(sessions.flatMap(({ collections }) => [...titlesOf(collections)])),
  };
}

function count(values: readonly string[]): FacetCount[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, sessions]) => ({ value, count: sessions }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, mostValues);
}
