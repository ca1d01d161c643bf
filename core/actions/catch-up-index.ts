import type { Database } from '../../drizzle/client.ts';
import type { Log } from '../../drizzle/log.ts';
import { aloneWithIndex, listBehind } from '../../drizzle/queries/indexed-sessions.ts';
import { isAbort } from '../model/errors.ts';
import type { IndexCopy, SearchIndex } from '../ports/search-index.ts';
import { bringUpToDate, partsOf } from './index-now.ts';

interface Deps {
  readonly db: Database;
  readonly searchIndex: SearchIndex;
  readonly log: Log;
}

const batch = 500;
/** After so many failures it is not about the sessions: the rest waits for the next time. */
const mostFailures = 20;
/** Of the pool's ten connections each takes one for moments; a server works on the tasks of several together. */
const atOnce = 4;

/** `busy`: another process is at it. */
export type CaughtUp = 'complete' | 'incomplete' | 'busy';

interface Options {
  readonly signal?: AbortSignal | undefined;
  /** After each session that was written. */
  readonly onSession?: ((sessionId: string) => void) | undefined;
}

/**
 * Brings all indexes up to what the database says is to be found: after an outage, a lost task, a killed process or
 * a change of their format. Idempotent; one process at a time. Never fails: what is left is for the next time.
 */
export async function catchUpIndex(deps: Deps, { signal, onSession }: Options = {}): Promise<CaughtUp> {
  const outcomes: CaughtUp[] = [];
  for (const part of partsOf(deps.searchIndex)) {
    try {
      const isFilled: boolean[] = [];
      const isOurs = await aloneWithIndex(deps.db, async () => {
        await part.upkeep(async (copy) => {
          const isWhole = await fill(deps, copy, { signal, onSession });
          isFilled.push(isWhole);
          return isWhole;
        }, signal);
        return true;
      });
      outcomes.push(isOurs === null ? 'busy' : isFilled.every(Boolean) ? 'complete' : 'incomplete');
    } catch (error) {
      if (isAbort(error, signal)) return 'incomplete';
      deps.log.warn({ err: error }, 'the search index is brought up to date later');
      outcomes.push('incomplete');
    }
  }
  return (['incomplete', 'busy'] as const).find((one) => outcomes.includes(one)) ?? 'complete';
}

/** One session's failure holds up no other. False: there was one. */
async function fill({ db, log }: Deps, copy: IndexCopy, { signal, onSession }: Options): Promise<boolean> {
  let failures = 0;
  let written = 0;
  const write = async (id: string) => {
    if (failures >= mostFailures) return;
    try {
      await bringUpToDate(db, copy, id, signal);
      written += 1;
      onSession?.(id);
    } catch (error) {
      signal?.throwIfAborted();
      failures += 1;
      if (failures === 1)
        log.warn({ err: error, sessionId: id, copy: copy.id }, 'a session could not be indexed');
    }
  };
  for (let after: string | null = null; ; ) {
    const ids = await listBehind(db, copy.id, { after, limit: batch });
    await inParallel(ids, write);
    after = ids.at(-1) ?? null;
    if (after === null || failures >= mostFailures) break;
  }
  if (written > 0) log.info({ copy: copy.id, sessionCount: written }, 'the search index has caught up');
  return failures === 0;
}

async function inParallel(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
  const rest = ids[Symbol.iterator]();
  const worker = async () => {
    for (const id of rest) await work(id);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
