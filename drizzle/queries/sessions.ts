import { and, asc, desc, eq, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { hasRole, type Reader } from '../../core/model/access.ts';
import type { SessionStatus } from '../../core/model/session.ts';
import type { Queryable } from '../client.ts';
import { sessions } from '../schema/sessions.ts';
import { users } from '../schema/users.ts';
import { isAbout } from './topic-pages.ts';
import { openTo, visibleTo } from './visibility.ts';

export type SessionRow = typeof sessions.$inferSelect;
export type SessionWithOwner = SessionRow & { readonly ownerName: string };

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function byIdOrSlug(idOrSlug: string): SQL {
  // Postgres refuses a NUL in any text.
  if (idOrSlug.includes('\0')) return sql`false`;
  const bySlug = eq(sessions.slug, idOrSlug);
  // A recording whose file was named by a UUID has one for a slug.
  return uuidPattern.test(idOrSlug) ? (or(eq(sessions.id, idOrSlug), bySlug) ?? bySlug) : bySlug;
}

/** When it happened, or else was added: the order of lists, and what `from` and `to` mean. */
export const heldAt = sql<Date>`coalesce(${sessions.recordedAt}, ${sessions.createdAt})`.mapWith(
  sessions.createdAt,
);

async function selectOne(db: Queryable, condition: SQL | undefined): Promise<SessionWithOwner | undefined> {
  const [row] = await db
    .select({ session: sessions, ownerName: users.name })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.ownerId))
    .where(condition);
  return row && { ...row.session, ownerName: row.ownerName };
}

/** Whatever its state and audience: for the pipeline and the command line, never for a request. */
export function findAnySession(db: Queryable, idOrSlug: string): Promise<SessionWithOwner | undefined> {
  return selectOne(db, byIdOrSlug(idOrSlug));
}

export function findVisibleSession(
  db: Queryable,
  reader: Reader,
  idOrSlug: string,
): Promise<SessionWithOwner | undefined> {
  return selectOne(db, and(byIdOrSlug(idOrSlug), visibleTo(reader)));
}

/** With those in the bin. */
export function findOpenSession(
  db: Queryable,
  reader: Reader,
  idOrSlug: string,
): Promise<SessionWithOwner | undefined> {
  return selectOne(db, and(byIdOrSlug(idOrSlug), openTo(reader)));
}

/** A session with the same content that the reader may open; others' private ones do not count. */
export async function findDuplicate(
  db: Queryable,
  reader: Reader,
  sha256: string,
): Promise<SessionRow | undefined> {
  const [row] = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.originalSha256, sha256), visibleTo(reader)))
    .orderBy(asc(sessions.createdAt))
    .limit(1);
  return row;
}

/** Until the transaction ends nobody else adds the same content. */
export async function lockContent(db: Queryable, sha256: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`);
}

/** False when the slug is taken. */
export async function insertSession(db: Queryable, row: typeof sessions.$inferInsert): Promise<boolean> {
  const rows = await db
    .insert(sessions)
    .values(row)
    .onConflictDoNothing({ target: sessions.slug })
    .returning({ id: sessions.id });
  return rows.length > 0;
}

export async function updateSession(
  db: Queryable,
  id: string,
  change: Partial<Omit<SessionRow, 'id' | 'ownerId' | 'createdAt'>>,
): Promise<void> {
  await db
    .update(sessions)
    .set({ ...change, updatedAt: sql`now()` })
    .where(eq(sessions.id, id));
}

export interface SessionListFilter {
  readonly show: 'all' | 'mine' | 'bin';
  readonly status?: SessionStatus | undefined;
  /** A topic's id. */
  readonly about?: string | undefined;
  /** What else must hold, on `sessions`. */
  readonly where?: SQL | undefined;
  readonly limit: number;
  /** Last row of the page before. */
  readonly after?: { readonly heldAt: Date; readonly id: string } | undefined;
}

/** Newest first by `heldAt`. The bin shows curators all they may open, others their own. */
export async function listSessions(
  db: Queryable,
  reader: Reader,
  filter: SessionListFilter,
): Promise<SessionWithOwner[]> {
  const isOwn = eq(sessions.ownerId, reader.id);
  const shown = {
    all: visibleTo(reader),
    mine: and(visibleTo(reader), isOwn),
    bin: and(isNotNull(sessions.deletedAt), hasRole(reader.role, 'curator') ? openTo(reader) : isOwn),
  }[filter.show];
  const after = filter.after;
  const rows = await db
    .select({ session: sessions, ownerName: users.name })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.ownerId))
    .where(
      and(
        shown,
        filter.status && eq(sessions.status, filter.status),
        filter.about === undefined ? undefined : isAbout(db, filter.about),
        filter.where,
        after &&
          or(
            sql`${heldAt} < ${after.heldAt.toISOString()}`,
            and(sql`${heldAt} = ${after.heldAt.toISOString()}`, lt(sessions.id, after.id)),
          ),
      ),
    )
    .orderBy(sql`${heldAt} desc`, desc(sessions.id))
    .limit(filter.limit);
  return rows.map((row) => ({ ...row.session, ownerName: row.ownerName }));
}

/** Those of the given sessions that the reader may open, by id. */
export async function listVisibleByIds(
  db: Queryable,
  reader: Reader,
  ids: readonly string[],
): Promise<Map<string, SessionWithOwner>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ session: sessions, ownerName: users.name })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.ownerId))
    .where(and(sql`${sessions.id} = any(${sql.param([...ids])}::uuid[])`, visibleTo(reader)));
  return new Map(rows.map((row) => [row.session.id, { ...row.session, ownerName: row.ownerName }]));
}

export async function listSessionIds(db: Queryable): Promise<string[]> {
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(isNull(sessions.deletedAt))
    .orderBy(asc(sessions.createdAt));
  return rows.map((row) => row.id);
}

/** In the bin for longer than `days`. */
export async function listExpiredInBin(db: Queryable, days: number): Promise<string[]> {
  const rows = await db.select({ id: sessions.id }).from(sessions).where(isInBinFor(days));
  return rows.map((row) => row.id);
}

/** For good, with everything that hangs on it in the database. False: it is not in the bin for that long. */
export async function purgeBinned(db: Queryable, id: string, days: number): Promise<boolean> {
  const gone = await db
    .delete(sessions)
    .where(and(eq(sessions.id, id), isInBinFor(days)))
    .returning({ id: sessions.id });
  return gone.length > 0;
}

/** The bin's dates are this process' clock's, the comparison the database's: for no days at all neither is asked. */
const isInBinFor = (days: number) =>
  days === 0
    ? isNotNull(sessions.deletedAt)
    : lt(sessions.deletedAt, sql`now() - make_interval(days => ${days})`);

/**
 * Locks a session for the rest of the transaction. Whoever changes a session or its stages does this first: one
 * order for all. It does not hold up rows that refer to the session, such as passages being indexed.
 */
export async function lockSession(db: Queryable, id: string): Promise<void> {
  await db.select({ id: sessions.id }).from(sessions).where(eq(sessions.id, id)).for('no key update');
}

export async function sessionExists(db: Queryable, id: string): Promise<boolean> {
  const rows = await db.select({ id: sessions.id }).from(sessions).where(eq(sessions.id, id));
  return rows.length > 0;
}
