import { and, desc, eq, lt, lte } from 'drizzle-orm';
import type { Queryable, Transaction } from '../client.ts';
import { noteVersions } from '../schema/notes.ts';
import { users } from '../schema/users.ts';

/** A version without its text. */
export type NoteVersionRow = Awaited<ReturnType<typeof listNoteVersions>>[number];
export type NoteRow = NoteVersionRow & { readonly text: string };

const listed = {
  version: noteVersions.version,
  authorId: noteVersions.authorId,
  authorName: users.name,
  linesAdded: noteVersions.linesAdded,
  linesRemoved: noteVersions.linesRemoved,
  restoredFrom: noteVersions.restoredFrom,
  createdAt: noteVersions.createdAt,
};

/** The newest, or the newest of at most `upTo`; `undefined`: nobody has written yet. */
export async function findNotes(
  db: Queryable,
  sessionId: string,
  upTo?: number,
): Promise<NoteRow | undefined> {
  const isOfSession = eq(noteVersions.sessionId, sessionId);
  const [row] = await db
    .select({ ...listed, text: noteVersions.text })
    .from(noteVersions)
    .innerJoin(users, eq(users.id, noteVersions.authorId))
    .where(upTo === undefined ? isOfSession : and(isOfSession, lte(noteVersions.version, upTo)))
    .orderBy(desc(noteVersions.version))
    .limit(1);
  return row;
}

/** Newest first, from below the version `before`. */
export async function listNoteVersions(
  db: Queryable,
  sessionId: string,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
) {
  const isOfSession = eq(noteVersions.sessionId, sessionId);
  return db
    .select(listed)
    .from(noteVersions)
    .innerJoin(users, eq(users.id, noteVersions.authorId))
    .where(before === undefined ? isOfSession : and(isOfSession, lt(noteVersions.version, before)))
    .orderBy(desc(noteVersions.version))
    .limit(limit);
}

/** Whoever adds a version has locked the session. */
export async function insertNoteVersion(
  tx: Transaction,
  row: typeof noteVersions.$inferInsert,
): Promise<void> {
  await tx.insert(noteVersions).values(row);
}
