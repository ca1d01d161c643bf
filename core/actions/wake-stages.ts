import { notify, sessionChanged } from '../../drizzle/notifications.ts';
import type { StageName } from '../model/session.ts';
import type { ActionDeps } from './deps.ts';

/**
 * After a commit: tells the queue what may start, and everybody who watches that the session changed. Never
 * fails: the rows say what is due, and the sweep enqueues what the queue could not take.
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
  await announceChange({ db, log }, sessionId);
}

/** Tells everybody who watches the session. Never fails: they see the next change. */
export async function announceChange(
  { db, log }: Pick<ActionDeps, 'db' | 'log'>,
  sessionId: string,
): Promise<void> {
  try {
    await notify(db, sessionChanged, sessionId);
  } catch (error) {
    log.warn({ err: error, sessionId }, 'could not tell of a change');
  }
}
