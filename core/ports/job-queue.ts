import type { StageName } from '../model/session.ts';

/** One stage of one session, to be run. The database holds its state; a job is only a wake-up call. */
export interface StageJob {
  readonly stage: StageName;
  readonly sessionId: string;
}

/** What a handler says of a job: it is dealt with, or it wants to be called again later. */
export type JobOutcome = { readonly kind: 'done' } | { readonly kind: 'again'; readonly delayMs: number };

export type JobHandler = (job: StageJob, signal: AbortSignal) => Promise<JobOutcome>;

export interface RunningWorkers {
  /** Takes no new jobs, aborts the running handlers' signal and resolves when they have returned. */
  close(): Promise<void>;
}

/**
 * Delivers jobs at least once. Engines: postgres (default), redis. Contract: test/contract/job-queue.ts
 * A job whose process dies is delivered again within 30 seconds. A handler that throws is a bug of the
 * handler: the error is logged and the job dropped (the sweep brings it back if it is still due).
 */
export interface JobQueue {
  /** Resolves when the job is kept. A job that is already waiting, delayed or running is not added twice. */
  enqueue(job: StageJob): Promise<void>;
  /** Starts delivering; `concurrency` is the number of jobs of each stage that run side by side here. */
  work(handler: JobHandler, concurrency: Readonly<Record<StageName, number>>): Promise<RunningWorkers>;
  /**
   * Forgets every job, also running ones: for a process that knows that nobody else works, so that what a killed
   * one held need not be waited for. The sweep fills the queue again from the database.
   */
  clear(): Promise<void>;
  /** Numbers by state, over all stages. */
  counts(): Promise<{ readonly waiting: number; readonly running: number; readonly delayed: number }>;
  /** Rejects when the queue cannot be reached. */
  check(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
