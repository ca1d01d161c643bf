import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PermanentError } from '../../core/model/errors.ts';
import { isEnded } from '../../core/model/session.ts';
import { findAnySession } from '../../drizzle/queries/sessions.ts';
import { listStages } from '../../drizzle/queries/stages.ts';
import { startWorkers } from '../../workers/start.ts';
import { openScratch } from '../scratch.ts';
import type { CommandRun } from './command.ts';

/**
 * Runs the workers here, because nobody else does, until every stage of these sessions has ended or the command
 * is interrupted. Gives how many sessions failed.
 */
export async function processUntilIdle(
  { config, parts, log, print }: CommandRun,
  ids: readonly string[],
): Promise<number> {
  const scratch = await openScratch(join(config.dataDir, 'tmp'));
  const workers = await startWorkers(
    { ...parts, isAlone: !parts.isJoined, log, scratchRoot: scratch.dir },
    config.workerConcurrency,
  );
  const interrupted = new AbortController();
  const interrupt = () =>
    interrupted.abort(new PermanentError('Interrupted: the rest is processed when Brownbag runs.'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  let failures = 0;
  try {
    for (const id of ids) {
      const { title, status } = await waitFor(id);
      if (status !== 'ready') failures += 1;
      print.item({ session: id, status }, `${status === 'ready' ? '✓' : '✗'} ${title}: ${status}`);
    }
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await workers.close();
    await scratch.close();
  }
  return failures;

  async function waitFor(id: string) {
    for (;;) {
      const session = await findAnySession(parts.db, id);
      if (!session) throw new Error(`session ${id} is gone`);
      const stages = (await listStages(parts.db, [id])).get(id) ?? [];
      if (stages.every((stage) => isEnded(stage.status))) return session;
      const done = stages.reduce((sum, stage) => sum + (isEnded(stage.status) ? 1 : stage.progress), 0);
      print.progress(session.title, done / stages.length);
      await sleep(500, undefined, { signal: interrupted.signal }).catch(() =>
        interrupted.signal.throwIfAborted(),
      );
    }
  }
}
