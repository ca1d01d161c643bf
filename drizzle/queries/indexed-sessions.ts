import { and, eq, notInArray, type SQL, sql } from 'drizzle-orm';
import type { Database, Queryable, Transaction } from '../client.ts';
import { findableVersions, indexedSessions } from '../schema/indexed-sessions.ts';
import { sessions } from '../schema/sessions.ts';

/** A version of a session, for or in a copy of the index. */
export interface IndexedVersion {
  readonly copy: string;
  readonly sessionId: string;
  readonly version: number;
}

/** Of a session of which nothing has changed since it was made. */
const firstVersion = 1;

/**
 * Says, in the transaction that changes them, that other things are to be found of these sessions. Comes last in it:
 * who waits for topics' names must not hold these rows.
 */
export async function raiseFindable(db: Queryable, sessionIds: readonly string[]): Promise<void> {
  await db.execute(sql`
    insert into ${findableVersions} (session_id, version)
    select id, ${firstVersion + 1} from ${sessions} where id = any(${sql.param([...sessionIds])}::uuid[]) order by id
    on conflict (session_id) do update set version = ${findableVersions.version} + 1`);
}

/** To be read before what is indexed under it: then it is never too high. */
export async function findableVersionOf(db: Queryable, sessionId: string): Promise<number> {
  const [row] = await db
    .select({ version: findableVersions.version })
    .from(findableVersions)
    .where(eq(findableVersions.sessionId, sessionId));
  return row?.version ?? firstVersion;
}

/**
 * Until the transaction ends nobody else sends this session to the copy. False: what was sent is newer, or the
 * session is gone.
 */
export async function beginSending(tx: Transaction, sent: IndexedVersion): Promise<boolean> {
  const { copy, sessionId, version } = sent;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`index ${copy} ${sessionId}`}, 0))`);
  const { rows } = await tx.execute(sql`
    insert into ${indexedSessions} (copy, session_id, sent_version)
    select ${copy}, id, ${version} from ${sessions} where ${sessions.id}::text = ${sessionId}
    on conflict (copy, session_id) do update set sent_version = excluded.sent_version
      where ${indexedSessions.sentVersion} <= excluded.sent_version
    returning true`);
  return rows.length > 0;
}

/** What was sent can be found now. */
export async function confirmIndexed(db: Queryable, sent: IndexedVersion): Promise<void> {
  await db
    .update(indexedSessions)
    .set({ version: sql`greatest(${indexedSessions.version}, ${sent.version})` })
    .where(ofSession(sent.copy, sent.sessionId));
}

/** Says what a copy has, whatever was said before. */
export async function setIndexed(db: Queryable, { copy, sessionId, version }: IndexedVersion): Promise<void> {
  await db.execute(sql`
    insert into ${indexedSessions} (copy, session_id, sent_version, version)
    select ${copy}, id, ${version}, ${version} from ${sessions} where ${sessions.id}::text = ${sessionId}
    on conflict (copy, session_id) do update set sent_version = excluded.sent_version, version = excluded.version`);
}

const wantedVersion = sql`coalesce(${findableVersions.version}, ${firstVersion})`;

const ofSession = (copy: string, sessionId: string): SQL | undefined =>
  and(eq(indexedSessions.copy, copy), sql`${indexedSessions.sessionId}::text = ${sessionId}`);

/** Nobody knows what the copies have of this session: it is written again to all of them. */
export async function forgetIndexedSession(db: Queryable, sessionId: string): Promise<void> {
  await db
    .update(indexedSessions)
    .set({ version: 0 })
    .where(sql`${indexedSessions.sessionId}::text = ${sessionId}`);
}

/** Everything is written again to all copies; they go on answering with what they have. */
export async function forgetWhatIsIndexed(db: Queryable): Promise<void> {
  await db.update(indexedSessions).set({ version: 0 });
}

/** Removes what is remembered of copies that are no more: those whose name begins in the same way. */
export async function forgetOtherCopies(
  db: Queryable,
  prefix: string,
  kept: readonly string[],
): Promise<void> {
  await db
    .delete(indexedSessions)
    .where(
      and(sql`starts_with(${indexedSessions.copy}, ${prefix})`, notInArray(indexedSessions.copy, [...kept])),
    );
}

/**
 * Sessions that the copy has in an older version, or not at all; after the id `after`, in their order. One that is
 * being processed for the first time is left to its stages.
 */
export async function listBehind(
  db: Queryable,
  copy: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<string[]> {
  const { rows } = await db.execute<{ id: unknown }>(sql`
    select ${sessions.id} as id from ${sessions}
    left join ${findableVersions} on ${findableVersions.sessionId} = ${sessions.id}
    left join ${indexedSessions} on ${indexedSessions.sessionId} = ${sessions.id} and ${indexedSessions.copy} = ${copy}
    where ${wantedVersion} > coalesce(${indexedSessions.version}, 0)
      and (${indexedSessions.copy} is not null or ${sessions.deletedAt} is null)
      and (${sessions.status} <> 'processing'
        or exists (select from ${indexedSessions} any_copy where any_copy.session_id = ${sessions.id}))
      ${after === null ? sql`` : sql`and ${sessions.id} > ${after}::uuid`}
    order by ${sessions.id} limit ${limit}`);
  return rows.map(({ id }) => String(id));
}

/** Those of the sessions that the copy has as they are now. */
export async function listCurrent(
  db: Queryable,
  copy: string,
  sessionIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (sessionIds.length === 0) return new Set();
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .leftJoin(findableVersions, eq(findableVersions.sessionId, sessions.id))
    .innerJoin(
      indexedSessions,
      and(eq(indexedSessions.sessionId, sessions.id), eq(indexedSessions.copy, copy)),
    )
    .where(
      and(
        sql`${sessions.id} = any(${sql.param([...sessionIds])}::uuid[])`,
        sql`${indexedSessions.version} >= ${wantedVersion}`,
      ),
    );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Does what one process at a time may do; `null` where another one is at it. The lock ends with the process. It
 * holds one connection of the pool.
 */
export async function aloneWithIndex<T>(db: Database, work: () => Promise<T>): Promise<T | null> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ isOurs: unknown }>(
      // Whoever waits for the server of the index is no forgotten transaction.
      sql`select set_config('idle_in_transaction_session_timeout', '0', true),
        pg_try_advisory_xact_lock(hashtextextended('search index upkeep', 0)) as "isOurs"`,
    );
    return rows[0]?.isOurs === true ? work() : null;
  });
}
