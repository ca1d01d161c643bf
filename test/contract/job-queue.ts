import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TransientError } from '../../core/model/errors.ts';
import type { StageName } from '../../core/model/session.ts';
import type { JobHandler, JobQueue, RunningWorkers, StageJob } from '../../core/ports/job-queue.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startWorkerProcess, type WorkerProcessEngine } from '../support/worker-process.ts';

/** How the suite reaches one queue, which nobody else uses and which is empty at first. */
export interface JobQueueEngine {
  /** `logged` receives what the engine logs as an error. */
  open(logged: (line: string) => void): Promise<JobQueue>;
  /** The same queue for a worker in a process of its own. */
  readonly inAnotherProcess: WorkerProcessEngine;
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
}

const oneEach: Record<StageName, number> = {
  probe: 1,
  transcode: 1,
  transcribe: 1,
  tag: 1,
  index: 1,
  extras: 1,
  optimise: 1,
};
const done = { kind: 'done' } as const;
const hour = 3_600_000;

/** What every JobQueue keeps. `prepare` is called once per test; the suite closes what it opens. */
export function jobQueueContract(name: string, prepare: () => Promise<JobQueueEngine>): void {
  describe(`JobQueue: ${name}`, () => {
    let engine: JobQueueEngine;
    let queue: JobQueue;
    let errors: string[];
    let open: { close(): Promise<void> }[];

    beforeEach(async () => {
      engine = await prepare();
      errors = [];
      queue = await engine.open((line) => errors.push(line));
      open = [queue];
    });
    afterEach(async () => {
      for (const part of open.reverse()) await part.close();
    });

    const work = async (handler: JobHandler, concurrency = oneEach): Promise<RunningWorkers> => {
      const workers = await queue.work(handler, concurrency);
      open.push(workers);
      return workers;
    };
    /** A handler that keeps each job until the test lets it go or the workers close. */
    const holding = () => {
      const started: StageJob[] = [];
      const { promise: released, resolve: release } = deferred();
      const handler: JobHandler = async (job, signal) => {
        started.push(job);
        signal.addEventListener('abort', release);
        await released;
        return done;
      };
      return { started, release, handler };
    };

    test('a queue that is cleared forgets what waits and what runs, and takes the same jobs again', async () => {
      const held = holding();
      const first = await work(held.handler);
      await queue.enqueue({ stage: 'tag', sessionId: 'runs' });
      await waitUntil(() => held.started.length === 1);
      await queue.enqueue({ stage: 'tag', sessionId: 'waits' });
      await queue.clear();
      expect(await queue.counts()).toEqual({ waiting: 0, running: 0, delayed: 0 });
      held.release();
      await first.close();
      const seen: StageJob[] = [];
      await work(async (job) => {
        seen.push(job);
        return done;
      });
      await queue.enqueue({ stage: 'tag', sessionId: 'runs' });
      await waitUntil(() => seen.length === 1);
      expect(seen).toEqual([{ stage: 'tag', sessionId: 'runs' }]);
    });

    test('a job reaches the handler with its stage and session, and then is gone', async () => {
      const seen: StageJob[] = [];
      await work(async (job) => {
        seen.push(job);
        return done;
      });
      await queue.enqueue({ stage: 'transcribe', sessionId: 's1' });
      await waitUntil(async () => seen.length === 1 && (await isEmpty(queue)));
      expect(seen).toEqual([{ stage: 'transcribe', sessionId: 's1' }]);
    });

    test('a job that was enqueued before there were workers is delivered', async () => {
      await queue.enqueue({ stage: 'probe', sessionId: 's1' });
      expect(await queue.counts()).toEqual({ waiting: 1, running: 0, delayed: 0 });
      const { started, handler } = holding();
      await work(handler);
      await waitUntil(() => started.length === 1);
      expect(await queue.counts()).toEqual({ waiting: 0, running: 1, delayed: 0 });
    });

    test('a busy stage does not hold up another', async () => {
      const busy = holding();
      const indexed: string[] = [];
      await work(async (job, signal) => {
        if (job.stage === 'transcode') return await busy.handler(job, signal);
        indexed.push(job.sessionId);
        return done;
      });
      await queue.enqueue({ stage: 'transcode', sessionId: 's1' });
      await waitUntil(() => busy.started.length === 1);
      await queue.enqueue({ stage: 'index', sessionId: 's2' });
      await waitUntil(() => indexed.length === 1);
      expect(indexed).toEqual(['s2']);
    });

    test('a job is not added twice while it waits', async () => {
      await queue.enqueue({ stage: 'tag', sessionId: 's1' });
      await queue.enqueue({ stage: 'tag', sessionId: 's1' });
      await queue.enqueue({ stage: 'index', sessionId: 's1' });
      expect(await queue.counts()).toEqual({ waiting: 2, running: 0, delayed: 0 });
    });

    test('a job is not added twice while it runs', async () => {
      const { started, handler } = holding();
      await work(handler, { ...oneEach, tag: 2 });
      await queue.enqueue({ stage: 'tag', sessionId: 's1' });
      await waitUntil(() => started.length === 1);
      await queue.enqueue({ stage: 'tag', sessionId: 's1' });
      expect(await queue.counts()).toEqual({ waiting: 0, running: 1, delayed: 0 });
    });

    test('a job is not added twice while it is delayed', async () => {
      await work(async () => ({ kind: 'again', delayMs: hour }));
      await queue.enqueue({ stage: 'tag', sessionId: 's1' });
      await waitUntil(async () => (await queue.counts()).delayed === 1);
      await queue.enqueue({ stage: 'tag', sessionId: 's1' });
      expect(await queue.counts()).toEqual({ waiting: 0, running: 0, delayed: 1 });
    });

    test('a job that was dealt with can be added again', async () => {
      let runs = 0;
      await work(async () => {
        runs += 1;
        return done;
      });
      for (const expected of [1, 2, 3]) {
        await queue.enqueue({ stage: 'probe', sessionId: 's1' });
        await waitUntil(async () => runs === expected && (await isEmpty(queue)));
      }
      expect(runs).toBe(3);
    });

    test('a job that asks for it is called again, as often as it asks', async () => {
      let runs = 0;
      await work(async () => {
        runs += 1;
        return runs < 4 ? { kind: 'again', delayMs: 5 } : done;
      });
      await queue.enqueue({ stage: 'transcribe', sessionId: 's1' });
      await waitUntil(async () => runs === 4 && (await isEmpty(queue)));
      expect(runs).toBe(4);
    });

    test('a job that waits to be called again leaves its place to others', async () => {
      const seen: string[] = [];
      await work(async ({ sessionId }) => {
        seen.push(sessionId);
        return sessionId === 'slow' ? { kind: 'again', delayMs: hour } : done;
      });
      await queue.enqueue({ stage: 'transcribe', sessionId: 'slow' });
      await waitUntil(() => seen.length === 1);
      await queue.enqueue({ stage: 'transcribe', sessionId: 'quick' });
      await waitUntil(() => seen.length === 2);
      expect(seen).toEqual(['slow', 'quick']);
    });

    test('no more jobs of a stage run side by side than allowed', async () => {
      let running = 0;
      let most = 0;
      let ended = 0;
      await work(
        async () => {
          running += 1;
          most = Math.max(most, running);
          // Both places fill before anyone leaves, so that a third would be seen.
          await waitUntil(() => running === 2 || ended > 0);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          ended += 1;
          return done;
        },
        { ...oneEach, transcode: 2 },
      );
      for (const sessionId of ['a', 'b', 'c', 'd', 'e', 'f']) {
        await queue.enqueue({ stage: 'transcode', sessionId });
      }
      await waitUntil(() => ended === 6);
      expect(most).toBe(2);
    });

    test('a handler that throws loses its job, is logged, and does not stop the next', async () => {
      const seen: string[] = [];
      await work(async ({ sessionId }) => {
        seen.push(sessionId);
        if (sessionId === 'bad') throw new Error('a bug in the handler');
        return done;
      });
      await queue.enqueue({ stage: 'probe', sessionId: 'bad' });
      await queue.enqueue({ stage: 'probe', sessionId: 'good' });
      await waitUntil(async () => seen.length === 2 && (await isEmpty(queue)));
      expect(seen).toEqual(['bad', 'good']);
      expect(errors.filter((line) => line.includes('a bug in the handler'))).toHaveLength(1);
    });

    test('closing the workers aborts what runs, waits for it, and keeps the job for the next', async () => {
      let returned = false;
      const { promise: started, resolve: start } = deferred();
      const workers = await work(async (_job, signal) => {
        start();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await new Promise((resolve) => setImmediate(resolve));
        returned = true;
        throw signal.reason;
      });
      await queue.enqueue({ stage: 'transcode', sessionId: 's1' });
      await started;
      await workers.close();
      expect(returned).toBe(true);
      expect(await queue.counts()).toEqual({ waiting: 1, running: 0, delayed: 0 });

      const next = holding();
      await work(next.handler);
      await waitUntil(() => next.started.length === 1);
      expect(next.started).toEqual([{ stage: 'transcode', sessionId: 's1' }]);
    });

    test('closed workers take no new jobs', async () => {
      const { started, handler } = holding();
      const workers = await work(handler);
      await workers.close();
      await queue.enqueue({ stage: 'probe', sessionId: 's1' });
      expect(started).toEqual([]);
      expect(await queue.counts()).toEqual({ waiting: 1, running: 0, delayed: 0 });
    });

    test('the job of a worker process that was killed is delivered again', async () => {
      const child = await startWorkerProcess(engine.inAnotherProcess);
      open.push({ close: child.kill });
      await queue.enqueue({ stage: 'transcode', sessionId: 's1' });
      await child.hasStarted({ stage: 'transcode', sessionId: 's1' });
      await child.kill();
      const { started, handler } = holding();
      await work(handler);
      await waitUntil(() => started.length === 1);
      expect(started).toEqual([{ stage: 'transcode', sessionId: 's1' }]);
    });

    test('the server may crash and come back: callers are told, one line is logged, no job is lost', async () => {
      const seen: string[] = [];
      await work(async ({ sessionId }) => {
        seen.push(sessionId);
        return sessionId === 'kept' ? { kind: 'again', delayMs: hour } : done;
      });
      await queue.enqueue({ stage: 'probe', sessionId: 'kept' });
      await waitUntil(async () => (await queue.counts()).delayed === 1);

      await engine.stopServer();
      await Promise.all(
        [queue.check(), queue.enqueue({ stage: 'tag', sessionId: 's1' }), queue.counts()].map((call) =>
          expect(call).rejects.toBeInstanceOf(TransientError),
        ),
      );
      await engine.startServer();

      await waitUntil(() => settles(queue.check()));
      await queue.enqueue({ stage: 'probe', sessionId: 'later' });
      await waitUntil(() => seen.includes('later'));
      expect((await queue.counts()).delayed).toBe(1);
      expect(errors, errors.join('')).toHaveLength(1);
    });

    test('workers and queue can be closed while the server is away', async () => {
      const workers = await work(async () => done);
      await engine.stopServer();
      await workers.close();
      await queue.close();
      open = [];
      await engine.startServer();
    });

    test('a queue whose server is away cannot be opened', async () => {
      await engine.stopServer();
      await expect(engine.open(() => undefined)).rejects.toBeInstanceOf(TransientError);
      await engine.startServer();
    });

    test('a check that is called off rejects with the reason', async () => {
      await expect(queue.check()).resolves.toBeUndefined();
      const reason = new DOMException('no longer needed', 'AbortError');
      await expect(queue.check(AbortSignal.abort(reason))).rejects.toBe(reason);
    });
  });
}

async function isEmpty(queue: JobQueue): Promise<boolean> {
  const { waiting, running, delayed } = await queue.counts();
  return waiting + running + delayed === 0;
}

const settles = (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => true,
    () => false,
  );

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
