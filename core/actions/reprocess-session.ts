import type { Transaction } from '../../drizzle/client.ts';
import { listStages } from '../../drizzle/queries/stages.ts';
import { mediaStages, type StageName, stageNames, withDependents } from '../model/session.ts';
import { changeSession } from './change-session.ts';
import type { ActionDeps } from './deps.ts';

/** Runs stages again with all that build on them; without `stages` those that failed, and all when none did. `note` is part of the transaction. */
export async function reprocessSession(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log'>,
  session: { readonly id: string; readonly hasRecording: boolean },
  stages?: readonly StageName[],
  note: (tx: Transaction) => Promise<void> = async () => {},
): Promise<void> {
  const chosen = stages ?? (await failedStages(deps, session.id));
  const again = withDependents(chosen.length > 0 ? chosen : stageNames).filter(
    (name) => session.hasRecording || !mediaStages.includes(name),
  );
  await changeSession(deps, session.id, again, note);
}

async function failedStages({ db }: Pick<ActionDeps, 'db'>, sessionId: string): Promise<StageName[]> {
  const stages = (await listStages(db, [sessionId])).get(sessionId) ?? [];
  return stages.filter((stage) => stage.status === 'failed').map((stage) => stage.name);
}
