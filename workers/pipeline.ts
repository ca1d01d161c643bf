import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { announceChange, wakeStages } from '../core/actions/wake-stages.ts';
import { isAbort, PermanentError, RetryAfterError } from '../core/model/errors.ts';
import type { StageName } from '../core/model/session.ts';
import { startableStages, withDependents } from '../core/model/session.ts';
import type { JobOutcome, JobQueue, StageJob } from '../core/ports/job-queue.ts';
import { newId } from '../drizzle/ids.ts';
import type { Log } from '../drizzle/log.ts';
import { raiseFindable } from '../drizzle/queries/indexed-sessions.ts';
import { findAnySession, lockSession, type SessionRow } from '../drizzle/queries/sessions.ts';
import {
  claimStage,
  deadAfterSeconds,
  endRun,
  listStages,
  lockRun,
  refreshSessionStatus,
  type StageEnd,
  type StageRow,
  skipStages,
} from '../drizzle/queries/stages.ts';
import { startHeartbeat } from './heartbeat.ts';
import { LostStage, type Stage, type StageDeps, type StagePart, type StageResult } from './stage.ts';
import { startTimeLimit } from './time-limit.ts';
import { beginTurn, type Turn, type TurnSlots } from './turn.ts';

/** Runs that may end in an error before the stage is given up. */
const maxAttempts = 4;
/**
 * Runs that may end with their process before the stage is given up: a recording that takes the whole
 * process down must not do so for ever, and a machine that is restarted often must not lose its sessions.
 */
const maxCrashes = 50;
const firstRetryMs = 5_000;
const done: JobOutcome = { kind: 'done' };

export interface PipelineDeps extends StageDeps {
  readonly queue: JobQueue;
  readonly log: Log;
  readonly stages: readonly Stage[];
  readonly slots: Readonly<Record<StageName, TurnSlots>>;
  /** Folder of this process for what stages write on the way. */
  readonly scratchRoot: string;
}

/** Runs the stage a job names, if it is due, and keeps what comes of it. Throws only when the database is away. */
export async function runJob(deps: PipelineDeps, job: StageJob, stopping: AbortSignal): Promise<JobOutcome> {
  const { db } = deps;
  const { sessionId, stage: name } = job;
  const session = await findAnySession(db, sessionId);
  if (!session || session.deletedAt) return done;
  const before = (await listStages(db, [sessionId])).get(sessionId) ?? [];
  if (!isClaimable(before, name)) return done;
  const runId = newId();
  const claimed = await claimStage(db, sessionId, name, runId);
  if (!claimed) return notClaimed(before, name);
  await announceChange(deps, sessionId);
  const run = { deps, session, name, runId, log: deps.log };
  if (claimed.crashes > maxCrashes)
    return finish(run, {
      status: 'failed',
      error: 'Processing stopped unexpectedly too often. Add the recording again.',
    });
  return attempt(run, claimed, stopping);
}

interface Run {
  readonly deps: PipelineDeps;
  readonly session: SessionRow;
  readonly name: StageName;
  readonly runId: string;
  readonly log: Log;
}

const isClaimable = (stages: readonly StageRow[], name: StageName) =>
  startableStages(stages).includes(name) ||
  stages.some((stage) => stage.name === name && stage.status === 'running');

/** Another run may hold the stage, or its time has not come: look again when that may have changed. */
function notClaimed(stages: readonly StageRow[], name: StageName): JobOutcome {
  const stage = stages.find((candidate) => candidate.name === name);
  if (stage?.status === 'running') return { kind: 'again', delayMs: (deadAfterSeconds / 3) * 1000 };
  const dueInMs = (stage?.runAfter?.getTime() ?? 0) - Date.now();
  return { kind: 'again', delayMs: Math.max(1_000, dueInMs) };
}

async function attempt(run: Run, claimed: StageRow, stopping: AbortSignal): Promise<JobOutcome> {
  const { deps, session, name, runId } = run;
  const stage = deps.stages.find((candidate) => candidate.name === name);
  if (!stage) throw new Error(`no handler for stage ${name}`);
  const log = deps.log;
  const limit = startTimeLimit(stage.timeLimitMs(session));
  const heartbeat = startHeartbeat({ db: deps.db, log, sessionId: session.id, name, runId });
  const signal = AbortSignal.any([stopping, limit.signal, heartbeat.lost]);
  const scratchDir = join(deps.scratchRoot, `${name}-${runId}`);
  const startedAt = performance.now();
  const fields = { sessionId: session.id, stage: name, attempt: claimed.attempts + 1 };
  const priority = stage.isBackground ? 'background' : 'awaited';
  let turn: Turn | undefined;
  try {
    turn = await beginTurn({ slots: deps.slots[name], priority, limit, signal });
    await mkdir(scratchDir, { recursive: true });
    log.info(fields, 'stage started');
    const result = await stage.run(deps, {
      session,
      signal,
      scratchDir,
      isBackground: stage.isBackground ?? false,
      heavy: turn.heavy,
      keep: (part) => keep(run, part),
      onProgress: heartbeat.progress,
      log,
    });
    const { status, engine = null, note = null } = result;
    const outcome = await finish(run, { status, engine, error: note }, result);
    log.info(
      { ...fields, status: result.status, ms: Math.round(performance.now() - startedAt) },
      'stage ended',
    );
    return outcome;
  } catch (error) {
    if (stopping.aborted) return finish(run, { status: 'waiting' });
    if (limit.signal.aborted) return finish(run, { status: 'failed', error: tooLong(stage, session) });
    if (heartbeat.lost.aborted || error instanceof LostStage) return lookAgain(run);
    return failed(run, stage, claimed, error);
  } finally {
    turn?.end();
    limit.stop();
    heartbeat.stop();
    await rm(scratchDir, { recursive: true, force: true });
  }
}

const tooLong = (stage: Stage, session: SessionRow) =>
  `${stage.doing[0]?.toUpperCase()}${stage.doing.slice(1)} took longer than ${Math.round(stage.timeLimitMs(session) / 60_000)} minutes and was stopped. Try again when there is less to do.`;

/** Whether a search finds something that this stage writes. */
const isFoundBy = (name: StageName) => withDependents([name]).includes('index') && name !== 'index';

/** Writes a part of the result while the run goes on. */
async function keep(run: Run, { save, stored }: StagePart): Promise<void> {
  const { deps, session, name, runId } = run;
  const isKept = await deps.db.transaction(async (tx) => {
    await lockSession(tx, session.id);
    if (!(await lockRun(tx, session.id, name, runId))) return false;
    await save(tx);
    if (isFoundBy(name)) await raiseFindable(tx, [session.id]);
    return true;
  });
  if (!isKept) {
    await removeStored(run, stored);
    throw new LostStage();
  }
  await announceChange(deps, session.id);
}

/** Ends the run, and writes its result in the same transaction, unless the run has lost its stage. */
async function finish(run: Run, end: StageEnd, result?: StageResult): Promise<JobOutcome> {
  const { deps, session, name, runId } = run;
  const startable = await deps.db.transaction(async (tx) => {
    await lockSession(tx, session.id);
    if (!(await lockRun(tx, session.id, name, runId))) return null;
    await result?.save?.(tx);
    if (result?.save && isFoundBy(name)) await raiseFindable(tx, [session.id]);
    await endRun(tx, session.id, name, end);
    if (end.status === 'failed') await skipRest(tx, session.id, name);
    return refreshSessionStatus(tx, session.id);
  });
  if (startable === null) {
    await removeStored(run, result?.stored ?? []);
    return lookAgain(run);
  }
  const others = startable.filter((other) => other !== name);
  await wakeStages(deps, session.id, others);
  if (end.status !== 'waiting') return done;
  return { kind: 'again', delayMs: end.retryAfterMs ?? 0 };
}

/** Without a recording that plays there is nothing to do for what builds on it; search still knows the title. */
async function skipRest(
  tx: Parameters<typeof skipStages>[0],
  sessionId: string,
  failed: StageName,
): Promise<void> {
  const needless = ['transcode', 'transcribe', 'tag', 'extras', 'optimise'] as const;
  if (failed === 'probe') await skipStages(tx, sessionId, needless, 'The recording could not be read.');
  if (failed === 'transcode')
    await skipStages(tx, sessionId, ['extras', 'optimise'], 'There is nothing to play.');
}

/** The stage was taken away (reset, or thought dead): this job goes on if there is anything left to do. */
async function lookAgain({ deps, session, name }: Run): Promise<JobOutcome> {
  const stages = (await listStages(deps.db, [session.id])).get(session.id) ?? [];
  return isClaimable(stages, name) ? { kind: 'again', delayMs: 0 } : done;
}

async function removeStored({ deps, session, log }: Run, fileNames: readonly string[]): Promise<void> {
  for (const fileName of fileNames) {
    await deps.store.remove(`${session.id}/${fileName}`).catch((error: unknown) => {
      log.warn({ err: error, sessionId: session.id }, 'a file that is not needed could not be removed');
    });
  }
}

async function failed(run: Run, stage: Stage, claimed: StageRow, error: unknown): Promise<JobOutcome> {
  const fields = { err: error, sessionId: run.session.id, stage: stage.name, attempt: claimed.attempts + 1 };
  if (error instanceof PermanentError) {
    run.log.warn(fields, 'stage failed');
    return finish(run, { status: 'failed', error: error.message, countsAsAttempt: true });
  }
  if (error instanceof RetryAfterError) {
    run.log.info(fields, 'stage waits as it was told');
    return finish(run, { status: 'waiting', error: error.message, retryAfterMs: error.delaySeconds * 1000 });
  }
  if (claimed.attempts + 1 >= maxAttempts) {
    run.log.error(fields, 'stage given up');
    const sentence = `Something went wrong while ${stage.doing}, ${maxAttempts} times. Retry it, or ask an admin to look at the log.`;
    return finish(run, { status: 'failed', error: sentence, countsAsAttempt: true });
  }
  run.log.warn({ ...fields, isAbort: isAbort(error) }, 'stage is tried again');
  const retryAfterMs = firstRetryMs * 4 ** claimed.attempts * (0.8 + Math.random() * 0.4);
  const sentence = `Something went wrong while ${stage.doing}. It is tried again.`;
  return finish(run, { status: 'waiting', error: sentence, countsAsAttempt: true, retryAfterMs });
}
