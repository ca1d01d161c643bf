import { and, asc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { Queryable } from '../client.ts';
import { isId } from '../ids.ts';
import { uploads } from '../schema/uploads.ts';

export type UploadRow = typeof uploads.$inferSelect;

/** Until the transaction ends nobody else begins an upload: places and disk space are given out one by one. */
export async function lockUploads(db: Queryable): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended('uploads', 0))`);
}

export async function insertUpload(db: Queryable, row: typeof uploads.$inferInsert): Promise<void> {
  await db.insert(uploads).values(row);
}

/** Whatever the text: what is no id has no upload. */
export async function findUpload(db: Queryable, id: string): Promise<UploadRow | undefined> {
  if (!isId(id)) return undefined;
  const [row] = await db.select().from(uploads).where(eq(uploads.id, id));
  return row;
}

/** Those of which no session has been made, oldest first; of one person or of all. */
export function listUnfinishedUploads(db: Queryable, ownerId?: string): Promise<UploadRow[]> {
  return db
    .select()
    .from(uploads)
    .where(and(isNull(uploads.sessionId), ownerId === undefined ? undefined : eq(uploads.ownerId, ownerId)))
    .orderBy(asc(uploads.createdAt), asc(uploads.id));
}

export async function updateUpload(
  db: Queryable,
  id: string,
  change: Partial<Pick<UploadRow, 'totalBytes' | 'uncheckedFrom' | 'sha256'>>,
): Promise<void> {
  await db.update(uploads).set(change).where(eq(uploads.id, id));
}

/** Notes what is said of it, unless it is a session already; gives whether that was in time. */
export async function describeUnfinished(
  db: Queryable,
  id: string,
  about: NonNullable<UploadRow['about']>,
): Promise<boolean> {
  const rows = await db
    .update(uploads)
    .set({ about })
    .where(and(eq(uploads.id, id), isNull(uploads.sessionId)))
    .returning({ id: uploads.id });
  return rows.length > 0;
}

/** Notes the session that it ended in. */
export async function setUploadFinished(db: Queryable, id: string, sessionId: string): Promise<void> {
  await db.update(uploads).set({ sessionId, finishedAt: sql`now()` }).where(eq(uploads.id, id));
}

export async function deleteUpload(db: Queryable, id: string): Promise<void> {
  await db.delete(uploads).where(eq(uploads.id, id));
}

/** Forgets those that ended in a session more than `hours` ago. */
export async function deleteFinishedUploads(db: Queryable, hours: number): Promise<void> {
  await db
    .delete(uploads)
    .where(
      and(
        isNotNull(uploads.sessionId),
        lt(uploads.finishedAt, sql`now() - make_interval(hours => ${hours})`),
      ),
    );
}
