import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findAnySession } from '../../drizzle/queries/sessions.ts';
import { listStages } from '../../drizzle/queries/stages.ts';
import { startWorkers } from '../../workers/start.ts';
import { openScratch } from '../scratch.ts';
import type { CommandRun } from './command.ts';

/** Runs the workers here, because nobody else does, until these sessions are processed. Gives how many failed. */
export async function processUntilIdle({ config, parts, log, print }: CommandRun, ids: readonly string[]) {
  const scratch = await openScratch(join(config.dataDir, 'tmp'));
  const workers = await startWorkers({ ...parts, log, scratchRoot: scratch.dir }, config.workerConcurrency);
  let failures = 0;
  try {
    for (const id of ids) {
      const session = await waitFor(id);
      const isReady = session.status === 'ready';
      if (!isReady) failures += 1;
      print.item(
        { session: id, status: session.status },
        `${isReady ? '✓' : '✗'} ${session.title}: ${session.status}`,
      );
    }
  } finally {
    await workers.close();
    await scratch.close();
  }
  return failures;

  async function waitFor(id: string) {
    for (;;) {
      const session = await findAnySession(parts.db, id);
      if (!session) throw new Error(`session ${id} is gone`);
      if (session.status !== 'processing') return session;
      const stages = (await listStages(parts.db, [id])).get(id) ?? [];
      const fraction = stages.reduce((sum, stage) => sum + (stage.finishedAt ? 1 : stage.progress), 0) / 5;
      print.progress(session.title, fraction);
      await sleep(500);
    }
  }
}
