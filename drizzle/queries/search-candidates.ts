import { and, desc, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '../client.ts';
import { passages } from '../schema/passages.ts';
import { sessions } from '../schema/sessions.ts';
import { heldAt, type SearchScope, withinScope } from './search-scope.ts';

/** What to look for, as text of Postgres' `tsquery`. */
export interface Retrieval {
  readonly match: string;
  /** Each word of the query and what it weighs; their sum orders the candidates. */
  readonly groups: readonly { readonly match: string; readonly weight: number }[];
  /** Whether `ts_rank_cd` orders equals: worth its time only when all words must match. */
  readonly isRanked: boolean;
}

export interface Candidate {
  readonly id: number;
  readonly sessionId: string;
  readonly score: number;
}

export interface CandidateLimits {
  readonly scored: number;
  readonly perSession: number;
  readonly returned: number;
}

/** A place in the order by date: microseconds since 1970, as the database tells instants apart, and the session. */
export interface DatePlace {
  readonly heldAtMicros: string;
  readonly sessionId: string;
}

export interface MatchedSession extends DatePlace {
  readonly momentCount: number;
}

/** How many sessions, and from where on. */
export interface DateWindow {
  readonly most: number;
  /** Only what comes later in the order than this. */
  readonly after?: DatePlace | undefined;
}

/** The best passages, best first. Capped before they are scored, and within the scope before they are capped. */
export async function findCandidates(
  db: Queryable,
  scope: SearchScope,
  retrieval: Retrieval,
  limits: CandidateLimits,
): Promise<Candidate[]> {
  return bestOf(
    db,
    sql`select ${passages.id}, ${passages.sessionId}, ${passages.startSeconds}, ${passages.tsv}
      from ${passages} join ${sessions} on ${sessions.id} = ${passages.sessionId}
      where ${passages.tsv} @@ ${retrieval.match}::tsquery and ${withinScope(scope)}
      limit ${limits.scored}`,
    retrieval,
    limits,
  );
}

/** The best passages of certain sessions, which must still be within the scope. */
export async function findInSessions(
  db: Queryable,
  scope: SearchScope,
  retrieval: Retrieval,
  { sessionIds, perSession }: { readonly sessionIds: readonly string[]; readonly perSession: number },
): Promise<Candidate[]> {
  if (sessionIds.length === 0) return [];
  return bestOf(
    db,
    sql`select ${passages.id}, ${passages.sessionId}, ${passages.startSeconds}, ${passages.tsv}
      from ${passages} join ${sessions} on ${sessions.id} = ${passages.sessionId}
      where ${passages.sessionId} = any(${sql.param(sessionIds)}::uuid[])
        and ${passages.tsv} @@ ${retrieval.match}::tsquery and ${withinScope(scope)}`,
    retrieval,
    { perSession, returned: sessionIds.length * perSession },
  );
}

/** For each `tsquery` whether any passage within the scope matches. */
export async function matchesWithin(
  db: Queryable,
  scope: SearchScope,
  matches: readonly string[],
): Promise<boolean[]> {
  if (matches.length === 0) return [];
  const { rows } = await db.execute<{ found: boolean }>(sql`
    select exists (select 1 from ${passages} join ${sessions} on ${sessions.id} = ${passages.sessionId}
      where ${passages.tsv} @@ given.match::tsquery and ${withinScope(scope)}) as found
    from unnest(${sql.param(matches)}::text[]) with ordinality as given (match, at) order by at`);
  return rows.map(({ found }) => found);
}

async function bestOf(
  db: Queryable,
  source: SQL,
  { match, groups, isRanked }: Retrieval,
  { perSession, returned }: Omit<CandidateLimits, 'scored'>,
): Promise<Candidate[]> {
  const terms = groups.map(
    (group) => sql`(tsv @@ ${group.match}::tsquery)::integer * ${group.weight}::float8`,
  );
  const score = terms.length === 0 ? sql`0::float8` : sql.join(terms, sql` + `);
  const rank = isRanked ? sql`ts_rank_cd(tsv, ${match}::tsquery, 4)` : sql`0`;
  const { rows } = await db.execute<Record<keyof Candidate, unknown>>(sql`
    with found as materialized (${source}),
    scored as (select id, session_id, start_seconds, ${score} as score, ${rank} as rank from found),
    placed as (select *, row_number() over
      (partition by session_id order by score desc, rank desc, start_seconds, id) as place from scored)
    select id, session_id as "sessionId", score from placed where place <= ${perSession}
    order by score desc, rank desc, id limit ${returned}`);
  return rows.map((row) => ({
    id: Number(row.id),
    sessionId: String(row.sessionId),
    score: Number(row.score),
  }));
}

/**
 * All sessions that match, newest first; `said` is what must be said for a passage to count as a moment, rather than
 * stand in the title that each passage carries.
 */
export async function matchedSessions(
  db: Queryable,
  scope: SearchScope,
  { match, said, most, after }: { readonly match: string; readonly said: string } & DateWindow,
): Promise<MatchedSession[]> {
  const { rows } = await db.execute<Record<keyof MatchedSession, unknown>>(sql`
    select ${sessions.id} as "sessionId", ${heldAtMicros} as "heldAtMicros",
      count(*) filter (where not ${passages.isHeading} and ${passages.tsv} @@ ${said}::tsquery) as "momentCount"
    from ${passages} join ${sessions} on ${sessions.id} = ${passages.sessionId}
    where ${passages.tsv} @@ ${match}::tsquery and ${withinScope(scope)} and ${isAfter(after)}
    group by ${sessions.id}
    order by ${heldAt} desc, ${sessions.id} desc limit ${most}`);
  return rows.map(toMatched);
}

/** All indexed sessions, newest first, without those where `excluded` is said or stands in the title. */
export async function newestSessions(
  db: Queryable,
  scope: SearchScope,
  { excluded, most, after }: { readonly excluded: string | null } & DateWindow,
): Promise<MatchedSession[]> {
  const isIndexed = sql`exists (select 1 from ${passages}
    where ${passages.sessionId} = ${sessions.id} and ${passages.isHeading})`;
  const isExcluded = sql`exists (select 1 from ${passages}
    where ${passages.sessionId} = ${sessions.id} and ${passages.tsv} @@ ${excluded}::tsquery)`;
  const rows = await db
    .select({ sessionId: sessions.id, heldAtMicros, momentCount: sql`0` })
    .from(sessions)
    .where(
      and(
        ...[withinScope(scope), isIndexed, isAfter(after)],
        excluded === null ? undefined : sql`not ${isExcluded}`,
      ),
    )
    .orderBy(desc(heldAt), desc(sessions.id))
    .limit(most);
  return rows.map(toMatched);
}

const heldAtMicros = sql`(extract(epoch from ${heldAt}) * 1000000)::bigint`;

const isAfter = (place: DatePlace | undefined) =>
  place === undefined
    ? sql`true`
    : sql`(${heldAt}, ${sessions.id}) <
        (timestamptz 'epoch' + ${place.heldAtMicros}::bigint * interval '1 microsecond', ${place.sessionId}::uuid)`;

const toMatched = (row: Record<keyof MatchedSession, unknown>): MatchedSession => ({
  sessionId: String(row.sessionId),
  heldAtMicros: String(row.heldAtMicros),
  momentCount: Number(row.momentCount),
});

/** Those of the sessions that are still within the scope. */
export async function stillWithinScope(
  db: Queryable,
  scope: SearchScope,
  sessionIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(sql`${sessions.id} = any(${sql.param(sessionIds)}::uuid[])`, withinScope(scope)));
  return new Set(rows.map(({ id }) => id));
}
