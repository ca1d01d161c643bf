import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import type { StageName } from '../../core/model/session.ts';
import type { Queryable } from '../client.ts';
import { sessionStages, sessions } from '../schema/sessions.ts';
import { users } from '../schema/users.ts';
import type { StageRow } from './stages.ts';
import { openTo } from './visibility.ts';

export type JobState = 'waiting' | 'running' | 'failed';

export interface ListedJob {
  readonly stage: StageRow;
  readonly owner: { readonly id: string; readonly name: string };
  readonly addedAt: Date;
  /** `null`: the reader may not open the session. */
  readonly session: { readonly slug: string; readonly title: string } | null;
}

interface JobFilter {
  readonly state: JobState;
  readonly stage?: StageName | undefined;
  readonly limit: number;
  /** Stage and session of the last one of the page before. */
  readonly after?: { readonly name: string; readonly id: string } | undefined;
}

/** Stages of all sessions outside the bin, those of the newest first. */
export async function listJobs(
  db: Queryable,
  reader: Reader,
  { state, stage, limit, after }: JobFilter,
): Promise<ListedJob[]> {
  const rows = await db
    .select({
      stage: sessionStages,
      owner: { id: users.id, name: users.name },
      addedAt: sessions.createdAt,
      slug: sessions.slug,
      title: sessions.title,
      isOpen: sql<boolean>`${openTo(reader)}`,
    })
    .from(sessionStages)
    .innerJoin(sessions, eq(sessions.id, sessionStages.sessionId))
    .innerJoin(users, eq(users.id, sessions.ownerId))
    .where(
      and(
        isNull(sessions.deletedAt),
        eq(sessionStages.status, state),
        stage && eq(sessionStages.name, stage),
        after &&
          sql`(${sessionStages.sessionId}, ${sessionStages.name}) < (${after.id}::uuid, ${after.name})`,
      ),
    )
    .orderBy(desc(sessionStages.sessionId), desc(sessionStages.name))
    .limit(limit);
  return rows.map(({ slug, title, isOpen, ...row }) => ({
    ...row,
    session: isOpen ? { slug, title } : null,
  }));
}

/** Over all sessions outside the bin. */
export async function countJobs(db: Queryable): Promise<Record<JobState, number>> {
  const rows = await db
    .select({ status: sessionStages.status, stages: sql<number>`count(*)::int` })
    .from(sessionStages)
    .innerJoin(sessions, eq(sessions.id, sessionStages.sessionId))
    .where(and(isNull(sessions.deletedAt), inArray(sessionStages.status, ['waiting', 'running', 'failed'])))
    .groupBy(sessionStages.status);
  const of = (state: JobState) => rows.find(({ status }) => status === state)?.stages ?? 0;
  return { waiting: of('waiting'), running: of('running'), failed: of('failed') };
}

/** Sessions outside the bin with a stage that failed, oldest first, and which. */
export async function listFailed(
  db: Queryable,
  limit: number,
): Promise<{ readonly id: string; readonly hasRecording: boolean; readonly failed: readonly StageName[] }[]> {
  return db
    .select({
      id: sessions.id,
      hasRecording: sessions.hasRecording,
      failed: sql<StageName[]>`array_agg(${sessionStages.name})`,
    })
    .from(sessionStages)
    .innerJoin(sessions, eq(sessions.id, sessionStages.sessionId))
    .where(and(isNull(sessions.deletedAt), eq(sessionStages.status, 'failed')))
    .groupBy(sessions.id)
    .orderBy(sessions.id)
    .limit(limit);
}
