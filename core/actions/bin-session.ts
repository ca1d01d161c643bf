import type { Database } from '../../drizzle/client.ts';
import { writeAudit } from '../../drizzle/queries/audit.ts';
import { raiseFindable } from '../../drizzle/queries/indexed-sessions.ts';
import {
  findAnySession,
  findOpenSession,
  purgeBinned,
  type SessionRow,
  type SessionWithOwner,
  updateSession,
} from '../../drizzle/queries/sessions.ts';
import { canDestroy, canEdit, type Reader } from '../model/access.ts';
import { binDays } from '../model/bin.ts';
import { DomainError } from '../model/errors.ts';
import { changeSession } from './change-session.ts';
import type { ActionDeps } from './deps.ts';
import { sessionToEdit } from './edit-session.ts';
import { bringUpToDate, indexNow, partsOf } from './index-now.ts';

/** To the bin: at once nobody finds or opens it any more; its files stay for `binDays`. */
export async function binSession(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log' | 'searchIndex'>,
  reader: Reader,
  idOrSlug: string,
): Promise<void> {
  const session = await sessionToEdit(deps.db, reader, idOrSlug);
  await changeSession(deps, session.id, [], async (tx) => {
    await updateSession(tx, session.id, { deletedAt: new Date() });
    await raiseFindable(tx, [session.id]);
    await writeAudit(tx, { by: reader.id, action: 'session-binned', ...about(session) });
  });
  await indexNow(deps, session.id);
}

/** Out of the bin; it is indexed again, and what had not been processed goes on. */
export async function restoreSession(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log'>,
  reader: Reader,
  idOrSlug: string,
): Promise<SessionWithOwner> {
  const session = await sessionToEdit(deps.db, reader, idOrSlug, { evenInBin: true });
  await changeSession(deps, session.id, ['index'], async (tx) => {
    await updateSession(tx, session.id, { deletedAt: null });
    if (session.deletedAt)
      await writeAudit(tx, { by: reader.id, action: 'session-restored', ...about(session) });
  });
  return { ...session, deletedAt: null };
}

/** What the reader may restore. Throws `not-found` for all else, as if it did not exist. */
export async function sessionInBin(
  db: Database,
  reader: Reader,
  idOrSlug: string,
): Promise<SessionWithOwner> {
  const session = await findOpenSession(db, reader, idOrSlug);
  if (!session?.deletedAt || !canEdit(reader, session))
    throw new DomainError('not-found', 'There is no such session in the bin.');
  return session;
}

/**
 * For good, before its time in the bin is over. Throws as `sessionInBin`, and `not-allowed` unless they own it or
 * look after the installation.
 */
export async function destroyBinned(
  deps: Pick<ActionDeps, 'db' | 'store' | 'searchIndex'>,
  reader: Reader,
  idOrSlug: string,
): Promise<void> {
  const session = await sessionInBin(deps.db, reader, idOrSlug);
  if (!canDestroy(reader, session))
    throw new DomainError('not-allowed', 'Only its owner and admins may delete a session for ever.');
  await destroySession(deps, session.id, { by: reader.id, olderThanDays: 0 });
}

/**
 * For good: rows, index and files of a session that is still in the bin after its time. Safe to be killed
 * anywhere: until the row is gone it is tried again, after that the sweep finds files without a row.
 */
export async function destroySession(
  { db, store, searchIndex }: Pick<ActionDeps, 'db' | 'store' | 'searchIndex'>,
  sessionId: string,
  {
    by = null,
    olderThanDays = binDays,
  }: { readonly by?: string | null; readonly olderThanDays?: number } = {},
): Promise<void> {
  // What remembers that it is to be removed from the index goes with the row.
  for (const part of partsOf(searchIndex)) await bringUpToDate(db, part, sessionId);
  const isGone = await db.transaction(async (tx) => {
    const session = await findAnySession(tx, sessionId);
    // It may have been restored a moment ago: then it is indexed again, and nothing else may go.
    if (!session || !(await purgeBinned(tx, sessionId, olderThanDays))) return false;
    await writeAudit(tx, { by, action: 'session-deleted', ...about(session), ...nameOf(session) });
    return true;
  });
  if (isGone) await store.removeSession(sessionId);
}

const about = ({ id }: SessionRow) => ({ subject: 'session' as const, subjectId: id });

/** For when there is no row left that says who may know it: what everybody could read. */
const nameOf = ({ visibility, title }: SessionRow) =>
  visibility === 'organisation' ? { subjectName: title } : {};
