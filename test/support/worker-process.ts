import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StageJob } from '../../core/ports/job-queue.ts';

/** A module and its function `openQueue(settings)`, which the other process calls to get its JobQueue. */
export interface WorkerProcessEngine {
  readonly module: URL;
  readonly settings: unknown;
}

export interface WorkerProcess {
  /** Resolves when the process has begun to work on the job, which it never ends. */
  hasStarted(job: StageJob): Promise<void>;
  /** SIGKILL, and wait until the process is gone. */
  kill(): Promise<void>;
}

/** Starts `worker-process-main.ts` in a real process and waits until its workers run. */
export async function startWorkerProcess({ module, settings }: WorkerProcessEngine): Promise<WorkerProcess> {
  const main = fileURLToPath(new URL('./worker-process-main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main, module.href, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const waitFor = async (wanted: string) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`The worker process ended before it said: ${wanted}`);
      if (value === wanted) return;
    }
  };
  await waitFor('working');
  return {
    hasStarted: ({ stage, sessionId }) => waitFor(`started ${stage} ${sessionId}`),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
