import { and, eq, inArray, isNull, lt, not, or, sql } from 'drizzle-orm';
import {
  type StageName,
  type StageStatus,
  sessionStatusOf,
  stageNames,
  stageOrder,
  startableStages,
} from '../../core/model/session.ts';
import type { Queryable } from '../client.ts';
import { sessionStages, sessions } from '../schema/sessions.ts';
import { raiseFindable } from './indexed-sessions.ts';

export type StageRow = typeof sessionStages.$inferSelect;

/** A run whose heartbeat is older than this has died with its process. */
export const deadAfterSeconds = 15;

const isDead = sql`${sessionStages.heartbeatAt} < now() - make_interval(secs => ${deadAfterSeconds})`;
const isDue = or(isNull(sessionStages.runAfter), lt(sessionStages.runAfter, sql`now()`));

/** In the order of `stageNames`. */
export async function listStages(
  db: Queryable,
  sessionIds: readonly string[],
): Promise<Map<string, StageRow[]>> {
  const found = new Map<string, StageRow[]>();
  if (sessionIds.length === 0) return found;
  const rows = await db
    .select()
    .from(sessionStages)
    .where(inArray(sessionStages.sessionId, [...sessionIds]));
  rows.sort((a, b) => stageNames.indexOf(a.name) - stageNames.indexOf(b.name));
  for (const row of rows) found.set(row.sessionId, [...(found.get(row.sessionId) ?? []), row]);
  return found;
}

/**
 * Takes a stage that is due for the run `runId`, or one whose run has died (counted in `crashes`).
 * `undefined`: nothing to take.
 */
export async function claimStage(
  db: Queryable,
  sessionId: string,
  name: StageName,
  runId: string,
): Promise<StageRow | undefined> {
  const [row] = await db
    .update(sessionStages)
    .set({
      status: 'running',
      runId,
      progress: 0,
      crashes: sql`${sessionStages.crashes} + (${sessionStages.status} = 'running')::int`,
      heartbeatAt: sql`now()`,
      startedAt: sql`now()`,
      finishedAt: null,
      runAfter: null,
      error: null,
    })
    .where(
      and(
        eq(sessionStages.sessionId, sessionId),
        eq(sessionStages.name, name),
        or(and(eq(sessionStages.status, 'waiting'), isDue), and(eq(sessionStages.status, 'running'), isDead)),
      ),
    )
    .returning();
  return row;
}

/** Gives back every running stage, counted as a crash: for a process that knows that nobody else works. */
export async function releaseRunningStages(db: Queryable): Promise<void> {
  await db
    .update(sessionStages)
    .set({
      status: 'waiting',
      crashes: sql`${sessionStages.crashes} + 1`,
      runId: null,
      heartbeatAt: null,
    })
    .where(eq(sessionStages.status, 'running'));
}

/** Says that the run lives. False: it has lost its stage and must stop. */
export async function beatStage(
  db: Queryable,
  sessionId: string,
  name: StageName,
  runId: string,
  progress: number,
): Promise<boolean> {
  const kept = await db
    .update(sessionStages)
    .set({ heartbeatAt: sql`now()`, progress })
    .where(ofRun(sessionId, name, runId))
    .returning({ name: sessionStages.name });
  return kept.length > 0;
}

function ofRun(sessionId: string, name: StageName, runId: string) {
  return and(
    eq(sessionStages.sessionId, sessionId),
    eq(sessionStages.name, name),
    eq(sessionStages.runId, runId),
    eq(sessionStages.status, 'running'),
  );
}

/** Locks the stage for the rest of the transaction. False: the run has lost it, its results must not be kept. */
export async function lockRun(
  db: Queryable,
  sessionId: string,
  name: StageName,
  runId: string,
): Promise<boolean> {
  const rows = await db
    .select({ name: sessionStages.name })
    .from(sessionStages)
    .where(ofRun(sessionId, name, runId))
    .for('update');
  return rows.length > 0;
}

export interface StageEnd {
  readonly status: Exclude<StageStatus, 'running'>;
  readonly engine?: string | null;
  /** A sentence: why it failed, was skipped, or is tried again. */
  readonly error?: string | null;
  readonly countsAsAttempt?: boolean;
  /** With `waiting`: not before so long from now. */
  readonly retryAfterMs?: number;
}

/** Ends the run. Call after `lockRun` in the same transaction. */
export async function endRun(
  db: Queryable,
  sessionId: string,
  name: StageName,
  end: StageEnd,
): Promise<void> {
  const isOver = end.status !== 'waiting';
  await db
    .update(sessionStages)
    .set({
      status: end.status,
      error: end.error ?? null,
      runId: null,
      heartbeatAt: null,
      ...(end.engine === undefined ? {} : { engine: end.engine }),
      ...(isOver ? { finishedAt: sql`now()` } : {}),
      ...(end.status === 'done' ? { progress: 1 } : {}),
      ...(end.countsAsAttempt ? { attempts: sql`${sessionStages.attempts} + 1` } : {}),
      ...(end.retryAfterMs === undefined
        ? {}
        : { runAfter: sql`now() + make_interval(secs => ${end.retryAfterMs / 1000})` }),
    })
    .where(and(eq(sessionStages.sessionId, sessionId), eq(sessionStages.name, name)));
}

/** Marks waiting stages as not needed, with the reason for people. */
export async function skipStages(
  db: Queryable,
  sessionId: string,
  names: readonly StageName[],
  reason: string,
): Promise<void> {
  if (names.length === 0) return;
  await db
    .update(sessionStages)
    .set({ status: 'skipped', error: reason, finishedAt: sql`now()` })
    .where(
      and(
        eq(sessionStages.sessionId, sessionId),
        inArray(sessionStages.name, [...names]),
        eq(sessionStages.status, 'waiting'),
      ),
    );
}

/** Sets stages back to the start, for a run from the beginning. Running ones lose their run. */
export function resetStages(db: Queryable, sessionId: string, names: readonly StageName[]): Promise<void> {
  return resetStagesOf(db, [sessionId], names);
}

/**
 * The same for many sessions, whose stages are locked in one order: two such changes wait for each other. To index them
 * again says that there is something else to find.
 */
export async function resetStagesOf(
  db: Queryable,
  sessionIds: readonly string[],
  names: readonly StageName[],
): Promise<void> {
  const theirs = and(
    sql`${sessionStages.sessionId} = any(${sql.param([...sessionIds])}::uuid[])`,
    inArray(sessionStages.name, [...names]),
  );
  if (sessionIds.length > 1)
    await db
      .select({ name: sessionStages.name })
      .from(sessionStages)
      .where(theirs)
      .orderBy(sessionStages.sessionId, sessionStages.name)
      .for('no key update');
  await db.update(sessionStages).set(fromTheStart).where(theirs);
  if (names.includes('index')) await raiseFindable(db, sessionIds);
}

const fromTheStart = {
  status: 'waiting',
  progress: 0,
  attempts: 0,
  crashes: 0,
  error: null,
  runId: null,
  heartbeatAt: null,
  runAfter: null,
  startedAt: null,
  finishedAt: null,
} as const;

/**
 * Brings `sessions.status` in line with the stages; gives the stages that may start now. Call after
 * `lockSession`, so that two stages that end at once see each other.
 */
export async function refreshSessionStatus(db: Queryable, sessionId: string): Promise<StageName[]> {
  const [session] = await db
    .select({ status: sessions.status })
    .from(sessions)
    .where(eq(sessions.id, sessionId));
  if (!session) return [];
  const stages = (await listStages(db, [sessionId])).get(sessionId) ?? [];
  await db
    .update(sessions)
    .set({ status: sessionStatusOf(stages, session.status), updatedAt: sql`now()` })
    .where(eq(sessions.id, sessionId));
  return startableStages(stages);
}

export async function insertStages(
  db: Queryable,
  sessionId: string,
  skipped: Partial<Record<StageName, string>>,
): Promise<void> {
  const rows = stageNames.map((name) => {
    const reason = skipped[name];
    return {
      sessionId,
      name,
      ...(reason === undefined ? {} : { status: 'skipped' as const, error: reason }),
    };
  });
  await db.insert(sessionStages).values(rows);
}

/** Whether a stage before this one has not ended yet. */
const waitsForOthers = (() => {
  const pairs = stageNames.flatMap((name) => stageOrder[name].map((before) => sql`(${name}, ${before})`));
  return sql`exists (
    select 1 from session_stages earlier
    where earlier.session_id = ${sessionStages.sessionId} and earlier.status in ('waiting', 'running')
      and (${sessionStages.name}, earlier.name) in (${sql.join(pairs, sql`, `)}))`;
})();

/**
 * Waiting stages that may start, and running ones whose run has died; the bin left out. Each stage has its turn,
 * its oldest sessions first: thousands that wait for one stage do not hide what is due for another.
 */
export function listDueStages(
  db: Queryable,
  limit: number,
): Promise<{ readonly sessionId: string; readonly stage: StageName }[]> {
  return db
    .select({ sessionId: sessionStages.sessionId, stage: sessionStages.name })
    .from(sessionStages)
    .innerJoin(sessions, eq(sessions.id, sessionStages.sessionId))
    .where(
      and(
        isNull(sessions.deletedAt),
        or(
          and(eq(sessionStages.status, 'waiting'), isDue, not(waitsForOthers)),
          and(eq(sessionStages.status, 'running'), isDead),
        ),
      ),
    )
    .orderBy(sql`row_number() over (partition by ${sessionStages.name} order by ${sessions.createdAt})`)
    .limit(limit);
}
