import type { Queryable } from '../../../drizzle/client.ts';
import { countFacets, type FacetKind } from '../../../drizzle/queries/search-facets.ts';
import type { Reader } from '../../model/access.ts';
import type { SearchAnswer } from '../../ports/search-index.ts';

const mostValues = 100;

/** How many of the sessions have each value, by the database; the reader may open all of them. */
export async function facetsOf(
  db: Queryable,
  found: { readonly sessionIds: readonly string[]; readonly reader: Reader },
): Promise<SearchAnswer['facets']> {
  const counted = await countFacets(db, found, mostValues);
  const of = (wanted: FacetKind) =>
    counted.filter(({ kind }) => kind === wanted).map(({ value, count }) => ({ value, count }));
  return {
    topics: of('topics'),
    speakers: of('speakers'),
    languages: of('languages'),
    years: of('years'),
    collections: of('collections'),
  };
}
