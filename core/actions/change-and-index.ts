import type { Transaction } from '../../drizzle/client.ts';
import { listStages, resetStagesOf } from '../../drizzle/queries/stages.ts';
import { startableStages } from '../model/session.ts';
import type { ActionDeps } from './deps.ts';
import { wakeStages } from './wake-stages.ts';

/** About two seconds of the request; the sweep finds the rest, as many every ten seconds. */
const mostWoken = 500;

/** What came of a change, and of which sessions the index must know something else now. */
export interface IndexedChange<T> {
  readonly result: T;
  readonly sessionIds: readonly string[];
}

/**
 * Changes something that many sessions have, in one transaction; their index follows. The sessions are not locked,
 * as they are elsewhere: to reset `index` needs no lock, since it changes no session's status, and a stage that ends
 * at this very moment is found by the sweep.
 */
export async function changeAndIndex<T>(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log'>,
  change: (tx: Transaction) => Promise<IndexedChange<T>>,
): Promise<T> {
  const { result, woken, stages } = await deps.db.transaction(async (tx) => {
    const { result, sessionIds } = await change(tx);
    await resetStagesOf(tx, sessionIds, ['index']);
    const woken = sessionIds.slice(0, mostWoken);
    return { result, woken, stages: await listStages(tx, woken) };
  });
  for (const id of woken) {
    const isDue = startableStages(stages.get(id) ?? []).includes('index');
    await wakeStages(deps, id, isDue ? ['index'] : []);
  }
  return result;
}
