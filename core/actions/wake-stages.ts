import { notify, sessionChanged } from '../../drizzle/notifications.ts';
import type { StageName } from '../model/session.ts';
import type { ActionDeps } from './deps.ts';

/**
 * After a commit: tells the queue what may start and everybody who watches that the session changed.
 * A queue that is away does not fail the action: the rows say what is due, and the sweep enqueues it.
 */
export async function wakeStages(
  { db, queue, log }: Pick<ActionDeps, 'db' | 'queue' | 'log'>,
  sessionId: string,
  stages: readonly StageName[],
): Promise<void> {
  for (const stage of stages) {
    try {
      await queue.enqueue({ stage, sessionId });
    } catch (error) {
      log.warn({ err: error, sessionId, stage }, 'could not enqueue, the sweep will');
    }
  }
  await notify(db, sessionChanged, sessionId);
}
