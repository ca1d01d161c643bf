import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { MediaKind } from '../../core/model/media.ts';
import type { Quality } from '../../core/model/media-plan.ts';
import type { Queryable } from '../client.ts';
import { mediaFiles } from '../schema/sessions.ts';

export type MediaFileRow = typeof mediaFiles.$inferSelect;
export type NewMediaFile = typeof mediaFiles.$inferInsert;

/** Those in place; what was replaced is left out. */
export async function listMediaFiles(
  db: Queryable,
  sessionIds: readonly string[],
): Promise<Map<string, MediaFileRow[]>> {
  const found = new Map<string, MediaFileRow[]>();
  if (sessionIds.length === 0) return found;
  const rows = await db
    .select()
    .from(mediaFiles)
    .where(and(inArray(mediaFiles.sessionId, [...sessionIds]), isNull(mediaFiles.replacedAt)));
  for (const row of rows) found.set(row.sessionId, [...(found.get(row.sessionId) ?? []), row]);
  return found;
}

/** Also one that was replaced a while ago: somebody may be playing it. */
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

export async function insertMediaFile(db: Queryable, file: NewMediaFile): Promise<void> {
  await db.insert(mediaFiles).values(file);
}

/** Takes files of these kinds, but for `except`, out of their place; they are still served by name until the sweep. */
export async function forgetMediaFiles(
  db: Queryable,
  sessionId: string,
  kinds: readonly MediaKind[],
  except?: Quality | null,
): Promise<void> {
  await db
    .update(mediaFiles)
    .set({ replacedAt: sql`now()` })
    .where(
      and(
        eq(mediaFiles.sessionId, sessionId),
        inArray(mediaFiles.kind, [...kinds]),
        isNull(mediaFiles.replacedAt),
        except ? sql`${mediaFiles.quality} is distinct from ${except}` : undefined,
      ),
    );
}

/** Names of all of the session's files after its rows of what was replaced longer than `ageMs` ago are gone. */
export async function dropReplacedFiles(db: Queryable, sessionId: string, ageMs: number): Promise<string[]> {
  const isOld = lt(mediaFiles.replacedAt, sql`now() - make_interval(secs => ${ageMs / 1000})`);
  await db.delete(mediaFiles).where(and(eq(mediaFiles.sessionId, sessionId), isOld));
  const rows = await db
    .select({ fileName: mediaFiles.fileName })
    .from(mediaFiles)
    .where(eq(mediaFiles.sessionId, sessionId));
  return rows.map((row) => row.fileName);
}
