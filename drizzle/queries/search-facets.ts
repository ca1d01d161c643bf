import { sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import type { Queryable } from '../client.ts';
import { collectionItems, collections } from '../schema/collections.ts';
import { sessions } from '../schema/sessions.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { heldAt } from './search-scope.ts';
import { isOpenTo } from './visibility.ts';

export const facetKinds = ['topics', 'speakers', 'languages', 'years', 'collections'] as const;
export type FacetKind = (typeof facetKinds)[number];

/**
 * How many of the sessions have each value; the most frequent values of each kind first. The reader may open all of
 * the sessions; of their collections only those count that the reader may open too.
 */
export async function countFacets(
  db: Queryable,
  { sessionIds, reader }: { readonly sessionIds: readonly string[]; readonly reader: Reader },
  mostValues: number,
): Promise<{ kind: FacetKind; value: string; count: number }[]> {
  if (sessionIds.length === 0) return [];
  const mostFrequent = sql`order by count desc, value limit ${mostValues}`;
  const { rows } = await db.execute<{ kind: unknown; value: unknown; count: unknown }>(sql`
    with found as materialized (
      select id, speakers, language, date_part('year', ${heldAt} at time zone 'UTC')::integer as year
      from ${sessions} where ${sessions.id} = any(${`{${sessionIds.join(',')}}`}::uuid[]))
    (select 'topics' as kind, ${topics.name} as value, count(*) as count from ${sessionTopics}
      join ${topics} on ${topics.id} = ${sessionTopics.topicId}
      join found on found.id = ${sessionTopics.sessionId}
      where ${sessionTopics.status} <> 'rejected' group by ${topics.name} ${mostFrequent})
    union all (select 'speakers', speaker as value, count(*) as count
      from found, unnest(speakers) speaker group by speaker ${mostFrequent})
    union all (select 'languages', language as value, count(*) as count
      from found group by language ${mostFrequent})
    union all (select 'years', year::text as value, count(*) as count from found group by year ${mostFrequent})
    union all (select 'collections', ${collections.title} as value, count(distinct found.id) as count
      from ${collectionItems} join found on found.id = ${collectionItems.sessionId}
      join ${collections} on ${collections.id} = ${collectionItems.collectionId}
      where ${isOpenTo(reader, collections)} group by ${collections.title} ${mostFrequent})`);
  return rows.flatMap(({ kind, value, count }) => {
    const known = facetKinds.find((one) => one === kind);
    return known === undefined ? [] : [{ kind: known, value: String(value), count: Number(count) }];
  });
}
