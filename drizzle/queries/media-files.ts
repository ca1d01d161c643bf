import { and, eq, inArray } from 'drizzle-orm';
import type { MediaKind } from '../../core/model/media.ts';
import type { Queryable } from '../client.ts';
import { mediaFiles } from '../schema/sessions.ts';

export type MediaFileRow = typeof mediaFiles.$inferSelect;

export async function listMediaFiles(
  db: Queryable,
  sessionIds: readonly string[],
): Promise<Map<string, MediaFileRow[]>> {
  const found = new Map<string, MediaFileRow[]>();
  if (sessionIds.length === 0) return found;
  const rows = await db
    .select()
    .from(mediaFiles)
    .where(inArray(mediaFiles.sessionId, [...sessionIds]));
  for (const row of rows) found.set(row.sessionId, [...(found.get(row.sessionId) ?? []), row]);
  return found;
}

export async function findMediaFile(
  db: Queryable,
  sessionId: string,
  fileName: string,
): Promise<MediaFileRow | undefined> {
  const [row] = await db
    .select()
    .from(mediaFiles)
    .where(and(eq(mediaFiles.sessionId, sessionId), eq(mediaFiles.fileName, fileName)));
  return row;
}

/** The session's caption file; it has one at most. */
export async function findCaptionsFile(db: Queryable, sessionId: string): Promise<MediaFileRow | undefined> {
  const [row] = await db
    .select()
    .from(mediaFiles)
    .where(and(eq(mediaFiles.sessionId, sessionId), eq(mediaFiles.kind, 'captions')));
  return row;
}

export async function insertMediaFile(db: Queryable, file: typeof mediaFiles.$inferInsert): Promise<void> {
  await db.insert(mediaFiles).values(file);
}

/** Forgets the session's files of these kinds; gives their names, to be removed from the store after the commit. */
export async function forgetMediaFiles(
  db: Queryable,
  sessionId: string,
  kinds: readonly MediaKind[],
): Promise<string[]> {
  const rows = await db
    .delete(mediaFiles)
    .where(and(eq(mediaFiles.sessionId, sessionId), inArray(mediaFiles.kind, [...kinds])))
    .returning({ fileName: mediaFiles.fileName });
  return rows.map((row) => row.fileName);
}
