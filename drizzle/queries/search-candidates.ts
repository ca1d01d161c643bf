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
  /** Only sessions' own rows: title, speakers, topics, description. */
  readonly isHeading?: boolean;
}

/** A place in the order by date: microseconds since 1970, as the database tells instants apart, and the session. */
export interface DatePlace {
  readonly heldAtMicros: string;
  readonly sessionId: string;
}

/** How many sessions, and from where on. */
export interface DateWindow {
  readonly most: number;
  /** Only what comes later in the order than this. */
  readonly after?: DatePlace | undefined;
  /** Sessions that are known to match already. */
  readonly except?: readonly string[];
}

export interface MatchedSession extends DatePlace {
  /** Passages in which something of the query is said, rather than stands in the title that each passage carries. */
  readonly momentCount: number;
}

export interface FoundCandidates {
  readonly candidates: readonly Candidate[];
  /** All sessions that match, newest first; of those looked at where it is capped. */
  readonly matched: readonly MatchedSession[];
  /** More matched than were looked at. */
  readonly isCapped: boolean;
}

/** What is looked for, and what must be said for a passage to count as a moment. */
export interface Sought {
  readonly retrieval: Retrieval;
  readonly said: string;
}

const wanted = sql`${passages.id}, ${passages.sessionId}, ${passages.startSeconds}, ${passages.isHeading}, ${passages.tsv}`;
const heldAtMicros = sql`(extract(epoch from ${heldAt}) * 1000000)::bigint`;
const fromBoth = sql`from ${passages} join ${sessions} on ${sessions.id} = ${passages.sessionId}`;

/**
 * The best passages, best first, and the sessions of all: one statement, because looking up words in the index again
 * takes longer than counting. Capped before they are scored, and within the scope before they are capped.
 */
export async function findCandidates(
  db: Queryable,
  scope: SearchScope,
  sought: Sought,
  limits: CandidateLimits,
): Promise<FoundCandidates> {
  const source = sql`select ${wanted}, ${heldAtMicros} as held ${fromBoth}
    where ${passages.tsv} @@ ${sought.retrieval.match}::tsquery and ${withinScope(scope)}
      ${limits.isHeading ? sql`and ${passages.isHeading}` : sql``} limit ${limits.scored}`;
  // One row with two lists as text: rows of their own take 3 ms to send and read, these 1.
  const { rows } = await db.execute<Record<'best' | 'matched' | 'found', unknown>>(sql`
    with ${placed(source, sought, sql`, held`)},
    best as (select * from placed where place <= ${limits.perSession}
      order by score desc, rank desc, id limit ${limits.returned}),
    counted as (select session_id, ${moments} as moments, max(held) as held from found group by session_id)
    select
      (select string_agg(concat_ws(' ', id, session_id, score), ',' order by score desc, rank desc, id)
        from best) as best,
      (select string_agg(concat_ws(' ', session_id, held, moments), ',' order by held desc, session_id desc)
        from counted) as matched,
      (select count(*) from found) as found`);
  const [row] = rows;
  return {
    candidates: listed(row?.best).map(([id, sessionId, score]) => toCandidate({ id, sessionId, score })),
    matched: listed(row?.matched).map(([sessionId = '', heldAtMicros = '', momentCount]) => {
      return { sessionId, heldAtMicros, momentCount: Number(momentCount) };
    }),
    isCapped: Number(row?.found) >= limits.scored,
  };
}

/** Fields by blanks, entries by commas; nothing of no rows. */
const listed = (entries: unknown): string[][] =>
  typeof entries === 'string' ? entries.split(',').map((entry) => entry.split(' ')) : [];

/** The best passages of certain sessions, which must still be within the scope, and how many moments each session has. */
export async function findInSessions(
  db: Queryable,
  scope: SearchScope,
  sought: Sought,
  { sessionIds, perSession }: { readonly sessionIds: readonly string[]; readonly perSession: number },
): Promise<(Candidate & Pick<MatchedSession, 'momentCount'>)[]> {
  if (sessionIds.length === 0) return [];
  // `offset 0` keeps the planner from looking for the words everywhere: 177 ms instead of 10 at a million passages.
  const source = sql`select * from (select ${wanted} ${fromBoth}
    where ${passages.sessionId} = any(${sql.param(sessionIds)}::uuid[]) and ${withinScope(scope)} offset 0) theirs
    where tsv @@ ${sought.retrieval.match}::tsquery`;
  const { rows } = await db.execute<Record<'id' | 'sessionId' | 'score' | 'moments', unknown>>(sql`
    with ${placed(source, sought)},
    counted as (select session_id, ${moments} as moments from found group by session_id)
    select id, session_id as "sessionId", score, moments from placed join counted using (session_id)
    where place <= ${perSession} order by score desc, rank desc, id`);
  return rows.map((row) => ({ ...toCandidate(row), momentCount: Number(row.moments) }));
}

const toCandidate = (row: Record<keyof Candidate, unknown>): Candidate => ({
  id: Number(row.id),
  sessionId: String(row.sessionId),
  score: Number(row.score),
});

/**
 * Bytes of a `tsvector`; twice the largest of 113,000 passages. Ranking takes 10 ms a row where a description of 9,000
 * letters repeats the words of the query.
 */
const mostRanked = 2_000;

const moments = sql`count(*) filter (where is_moment)`;

/**
 * The tables `found`, what the source gives with its score, and `placed`: each passage with its place in its session.
 * Words are compared while the source is read: keeping each `tsv` for later takes half as long again.
 */
function placed(source: SQL, { retrieval, said }: Sought, more: SQL = sql``): SQL {
  const { match, groups, isRanked } = retrieval;
  const terms = groups.map(
    (group) => sql`(tsv @@ ${group.match}::tsquery)::integer * ${group.weight}::float8`,
  );
  const score = terms.length === 0 ? sql`0::float8` : sql.join(terms, sql` + `);
  const rank = isRanked
    ? sql`case when pg_column_size(tsv) < ${mostRanked} then ts_rank_cd(tsv, ${match}::tsquery, 4) else 0 end`
    : sql`0::real`;
  return sql`found as materialized (
      select id, session_id, start_seconds, not is_heading and tsv @@ ${said}::tsquery as is_moment,
        ${score} as score, ${rank} as rank${more} from (${source}) source),
    placed as (select *, row_number() over
      (partition by session_id order by score desc, rank desc, start_seconds, id) as place from found)`;
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

/** All sessions that match, newest first. */
export async function matchedSessions(
  db: Queryable,
  scope: SearchScope,
  { match, most, after }: { readonly match: string } & DateWindow,
): Promise<DatePlace[]> {
  const { rows } = await db.execute<Record<keyof DatePlace, unknown>>(sql`
    select ${sessions.id} as "sessionId", ${heldAtMicros} as "heldAtMicros" ${fromBoth}
    where ${passages.tsv} @@ ${match}::tsquery and ${withinScope(scope)} and ${isAfter(after)}
    group by ${sessions.id} order by ${heldAt} desc, ${sessions.id} desc limit ${most}`);
  return rows.map(toPlace);
}

/**
 * The same, one session after another, for what so many passages match that looking for all of them takes longer than
 * reading a few of each session. Without `offset 0` the planner may look for all of them for each session.
 */
export async function newestMatching(
  db: Queryable,
  scope: SearchScope,
  { match, most, after, except = [] }: { readonly match: string } & DateWindow,
): Promise<DatePlace[]> {
  const { rows } = await db.execute<Record<keyof DatePlace, unknown>>(sql`
    select ${sessions.id} as "sessionId", ${heldAtMicros} as "heldAtMicros" from ${sessions}
    cross join lateral (select 1 from (select ${passages.tsv} from ${passages}
      where ${passages.sessionId} = ${sessions.id} offset 0) theirs where tsv @@ ${match}::tsquery limit 1) matching
    where ${withinScope(scope)} and ${isAfter(after)}
      and ${sessions.id} <> all(${`{${except.join(',')}}`}::uuid[])
    order by ${heldAt} desc, ${sessions.id} desc limit ${most}`);
  return rows.map(toPlace);
}

/** All indexed sessions, newest first, without those where `excluded` is said or stands in the title. */
export async function newestSessions(
  db: Queryable,
  scope: SearchScope,
  { excluded, most, after }: { readonly excluded: string | null } & DateWindow,
): Promise<DatePlace[]> {
  const isIndexed = sql`exists (select 1 from ${passages}
    where ${passages.sessionId} = ${sessions.id} and ${passages.isHeading})`;
  const isExcluded = sql`exists (select 1 from ${passages}
    where ${passages.sessionId} = ${sessions.id} and ${passages.tsv} @@ ${excluded}::tsquery)`;
  const rows = await db
    .select({ sessionId: sessions.id, heldAtMicros })
    .from(sessions)
    .where(
      and(
        ...[withinScope(scope), isIndexed, isAfter(after)],
        excluded === null ? undefined : sql`not ${isExcluded}`,
      ),
    )
    .orderBy(desc(heldAt), desc(sessions.id))
    .limit(most);
  return rows.map(toPlace);
}

const isAfter = (place: DatePlace | undefined) =>
  place === undefined
    ? sql`true`
    : sql`(${heldAt}, ${sessions.id}) <
        (timestamptz 'epoch' + ${place.heldAtMicros}::bigint * interval '1 microsecond', ${place.sessionId}::uuid)`;

const toPlace = (row: Record<keyof DatePlace, unknown>): DatePlace => ({
  sessionId: String(row.sessionId),
  heldAtMicros: String(row.heldAtMicros),
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
