import type { Database } from '../../drizzle/client.ts';
import { findableVersionOf } from '../../drizzle/queries/indexed-sessions.ts';
import { findAnySession } from '../../drizzle/queries/sessions.ts';
import { replaceSuggestions } from '../../drizzle/queries/suggestion-rows.ts';
import type { SearchIndex, SessionWriter } from '../ports/search-index.ts';
import type { ActionDeps } from './deps.ts';
import { readForIndex } from './index-session.ts';
import { keepSpeech } from './keep-speech.ts';

type Deps = Pick<ActionDeps, 'db' | 'searchIndex' | 'log'>;

/** How long an edit, and a stage, wait for an index on another machine; after that the sweep sees to it. */
const editWaitsMs = 2_000;
const stageWaitsMs = 10_000;

/** The indexes that are to be kept up to date. The first one must be. */
export const partsOf = (searchIndex: SearchIndex): readonly SearchIndex[] =>
  searchIndex.parts ?? [searchIndex];

/** Writes a session to an index, and what it is suggested by, as it is now; takes it out when it is in the bin. */
export async function bringUpToDate(
  db: Database,
  index: SessionWriter,
  sessionId: string,
  signal?: AbortSignal,
): Promise<void> {
  const version = await findableVersionOf(db, sessionId);
  const session = await findAnySession(db, sessionId);
  if (!session) return;
  if (session.deletedAt) {
    await index.removeSession({ id: session.id, version }, signal);
    return;
  }
  const { document, passages } = await readForIndex(db, session, version);
  await replaceSuggestions(db, sessionId);
  await index.replaceSession(document, passages, signal);
}

/** The same for all indexes, and for what is suggested as one types. Throws when the first cannot be brought up to date; the others may be a little later. */
export async function indexSession(
  { db, searchIndex, log }: Deps,
  sessionId: string,
  { signal, waitMs = stageWaitsMs }: { readonly signal?: AbortSignal; readonly waitMs?: number } = {},
): Promise<void> {
  const [first, ...others] = partsOf(searchIndex);
  if (first) await bringUpToDate(db, first, sessionId, signal);
  await replaceSuggestions(db, sessionId);
  await keepSpeech(db, sessionId);
  for (const part of others) {
    const limited = AbortSignal.any([AbortSignal.timeout(waitMs), ...(signal ? [signal] : [])]);
    try {
      await bringUpToDate(db, part, sessionId, limited);
    } catch (error) {
      signal?.throwIfAborted();
      log.debug({ err: error, sessionId }, 'a search server gets a session later');
    }
  }
}

/** Before the stages come to it, which may take as long as a transcription or all that waits before it. Never fails: the sweep will. */
export async function indexNow(deps: Deps, sessionId: string): Promise<void> {
  try {
    await indexSession(deps, sessionId, { waitMs: editWaitsMs });
  } catch (error) {
    deps.log.warn(
      { err: error, sessionId },
      'what was there before is found until the session is indexed again',
    );
  }
}
