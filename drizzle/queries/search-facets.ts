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
  const { rows } = await db.execute<{ kind: unknown; value: unknown; count: unknown }>(sql`
    with found as materialized (
      select id, speakers, language, date_part('year', ${heldAt} at time zone 'UTC')::integer as year
      from ${sessions} where ${sessions.id} = any(${sql.param(sessionIds)}::uuid[])),
    counted as (
      select 'topics' as kind, ${topics.name} as value, count(*) as count from ${sessionTopics}
        join ${topics} on ${topics.id} = ${sessionTopics.topicId}
        join found on found.id = ${sessionTopics.sessionId}
        where ${sessionTopics.status} <> 'rejected' group by ${topics.name}
      union all select 'speakers', speaker, count(distinct id) from found, unnest(speakers) speaker group by speaker
      union all select 'languages', language, count(*) from found group by language
      union all select 'years', year::text, count(*) from found group by year
      union all select 'collections', ${collections.title}, count(distinct found.id) from ${collectionItems}
        join found on found.id = ${collectionItems.sessionId}
        join ${collections} on ${collections.id} = ${collectionItems.collectionId}
        where ${isOpenTo(reader, collections)} group by ${collections.title}),
    placed as (select *, row_number() over (partition by kind order by count desc, value) as place from counted)
    select kind, value, count from placed where place <= ${mostValues} order by kind, place`);
  return rows.flatMap(({ kind, value, count }) => {
    const known = facetKinds.find((one) => one === kind);
    return known === undefined ? [] : [{ kind: known, value: String(value), count: Number(count) }];
  });
}
