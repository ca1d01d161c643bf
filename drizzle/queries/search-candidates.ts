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

export interface FoundCandidates {
  readonly candidates: Candidate[];
  /** More matched than were scored. */
  readonly isCapped: boolean;
}

export interface MatchedSession {
  readonly sessionId: string;
  readonly momentCount: number;
}

/** The best passages, best first. Capped before they are scored, and within the scope before they are capped. */
export async function findCandidates(
  db: Queryable,
  scope: SearchScope,
  retrieval: Retrieval,
  limits: CandidateLimits,
): Promise<FoundCandidates> {
  const rows = await bestOf(
    db,
    sql`select ${scored} from ${passages} join ${sessions} on ${sessions.id} = ${passages.sessionId}
      where ${passages.tsv} @@ ${retrieval.match}::tsquery and ${withinScope(scope)}
      limit ${limits.scored}`,
    retrieval,
    { ...limits, counted: sql`(select count(*) from found)` },
  );
  return { candidates: rows, isCapped: (rows[0]?.counted ?? 0) >= limits.scored };
}

const scored = sql`${passages.id}, ${passages.sessionId}, ${passages.startSeconds}, ${passages.isHeading}, ${passages.tsv}`;

/** What matches in a session, and how much of it counts as a moment. */
export interface CandidateInSession extends Candidate {
  readonly momentCount: number;
}

/**
 * The best passages of certain sessions, which must still be within the scope. `said` is what must be said for a
 * passage to count as a moment, rather than stand in the title that each passage carries.
 */
export async function findInSessions(
  db: Queryable,
  scope: SearchScope,
  retrieval: Retrieval,
  {
    sessionIds,
    perSession,
    said,
  }: { readonly sessionIds: readonly string[]; readonly perSession: number; readonly said: string },
): Promise<CandidateInSession[]> {
  if (sessionIds.length === 0) return [];
  const isMoment = sql`not is_heading and tsv @@ ${said}::tsquery`;
  const rows = await bestOf(
    db,
    sql`select ${scored} from ${passages} join ${sessions} on ${sessions.id} = ${passages.sessionId}
      where ${passages.sessionId} = any(${sql.param(sessionIds)}::uuid[])
        and ${passages.tsv} @@ ${retrieval.match}::tsquery and ${withinScope(scope)}`,
    retrieval,
    {
      perSession,
      returned: sessionIds.length * perSession,
      counted: sql`count(*) filter (where ${isMoment}) over (partition by session_id)`,
    },
  );
  return rows.map(({ counted, ...candidate }) => ({ ...candidate, momentCount: counted }));
}

async function bestOf(
  db: Queryable,
  source: SQL,
  { match, groups, isRanked }: Retrieval,
  { perSession, returned, counted }: Omit<CandidateLimits, 'scored'> & { readonly counted: SQL },
): Promise<(Candidate & { readonly counted: number })[]> {
  const terms = groups.map(
    (group) => sql`(tsv @@ ${group.match}::tsquery)::integer * ${group.weight}::float8`,
  );
  const score = terms.length === 0 ? sql`0::float8` : sql.join(terms, sql` + `);
  const rank = isRanked ? sql`ts_rank_cd(tsv, ${match}::tsquery, 4)` : sql`0`;
  const { rows } = await db.execute<Record<keyof Candidate | 'counted', unknown>>(sql`
    with found as materialized (${source}),
    scored as (select id, session_id, start_seconds, ${score} as score, ${rank} as rank, ${counted} as counted from found),
    placed as (select *, row_number() over
      (partition by session_id order by score desc, rank desc, start_seconds, id) as place from scored)
    select id, session_id as "sessionId", score, counted from placed where place <= ${perSession}
    order by score desc, rank desc, id limit ${returned}`);
  return rows.map((row) => ({
    id: Number(row.id),
    sessionId: String(row.sessionId),
    score: Number(row.score),
    counted: Number(row.counted),
  }));
}

/**
 * All sessions that match, newest first, up to `most`; `said` is what must be said for a passage to count as a
 * moment, rather than stand in the title that each passage carries.
 */
export async function matchedSessions(
  db: Queryable,
  scope: SearchScope,
  { match, said, most }: { readonly match: string; readonly said: string; readonly most: number },
): Promise<MatchedSession[]> {
  const { rows } = await db.execute<Record<keyof MatchedSession, unknown>>(sql`
    select ${sessions.id} as "sessionId",
      count(*) filter (where not ${passages.isHeading} and ${passages.tsv} @@ ${said}::tsquery) as "momentCount"
    from ${passages} join ${sessions} on ${sessions.id} = ${passages.sessionId}
    where ${passages.tsv} @@ ${match}::tsquery and ${withinScope(scope)}
    group by ${sessions.id}
    order by ${heldAt} desc, ${sessions.id} desc limit ${most}`);
  return rows.map((row) => ({ sessionId: String(row.sessionId), momentCount: Number(row.momentCount) }));
}

/**
 * The same without counting, session by session from the newest on: for what so many passages match that looking for
 * all of them takes longer than reading a few of each session.
 */
export async function newestMatching(
  db: Queryable,
  scope: SearchScope,
  { match, most }: { readonly match: string; readonly most: number },
): Promise<string[]> {
  const { rows } = await db.execute<{ sessionId: unknown }>(sql`
    select ${sessions.id} as "sessionId" from ${sessions}
    cross join lateral (select 1 from ${passages}
      where ${passages.sessionId} = ${sessions.id} and ${passages.tsv} @@ ${match}::tsquery limit 1) matching
    where ${withinScope(scope)} order by ${heldAt} desc, ${sessions.id} desc limit ${most}`);
  return rows.map(({ sessionId }) => String(sessionId));
}

/** All indexed sessions, newest first, without those where `excluded` is said or stands in the title. */
export async function newestSessions(
  db: Queryable,
  scope: SearchScope,
  { excluded, most }: { readonly excluded: string | null; readonly most: number },
): Promise<string[]> {
  const isIndexed = sql`exists (select 1 from ${passages}
    where ${passages.sessionId} = ${sessions.id} and ${passages.isHeading})`;
  const isExcluded = sql`exists (select 1 from ${passages}
    where ${passages.sessionId} = ${sessions.id} and ${passages.tsv} @@ ${excluded}::tsquery)`;
  const rows = await db
    .select({ sessionId: sessions.id })
    .from(sessions)
    .where(and(withinScope(scope), isIndexed, excluded === null ? undefined : sql`not ${isExcluded}`))
    .orderBy(desc(heldAt), desc(sessions.id))
    .limit(most);
  return rows.map(({ sessionId }) => sessionId);
}

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
