import type { Database, Transaction } from '../../drizzle/client.ts';
import { findNotes, insertNoteVersion, type NoteRow } from '../../drizzle/queries/notes.ts';
import { findVisibleSession, lockSession } from '../../drizzle/queries/sessions.ts';
import type { Notes } from '../api/notes.ts';
import type { Reader } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';
import { countChanges, diffNotes } from '../model/notes/diff.ts';
import { tidyNotes } from '../model/notes/lines.ts';
import { listsTag } from '../model/preconditions.ts';

/** The header `If-Match`: the tag of the version that the writer started from, or `*`. */
type IfMatch = string | undefined;

/** A version's ETag, quotes and all; with a person's name in the answer, which may change. */
export const notesTag = ({ version }: Pick<Notes, 'version'>, digest: string): string =>
  `"${version}.${digest}"`;

/** The session's id if the reader may open it: then they may read and write its notes. Throws `not-found`. */
export async function sessionOfNotes(
  db: Database | Transaction,
  reader: Reader,
  idOrSlug: string,
): Promise<string> {
  const session = await findVisibleSession(db, reader, idOrSlug);
  if (!session) throw new DomainError('not-found', 'There is no such session.');
  return session.id;
}

/** That very version. Throws `not-found`. */
export async function noteVersionOf(
  db: Database | Transaction,
  sessionId: string,
  version: number,
): Promise<NoteRow> {
  const row = await findNotes(db, sessionId, version);
  if (row?.version !== version) throw new DomainError('not-found', 'There is no such version.');
  return row;
}

/**
 * Keeps a text as the next version, unless it is the one that is shown. Throws `precondition-required` without
 * `ifMatch`, and `precondition-failed` with what is kept now (`current`) when somebody was faster.
 */
export function writeNotes(
  db: Database,
  reader: Reader,
  idOrSlug: string,
  { text, ifMatch }: { readonly text: string; readonly ifMatch: IfMatch },
): Promise<Notes> {
  return save(db, reader, idOrSlug, { ifMatch, newText: async () => ({ text: tidyNotes(text) }) });
}

/** An older version's text as a new version of the one who restores it. Throws as `writeNotes`. */
export function restoreNotes(
  db: Database,
  reader: Reader,
  idOrSlug: string,
  { version, ifMatch }: { readonly version: number; readonly ifMatch: IfMatch },
): Promise<Notes> {
  return save(db, reader, idOrSlug, {
    ifMatch,
    newText: async (tx, sessionId) => ({
      text: (await noteVersionOf(tx, sessionId, version)).text,
      restoredFrom: version,
    }),
  });
}

interface Saved {
  readonly ifMatch: IfMatch;
  readonly newText: (
    tx: Transaction,
    sessionId: string,
  ) => Promise<{ readonly text: string; readonly restoredFrom?: number }>;
}

async function save(
  db: Database,
  reader: Reader,
  idOrSlug: string,
  { ifMatch, newText }: Saved,
): Promise<Notes> {
  return db.transaction(async (tx) => {
    await lockSession(tx, await sessionOfNotes(tx, reader, idOrSlug));
    // Asked again: it may have been hidden or binned while one waited.
    const sessionId = await sessionOfNotes(tx, reader, idOrSlug);
    const current = await findNotes(tx, sessionId);
    const { text, restoredFrom = null } = await newText(tx, sessionId);
    refuseStale(ifMatch, toNotes(current));
    if (text === (current?.text ?? '')) return toNotes(current);
    const { added, removed } = countChanges(diffNotes(current?.text ?? '', text));
    const version = (current?.version ?? 0) + 1;
    await insertNoteVersion(tx, {
      ...{ sessionId, version, authorId: reader.id, text, restoredFrom },
      ...{ linesAdded: added, linesRemoved: removed },
    });
    return toNotes(await findNotes(tx, sessionId));
  });
}

/** What the API says of a version, also of the empty page before the first. */
export function toNotes(row: NoteRow | undefined): Notes {
  if (!row) return { version: 0, text: '', author: null, updatedAt: null };
  return {
    version: row.version,
    text: row.text,
    author: { id: row.authorId, name: row.authorName },
    updatedAt: row.createdAt.toISOString(),
  };
}

function refuseStale(ifMatch: IfMatch, current: Notes): void {
  if (ifMatch === undefined)
    throw new DomainError(
      'precondition-required',
      'Say with If-Match which version of the notes you have seen: its ETag.',
    );
  if (listsTag(ifMatch.replaceAll(/"(\d+)\.[\w-]*"/g, '"$1"'), `"${current.version}"`)) return;
  const who = current.author?.name ?? 'Somebody';
  throw new DomainError('precondition-failed', `${who} has saved these notes meanwhile.`, {
    extra: { current },
  });
}
