import type { Transaction } from '../../drizzle/client.ts';
import { lockSession } from '../../drizzle/queries/sessions.ts';
import { refreshSessionStatus, resetStages } from '../../drizzle/queries/stages.ts';
import type { StageName } from '../model/session.ts';
import type { ActionDeps } from './deps.ts';
import { wakeStages } from './wake-stages.ts';

/**
 * Changes a session in one transaction and sets `again` back to the start; after the commit those stages are
 * woken. The session is locked first, as everywhere, so that two changes wait for each other and never deadlock.
 */
export async function changeSession<T>(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log'>,
  sessionId: string,
  again: readonly StageName[],
  change: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const { result, startable } = await deps.db.transaction(async (tx) => {
    await lockSession(tx, sessionId);
    const result = await change(tx);
    await resetStages(tx, sessionId, again);
    return { result, startable: await refreshSessionStatus(tx, sessionId) };
  });
  await wakeStages(deps, sessionId, startable);
  return result;
}
