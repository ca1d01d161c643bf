import { sql } from 'drizzle-orm';
import type { Queryable } from '../client.ts';
import { dismissedSubjects, searchLog } from '../schema/searches.ts';
import { sessions } from '../schema/sessions.ts';

/** What people looked for in vain, and never who. */
export interface AskedSubject {
  readonly subject: string;
  /** As it was typed last, by who asked for it where somebody did. */
  readonly query: string;
  readonly people: number;
  /** How many of them asked for it outright. */
  readonly asks: number;
  readonly lastAskedAt: Date;
  /** There was something, but nobody opened any of it. */
  readonly wasFound: boolean;
}

/** So many people who find nothing worth opening are no accident. */
const severalPeople = 3;
/** One person's own words are for nobody's eyes but where that person asks. */
const fewPeople = 2;

const isForEverybody = sql`${sessions.visibility} = 'organisation' and ${sessions.deletedAt} is null`;

/**
 * Plain searches that found nothing or led nowhere, by subject: what most people asked for first. Left out is what one
 * person alone typed and did not ask for, what curators dismissed, and what led somebody to what everybody may open.
 */
export async function listAskedSubjects(db: Queryable, limit: number): Promise<AskedSubject[]> {
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    with vain as materialized (
      select ${searchLog.subject} as subject, (array_agg(${searchLog.query}
        order by ${searchLog.askedAt} is null, ${searchLog.at} desc))[1] as query,
        count(distinct ${searchLog.userId}) as people, max(${searchLog.at}) as last_at, max(session_count) as most_found,
        count(distinct ${searchLog.userId}) filter (where ${searchLog.askedAt} is not null) as asks,
        count(distinct ${searchLog.userId}) filter (where session_count = 0) as without_result
      from ${searchLog} where ${searchLog.isPlain} and ${searchLog.openedAt} is null
        and ${searchLog.at} > now() - interval '90 days'
      group by ${searchLog.subject})
    select * from vain
    where (asks > 0 or without_result >= ${fewPeople} or people >= ${severalPeople})
      and not exists (select 1 from ${dismissedSubjects} where ${dismissedSubjects.subject} = vain.subject)
      and not exists (select 1 from ${searchLog} join ${sessions} on ${sessions.id} = ${searchLog.openedSessionId}
        where ${searchLog.subject} = vain.subject and ${searchLog.isPlain} and ${isForEverybody})
    order by asks > 0 desc, people desc, last_at desc, subject limit ${limit}`);
  return rows.map(({ subject, query, people, asks, last_at, most_found }) => ({
    subject: String(subject),
    query: String(query),
    people: Number(people),
    asks: Number(asks),
    lastAskedAt: new Date(String(last_at)),
    wasFound: Number(most_found) > 0,
  }));
}

/** Nobody sees it asked for any more, until the searches of today are forgotten. */
export async function dismissSubject(db: Queryable, subject: string): Promise<void> {
  await db
    .insert(dismissedSubjects)
    .values({ subject })
    .onConflictDoUpdate({ target: dismissedSubjects.subject, set: { dismissedAt: sql`now()` } });
}
