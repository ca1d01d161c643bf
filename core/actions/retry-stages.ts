import { writeAudit } from '../../drizzle/queries/audit.ts';
import { listFailed } from '../../drizzle/queries/jobs.ts';
import { findAnySession } from '../../drizzle/queries/sessions.ts';
import { listStages } from '../../drizzle/queries/stages.ts';
import { DomainError } from '../model/errors.ts';
import type { StageName } from '../model/session.ts';
import type { ActionDeps } from './deps.ts';
import { reprocessSession } from './reprocess-session.ts';

type Deps = Pick<ActionDeps, 'db' | 'queue' | 'log'>;

/** About as many as a request has time for. */
const mostAtOnce = 200;

/** Runs a failed stage of any session again, with all that builds on it. Throws `not-found` for one that has not failed. */
export async function retryStage(deps: Deps, by: string, sessionId: string, stage: StageName): Promise<void> {
  const session = await findAnySession(deps.db, sessionId);
  const stages = (await listStages(deps.db, [sessionId])).get(sessionId) ?? [];
  const hasFailed = stages.some(({ name, status }) => name === stage && status === 'failed');
  if (!session || session.deletedAt || !hasFailed)
    throw new DomainError('not-found', 'There is no such stage that has failed.');
  await retry(deps, by, session, [stage]);
}

/** The same for all that has failed, at most 200 sessions at once; gives how many it was. */
export async function retryFailed(deps: Deps, by: string): Promise<number> {
  const sessions = await listFailed(deps.db, mostAtOnce);
  for (const { failed, ...session } of sessions) await retry(deps, by, session, failed);
  return sessions.length;
}

async function retry(
  deps: Deps,
  by: string,
  session: { readonly id: string; readonly hasRecording: boolean },
  stages: readonly StageName[],
): Promise<void> {
  await reprocessSession(deps, session, stages, (tx) =>
    writeAudit(tx, {
      ...{ by, action: 'stage-retried', subject: 'session', subjectId: session.id },
      after: stages.join(', '),
    }),
  );
}
