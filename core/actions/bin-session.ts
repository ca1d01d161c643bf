import { raiseFindable } from '../../drizzle/queries/indexed-sessions.ts';
import { purgeExpired, updateSession } from '../../drizzle/queries/sessions.ts';
import type { Reader } from '../model/access.ts';
import { changeSession } from './change-session.ts';
import type { ActionDeps } from './deps.ts';
import { sessionToEdit } from './edit-session.ts';
import { bringUpToDate, indexNow, partsOf } from './index-now.ts';

/** How long a session stays in the bin. */
export const binDays = 30;

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
  });
  await indexNow(deps, session.id);
}

/** Out of the bin; it is indexed again, and what had not been processed goes on. */
export async function restoreSession(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log'>,
  reader: Reader,
  idOrSlug: string,
): Promise<void> {
  const session = await sessionToEdit(deps.db, reader, idOrSlug, { evenInBin: true });
  await changeSession(deps, session.id, ['index'], (tx) =>
    updateSession(tx, session.id, { deletedAt: null }),
  );
}

/**
 * For good: rows, index and files of a session that is still in the bin after its time. Safe to be killed
 * anywhere: until the row is gone it is tried again, after that the sweep finds files without a row.
 */
export async function destroySession(
  deps: Pick<ActionDeps, 'db' | 'store' | 'searchIndex'>,
  sessionId: string,
): Promise<void> {
  // What remembers that it is to be removed from the index goes with the row.
  for (const part of partsOf(deps.searchIndex)) await bringUpToDate(deps.db, part, sessionId);
  // It may have been restored a moment ago: then it is indexed again, and nothing else may go.
  if (await purgeExpired(deps.db, sessionId, binDays)) await deps.store.removeSession(sessionId);
}
