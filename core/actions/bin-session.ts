import { purgeSession, updateSession } from '../../drizzle/queries/sessions.ts';
import { refreshSessionStatus, resetStages } from '../../drizzle/queries/stages.ts';
import type { Reader } from '../model/access.ts';
import type { ActionDeps } from './deps.ts';
import { sessionToEdit } from './edit-session.ts';
import { wakeStages } from './wake-stages.ts';

/** How long a session stays in the bin. */
export const binDays = 30;

/** To the bin: at once nobody finds or opens it any more; its files stay for `binDays`. */
export async function binSession(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log' | 'searchIndex'>,
  reader: Reader,
  idOrSlug: string,
): Promise<void> {
  const session = await sessionToEdit(deps.db, reader, idOrSlug);
  await updateSession(deps.db, session.id, { deletedAt: new Date() });
  await deps.searchIndex.removeSession(session.id);
  await wakeStages(deps, session.id, []);
}

/** Out of the bin; it is indexed again, and what had not been processed goes on. */
export async function restoreSession(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log'>,
  reader: Reader,
  idOrSlug: string,
): Promise<void> {
  const session = await sessionToEdit(deps.db, reader, idOrSlug, { evenInBin: true });
  const startable = await deps.db.transaction(async (tx) => {
    await updateSession(tx, session.id, { deletedAt: null });
    await resetStages(tx, session.id, ['index']);
    return refreshSessionStatus(tx, session.id);
  });
  await wakeStages(deps, session.id, startable);
}

/** For good: rows, index and files. Safe to run again after a crash: files without a row are swept. */
export async function destroySession(
  deps: Pick<ActionDeps, 'db' | 'store' | 'searchIndex'>,
  sessionId: string,
): Promise<void> {
  await deps.searchIndex.removeSession(sessionId);
  await purgeSession(deps.db, sessionId);
  await deps.store.removeSession(sessionId);
}
