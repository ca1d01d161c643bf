import { sql } from 'drizzle-orm';
import type { Queryable } from '../client.ts';
import { sessions } from '../schema/sessions.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { heldAt } from './search-scope.ts';

export const facetKinds = ['topics', 'speakers', 'languages', 'years'] as const;
export type FacetKind = (typeof facetKinds)[number];

/** How many of the sessions have each value; the most frequent values of each kind first. */
export async function countFacets(
  db: Queryable,
  sessionIds: readonly string[],
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
      union all select 'years', year::text, count(*) from found group by year),
    placed as (select *, row_number() over (partition by kind order by count desc, value) as place from counted)
    select kind, value, count from placed where place <= ${mostValues} order by kind, place`);
  return rows.flatMap(({ kind, value, count }) => {
    const known = facetKinds.find((one) => one === kind);
    return known === undefined ? [] : [{ kind: known, value: String(value), count: Number(count) }];
  });
}
