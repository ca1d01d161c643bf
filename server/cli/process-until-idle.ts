import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isEnded } from '../../core/model/session.ts';
import { findAnySession } from '../../drizzle/queries/sessions.ts';
import { listStages } from '../../drizzle/queries/stages.ts';
import { startWorkers } from '../../workers/start.ts';
import { openScratch } from '../scratch.ts';
import type { CommandRun } from './command.ts';

/** Starts the workers here, because nobody else runs them; what they have not done on `close` is done later. */
export async function openWorkers({ config, parts, log }: CommandRun): Promise<{ close(): Promise<void> }> {
  const scratch = await openScratch(join(config.dataDir, 'tmp'));
  const workers = await startWorkers(
    { ...parts, isAlone: !parts.isJoined, logsSearches: config.logsSearches, log, scratchRoot: scratch.dir },
    config.workerConcurrency,
  );
  return {
    async close() {
      await workers.close();
      await scratch.close();
    },
  };
}

/** Processes these sessions until every stage has ended; gives how many failed. Rejects when it is interrupted. */
export async function processUntilIdle(
  run: CommandRun,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const workers = await openWorkers(run);
  const waiting = new Set(ids);
  let failures = 0;
  try {
    for (;;) {
      failures += (await tellEnded(run, waiting)).filter((ended) => ended.hasFailed).length;
      if (waiting.size === 0) return failures;
      await sleep(500, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  } finally {
    await workers.close();
  }
}

export interface Ended {
  readonly id: string;
  readonly hasFailed: boolean;
}

/** Prints which of the sessions have ended, takes them out and gives them. */
export async function tellEnded(
  { parts: { db }, print }: CommandRun,
  waiting: Set<string>,
): Promise<readonly Ended[]> {
  const stages = await listStages(db, [...waiting]);
  const ended: Ended[] = [];
  for (const [place, id] of [...waiting].entries()) {
    const own = stages.get(id) ?? [];
    const isOver = own.every((stage) => isEnded(stage.status));
    if (!isOver && place > 0) continue;
    const { title = id, status = 'gone' } = (await findAnySession(db, id)) ?? {};
    if (!isOver) {
      const done = own.reduce((sum, stage) => sum + (isEnded(stage.status) ? 1 : stage.progress), 0);
      print.progress(title, done / own.length);
      continue;
    }
    waiting.delete(id);
    ended.push({ id, hasFailed: status !== 'ready' });
    print.item({ session: id, status }, `${status === 'ready' ? '✓' : '✗'} ${title}: ${status}`);
  }
  return ended;
}
