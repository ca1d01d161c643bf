import type { Processor, Queue, Worker, WorkerOptions } from 'bullmq';
import type { Log } from '../../../drizzle/log.ts';
import { isAbort, TransientError } from '../../model/errors.ts';
import { type StageName, stageNames } from '../../model/session.ts';
import type { JobQueue, StageJob } from '../../ports/job-queue.ts';
import { startWorkers } from './bullmq-workers.ts';
import { outageLog } from './outage-log.ts';
import { within } from './within.ts';

/** What is kept of a job; its stage is the name of the queue it waits in. */
export interface JobPayload {
  readonly sessionId: string;
}

interface SaysErrors {
  on(event: 'error', listener: (error: Error) => void): unknown;
}
export type StageQueue = SaysErrors &
  Pick<Queue<JobPayload>, 'add' | 'getJobCounts' | 'obliterate' | 'resume' | 'waitUntilReady' | 'close'>;
export type StageWorker = SaysErrors & Pick<Worker<JobPayload>, 'waitUntilReady' | 'close' | 'disconnect'>;

/** What the shared implementation needs of the server it runs on. */
export interface BullmqServer {
  openQueue(stage: StageName): StageQueue;
  openWorker(
    stage: StageName,
    process: Processor<JobPayload, void>,
    options: Omit<WorkerOptions, 'connection' | 'prefix'>,
  ): StageWorker;
  ping(): Promise<unknown>;
  /** Ends the connections that queues and workers share. */
  disconnect(): Promise<void>;
}

export interface BullmqSettings {
  readonly log: Log;
  /** How long a running job stays its worker's without a sign of life, in milliseconds; 20 s unless told. */
  readonly lockMs?: number | undefined;
}

/** How long a caller waits for the server; BullMQ's own clients wait for ever. */
const limitMs = 5_000;

/**
 * The job queue on BullMQ, one queue a stage. A job's id names its stage and session, so the server itself
 * refuses to hold it twice; ended jobs are removed at once, which frees the id.
 *
 * A job that is enqueued after its last run has read the database but before it has left the queue counts
 * as a double and is dropped. The sweep that enqueues every startable stage every ten seconds brings it back,
 * as it does with what was committed but never enqueued.
 */
export async function bullmqQueue(server: BullmqServer, settings: BullmqSettings): Promise<JobQueue> {
  const reportError = outageLog(settings.log);
  const queues = await openQueues(server, reportError);

  return {
    async enqueue(job) {
      const added = queues[job.stage].add(
        job.stage,
        { sessionId: job.sessionId },
        { jobId: jobIdOf(job), removeOnComplete: true, removeOnFail: true },
      );
      try {
        await within(added, { limitMs, what: 'Adding a job' });
      } catch (cause) {
        throw new TransientError('The job could not be added to the queue', { cause });
      }
    },

    work: (handler, concurrency) => startWorkers({ server, settings, reportError, handler, concurrency }),

    async clear() {
      const clearing = stageNames.map(async (stage) => {
        await queues[stage].obliterate({ force: true });
        // It pauses the queue to empty it.
        await queues[stage].resume();
      });
      try {
        await within(Promise.all(clearing), { limitMs, what: 'Clearing the queue' });
      } catch (cause) {
        throw new TransientError('The queue could not be cleared', { cause });
      }
    },

    async counts() {
      const counting = stageNames.map((stage) => queues[stage].getJobCounts('wait', 'active', 'delayed'));
      try {
        const perStage = await within(Promise.all(counting), { limitMs, what: 'Counting jobs' });
        const total = (state: string) => perStage.reduce((sum, counts) => sum + (counts[state] ?? 0), 0);
        return { waiting: total('wait'), running: total('active'), delayed: total('delayed') };
      } catch (cause) {
        throw new TransientError('The jobs could not be counted', { cause });
      }
    },

    async check(signal) {
      try {
        await within(server.ping(), { limitMs, what: 'The ping', signal });
      } catch (cause) {
        if (isAbort(cause, signal)) throw cause;
        throw new TransientError('The job queue cannot be reached', { cause });
      }
    },

    async close() {
      await Promise.all(stageNames.map((stage) => queues[stage].close()));
      await server.disconnect();
    },
  };
}

/** `:` is BullMQ's own separator and may not occur in an id. */
const jobIdOf = (job: StageJob): string => `${job.stage}-${job.sessionId}`;

/** Waits for each queue: one whose first connection failed stays broken for ever on some servers. */
async function openQueues(
  server: BullmqServer,
  reportError: (error: Error) => void,
): Promise<Record<StageName, StageQueue>> {
  const open = (stage: StageName): StageQueue => {
    const queue = server.openQueue(stage);
    queue.on('error', reportError);
    return queue;
  };
  const queues = {
    probe: open('probe'),
    transcode: open('transcode'),
    transcribe: open('transcribe'),
    tag: open('tag'),
    index: open('index'),
    extras: open('extras'),
    optimise: open('optimise'),
  };
  const ready = Promise.all(stageNames.map((stage) => queues[stage].waitUntilReady()));
  try {
    await within(ready, { limitMs, what: 'Connecting to the job queue' });
  } catch (cause) {
    await server.disconnect();
    throw new TransientError('The job queue cannot be reached', { cause });
  }
  return queues;
}
