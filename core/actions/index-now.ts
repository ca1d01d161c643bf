import { findAnySession } from '../../drizzle/queries/sessions.ts';
import { listStages } from '../../drizzle/queries/stages.ts';
import { startableStages } from '../model/session.ts';
import type { ActionDeps } from './deps.ts';
import { readForIndex } from './index-session.ts';

type Deps = Pick<ActionDeps, 'db' | 'searchIndex' | 'log'>;

/** Before the stages come to it, which may take as long as a transcription. Never fails: they will. */
export async function indexNow({ db, searchIndex, log }: Deps, sessionId: string): Promise<void> {
  try {
    const fresh = await findAnySession(db, sessionId);
    if (!fresh || fresh.deletedAt) return;
    const { document, passages } = await readForIndex(db, fresh);
    await searchIndex.replaceSession(document, passages);
  } catch (error) {
    log.warn({ err: error, sessionId }, 'what was there before is found until the session is indexed again');
  }
}

/** The same, where the stage has to wait for others; else it is as good as running. */
export async function indexUnlessDue(deps: Deps, sessionId: string): Promise<void> {
  const stages = (await listStages(deps.db, [sessionId])).get(sessionId) ?? [];
  const isWaiting = stages.some(({ name, status }) => name === 'index' && status === 'waiting');
  if (isWaiting && !startableStages(stages).includes('index')) await indexNow(deps, sessionId);
}
