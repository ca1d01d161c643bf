import { findAnySession } from '../../drizzle/queries/sessions.ts';
import { replaceSuggestions } from '../../drizzle/queries/suggestion-rows.ts';
import type { ActionDeps } from './deps.ts';
import { readForIndex } from './index-session.ts';

type Deps = Pick<ActionDeps, 'db' | 'searchIndex' | 'log'>;

/** Before the stages come to it, which may take as long as a transcription or all that waits before it. Never fails: they will. */
export async function indexNow({ db, searchIndex, log }: Deps, sessionId: string): Promise<void> {
  try {
    const fresh = await findAnySession(db, sessionId);
    if (!fresh || fresh.deletedAt) return;
    const { document, passages } = await readForIndex(db, fresh);
    await searchIndex.replaceSession(document, passages);
    await replaceSuggestions(db, sessionId);
  } catch (error) {
    log.warn({ err: error, sessionId }, 'what was there before is found until the session is indexed again');
  }
}
