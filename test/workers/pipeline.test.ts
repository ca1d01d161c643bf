import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PermanentError, RetryAfterError, TransientError } from '../../core/model/errors.ts';
import { type StageName, stageNames } from '../../core/model/session.ts';
import type { JobQueue, StageJob } from '../../core/ports/job-queue.ts';
import { findableVersionOf } from '../../drizzle/queries/indexed-sessions.ts';
import { findAnySession, updateSession } from '../../drizzle/queries/sessions.ts';
import { insertStages, listDueStages, listStages, resetStages } from '../../drizzle/queries/stages.ts';
import { type PipelineDeps, runJob } from '../../workers/pipeline.ts';
import { openSlots } from '../../workers/slots.ts';
import type { Stage, StageRun } from '../../workers/stage.ts';
import { makeSession } from '../factories.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { silentLog } from '../support/log.ts';
import { waitUntil } from '../support/wait-until.ts';

let database: TestDatabase;
let scratchRoot: string;
let sessionId: string;
let enqueued: StageJob[];
type Doing = (run: StageRun) => ReturnType<Stage['run']>;
/** What each stage does; the tests replace what they are about. */
let doing: Record<StageName, Doing>;
/** The same for every stage. */
const allStages = <T>(value: T): Record<StageName, T> => ({
  probe: value,
  transcode: value,
  transcribe: value,
  tag: value,
  index: value,
  extras: value,
  optimise: value,
});

beforeAll(async () => {
  database = await openTestDatabase();
  scratchRoot = await mkdtemp(join(tmpdir(), 'brownbag-pipeline-'));
});
afterAll(async () => {
  await database.close();
  await rm(scratchRoot, { recursive: true, force: true });
});
beforeEach(async () => {
  enqueued = [];
  doing = allStages<Doing>(async () => ({ status: 'done' }));
  const session = await makeSession(database.db, { status: 'processing' });
  sessionId = session.id;
  await insertStages(database.db, sessionId, {});
});

const queue = {
  enqueue: async (job: StageJob) => void enqueued.push(job),
} as Partial<JobQueue> as JobQueue;

function deps(overrides: Partial<Pick<Stage, 'timeLimitMs'>> = {}): PipelineDeps {
  const stages = stageNames.map(
    (name): Stage => ({
      name,
      doing: `doing ${name}`,
      timeLimitMs: () => 60_000,
      run: (_deps, run) => doing[name](run),
      ...overrides,
    }),
  );
  const slots = allStages({ light: openSlots(1), heavy: openSlots(1) });
  const parts = { db: database.db, queue, log: silentLog, stages, slots, scratchRoot };
  // The stages are made here and use no engine.
  return parts as Partial<PipelineDeps> as PipelineDeps;
}

const never = new AbortController().signal;
const run = (stage: StageName, stopping: AbortSignal = never, overrides = {}) =>
  runJob(deps(overrides), { stage, sessionId }, stopping);
const stagesOf = async () => {
  const rows = (await listStages(database.db, [sessionId])).get(sessionId) ?? [];
  return Object.fromEntries(rows.map((row) => [row.name, row]));
};
const statusOf = async () => (await findAnySession(database.db, sessionId))?.status;
/** As if the process that held the stage had died a while ago. */
const forgetHeartbeat = (name: StageName) =>
  database.db.execute(
    sql`update session_stages set heartbeat_at = now() - interval '1 minute' where session_id = ${sessionId} and name = ${name}`,
  );

describe('a stage that ends', () => {
  test('lets those that waited for it start, and the session is ready when only the background is left', async () => {
    expect(await run('probe')).toEqual({ kind: 'done' });
    expect(enqueued.map((job) => job.stage).sort()).toEqual(['transcode', 'transcribe']);
    for (const stage of ['transcribe', 'tag', 'index'] as const) await run(stage);
    expect(await statusOf()).toBe('processing');
    await run('transcode');
    expect(await statusOf()).toBe('ready');
    const { extras, optimise } = await stagesOf();
    expect([extras?.status, optimise?.status]).toEqual(['waiting', 'waiting']);
  });

  test('is not started before those it waits for', async () => {
    let runs = 0;
    doing.tag = async () => {
      runs += 1;
      return { status: 'done' };
    };
    expect(await run('tag')).toEqual({ kind: 'done' });
    expect(runs).toBe(0);
    expect((await stagesOf())['tag']?.status).toBe('waiting');
  });

  test('writes its result in the transaction that ends it, or not at all', async () => {
    doing.probe = async () => ({
      status: 'done',
      save: async (tx) => {
        await updateSession(tx, sessionId, { durationSeconds: 60 });
        throw new Error('the connection broke');
      },
    });
    await run('probe');
    expect((await findAnySession(database.db, sessionId))?.durationSeconds).toBeNull();
    expect((await stagesOf())['probe']).toMatchObject({ status: 'waiting', attempts: 1 });
  });

  test('says that there is something else to find when it has written what a search finds, and only then', async () => {
    const versions: number[] = [];
    const save = async () => {};
    for (const stage of ['probe', 'transcode', 'transcribe', 'tag', 'index'] as const) {
      doing[stage] = async () => ({ status: 'done', save });
      await run(stage);
      versions.push(await findableVersionOf(database.db, sessionId));
    }
    expect(versions).toEqual([2, 2, 3, 4, 4]);
    doing.transcribe = async () => ({
      status: 'done',
      save: () => Promise.reject(new Error('the connection broke')),
    });
    await resetStages(database.db, sessionId, ['transcribe']);
    await run('transcribe');
    expect(await findableVersionOf(database.db, sessionId)).toBe(4);
  });

  test('leaves nothing in the scratch folder, also when it fails', async () => {
    doing.probe = async ({ scratchDir }) => {
      expect(await readdir(scratchDir)).toEqual([]);
      throw new PermanentError('No.');
    };
    await run('probe');
    expect(await readdir(scratchRoot)).toEqual([]);
  });
});

describe('a stage that fails', () => {
  test('for good: its sentence is kept and the session fails when it cannot be played', async () => {
    doing.probe = async () => {
      throw new PermanentError('This file is empty.');
    };
    expect(await run('probe')).toEqual({ kind: 'done' });
    const stages = await stagesOf();
    expect(stages['probe']).toMatchObject({ status: 'failed', error: 'This file is empty.', attempts: 1 });
    expect(stages['transcode']?.status).toBe('skipped');
    expect(await statusOf()).toBe('failed');
  });

  test('for now: it is tried again later, four times at most', async () => {
    doing.probe = async () => {
      throw new TransientError('The store is away.');
    };
    const outcomes = [];
    for (let tries = 0; tries < 4; tries += 1) {
      outcomes.push(await run('probe'));
      await database.db.execute(
        sql`update session_stages set run_after = null where session_id = ${sessionId}`,
      );
    }
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['again', 'again', 'again', 'done']);
    const { probe } = await stagesOf();
    expect(probe).toMatchObject({ status: 'failed', attempts: 4 });
    expect(probe?.error).not.toContain('store');
  });

  test('because somebody said when to come back: it waits that long and no attempt is counted', async () => {
    doing.probe = async () => {
      throw new RetryAfterError('Busy.', 90);
    };
    expect(await run('probe')).toEqual({ kind: 'again', delayMs: 90_000 });
    expect((await stagesOf())['probe']).toMatchObject({ status: 'waiting', attempts: 0 });
    expect((await run('probe')).kind).toBe('again');
  });

  test('in transcription does not take the session away: it is ready with that stage failed', async () => {
    await run('probe');
    doing.transcribe = async () => {
      throw new PermanentError('No speech was found.');
    };
    for (const stage of ['transcribe', 'tag', 'index', 'transcode', 'extras'] as const) await run(stage);
    expect(await statusOf()).toBe('ready');
    expect((await stagesOf())['transcribe']?.status).toBe('failed');
  });

  test('after what it adds to can be played does not take the session away either', async () => {
    for (const stage of ['probe', 'transcribe', 'tag', 'index', 'transcode'] as const) await run(stage);
    for (const stage of ['extras', 'optimise'] as const) {
      doing[stage] = async () => {
        throw new PermanentError('No pictures could be taken.');
      };
      await run(stage);
      expect([await statusOf(), (await stagesOf())[stage]?.status]).toEqual(['ready', 'failed']);
    }
  });

  test('without anything to play leaves nothing to do for what would build on it', async () => {
    await run('probe');
    doing.transcode = async () => {
      throw new PermanentError('The file is damaged.');
    };
    await run('transcode');
    const { extras, optimise, transcribe } = await stagesOf();
    expect([extras?.status, optimise?.status, transcribe?.status]).toEqual(['skipped', 'skipped', 'waiting']);
    expect(await statusOf()).toBe('failed');
  });

  test('by taking too long: it is stopped and says so', async () => {
    doing.probe = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    await run('probe', never, { timeLimitMs: () => 50 });
    expect((await stagesOf())['probe']).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('took longer'),
    });
  });
});

describe('a process that ends', () => {
  test('on purpose gives the stage back at once, and no attempt is counted', async () => {
    const stopping = new AbortController();
    doing.probe = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        stopping.abort();
      });
    expect((await run('probe', stopping.signal)).kind).toBe('again');
    expect((await stagesOf())['probe']).toMatchObject({ status: 'waiting', attempts: 0, crashes: 0 });
  });

  test('without a word loses the stage to the next one, which counts it as a crash', async () => {
    let isStarted = false;
    doing.probe = () => {
      isStarted = true;
      return new Promise(() => {});
    };
    void run('probe');
    await waitUntil(() => isStarted);
    doing.probe = async () => ({ status: 'done' });
    expect((await run('probe')).kind).toBe('again');
    await forgetHeartbeat('probe');
    expect(await listDueStages(database.db, 1000)).toContainEqual({ sessionId, stage: 'probe' });
    expect(await run('probe')).toEqual({ kind: 'done' });
    expect((await stagesOf())['probe']).toMatchObject({ status: 'done', crashes: 1, attempts: 0 });
  });

  test('too often with the same stage: the stage is given up', async () => {
    await database.db.execute(
      sql`update session_stages set status = 'running', crashes = 50, heartbeat_at = now() - interval '1 minute'
          where session_id = ${sessionId} and name = 'probe'`,
    );
    await run('probe');
    expect((await stagesOf())['probe']?.status).toBe('failed');
  });
});

describe('a run that lost its stage', () => {
  test('keeps nothing of its result, and the job goes on with the new run', async () => {
    let runs = 0;
    doing.probe = async () => {
      runs += 1;
      if (runs === 1) await resetStages(database.db, sessionId, ['probe']);
      const durationSeconds = runs;
      return { status: 'done', save: (tx) => updateSession(tx, sessionId, { durationSeconds }) };
    };
    expect(await run('probe')).toEqual({ kind: 'again', delayMs: 0 });
    expect((await findAnySession(database.db, sessionId))?.durationSeconds).toBeNull();
    await run('probe');
    expect((await findAnySession(database.db, sessionId))?.durationSeconds).toBe(2);
  });
});

describe('a part of a result', () => {
  const keepLength = ({ keep }: StageRun, durationSeconds: number) =>
    keep({ stored: [], save: (tx) => updateSession(tx, sessionId, { durationSeconds }) });
  const lengthOf = async () => (await findAnySession(database.db, sessionId))?.durationSeconds;

  test('is there for everybody while its stage still runs, and stays when that fails', async () => {
    doing.probe = async (stageRun) => {
      await keepLength(stageRun, 60);
      expect(await lengthOf()).toBe(60);
      throw new PermanentError('The rest cannot be made.');
    };
    await run('probe');
    expect(await lengthOf()).toBe(60);
    expect((await stagesOf())['probe']?.status).toBe('failed');
  });

  test('of a run that lost its stage is not kept, and ends it', async () => {
    let runs = 0;
    doing.probe = async (stageRun) => {
      runs += 1;
      if (runs === 1) await resetStages(database.db, sessionId, ['probe']);
      await keepLength(stageRun, runs);
      return { status: 'done' };
    };
    expect(await run('probe')).toEqual({ kind: 'again', delayMs: 0 });
    expect(await lengthOf()).toBeNull();
    expect((await stagesOf())['probe']).toMatchObject({ status: 'waiting', attempts: 0 });
    await run('probe');
    expect(await lengthOf()).toBe(2);
  });
});

describe('what is due', () => {
  test('is not hidden by any number of older sessions that wait for another stage', async () => {
    for (let older = 0; older < 10; older += 1) {
      const { id } = await makeSession(database.db, { createdAt: new Date(older) });
      const skipped = { probe: '', transcode: '', transcribe: '', tag: '', index: '' };
      await insertStages(database.db, id, skipped);
    }
    await database.db.execute(sql`update sessions set created_at = to_timestamp(1) where id = ${sessionId}`);
    expect(await listDueStages(database.db, 5)).toContainEqual({ sessionId, stage: 'probe' });
  });

  test('is a first stage, then those whose turn it is, and nothing of a session in the bin', async () => {
    const due = async () =>
      (await listDueStages(database.db, 1000))
        .filter((job) => job.sessionId === sessionId)
        .map((job) => job.stage);
    expect(await due()).toEqual(['probe']);
    await run('probe');
    expect((await due()).sort()).toEqual(['transcode', 'transcribe']);
    await updateSession(database.db, sessionId, { deletedAt: new Date() });
    expect(await due()).toEqual([]);
    expect(await run('transcode')).toEqual({ kind: 'done' });
    expect((await stagesOf())['transcode']?.status).toBe('waiting');
  });
});
