import { DelayedError, type Job, WaitingError } from 'bullmq';
import { isAbort, TransientError } from '../../model/errors.ts';
import { type StageName, stageNames } from '../../model/session.ts';
import type { JobHandler, JobOutcome, RunningWorkers } from '../../ports/job-queue.ts';
import type { BullmqServer, BullmqSettings, JobPayload, StageWorker } from './bullmq.ts';
import { within } from './within.ts';

/** How long workers may take to connect, and to say goodbye once their handlers have returned. */
const limitMs = 5_000;

interface WorkersArguments {
  readonly server: BullmqServer;
  readonly settings: BullmqSettings;
  readonly reportError: (error: Error) => void;
  readonly handler: JobHandler;
  readonly concurrency: Readonly<Record<StageName, number>>;
}

/**
 * One worker a stage. A job whose process died is given out again once its lock has run out (20 s) and the
 * next check has seen it (every 5 s). How often a stage may crash is counted in the database, so the queue
 * itself never gives up on a job.
 */
export async function startWorkers(args: WorkersArguments): Promise<RunningWorkers> {
  const { server, settings, concurrency } = args;
  const lockMs = settings.lockMs ?? 20_000;
  const closing = new AbortController();
  const running = new Set<Promise<void>>();

  const workers = stageNames.map((stage) => {
    const process = (job: Job<JobPayload>, token?: string): Promise<void> => {
      const run = runJob(args, stage, job, token, closing.signal).finally(() => running.delete(run));
      running.add(run);
      return run;
    };
    const worker = server.openWorker(stage, process, {
      concurrency: concurrency[stage],
      lockDuration: lockMs,
      stalledInterval: lockMs / 4,
      maxStalledCount: 1_000_000,
      runRetryDelay: 1_000,
    });
    worker.on('error', args.reportError);
    return worker;
  });

  const close = async () => {
    closing.abort(new DOMException('The workers are closing', 'AbortError'));
    const closed = workers.map((worker) => worker.close());
    await Promise.allSettled(running);
    await Promise.all(workers.map((worker, at) => sayGoodbye(worker, closed[at])));
  };

  try {
    const ready = Promise.all(workers.map((worker) => worker.waitUntilReady()));
    await within(ready, { limitMs, what: 'Connecting the workers' });
  } catch (cause) {
    await close();
    throw new TransientError('The job queue cannot be reached', { cause });
  }
  return { close };
}

/** Runs one job and tells the queue what becomes of it; in BullMQ a job is moved by hand, then an error says so. */
async function runJob(
  { handler, settings }: WorkersArguments,
  stage: StageName,
  job: Job<JobPayload>,
  token: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { sessionId } = job.data;
  let outcome: JobOutcome;
  try {
    signal.throwIfAborted();
    outcome = await handler({ stage, sessionId }, signal);
  } catch (error) {
    if (isAbort(error, signal)) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    settings.log.error({ err: error, stage, sessionId }, 'A job handler threw; the job is dropped');
    return;
  }
  if (outcome.kind === 'again') {
    await job.moveToDelayed(Date.now() + outcome.delayMs, token);
    throw new DelayedError();
  }
}

/** Waits for an orderly end; when the server is away there is none, and what ran is given out again later. */
async function sayGoodbye(worker: StageWorker, closed: Promise<void> | undefined): Promise<void> {
  if (closed === undefined) return;
  await within(closed, { limitMs, what: 'Closing a worker' }).catch(() => {
    void worker.disconnect().catch(() => undefined);
  });
}
