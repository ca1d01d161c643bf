import { setTimeout as delay } from 'node:timers/promises';
import { embedPassages, settleSpace } from '../core/actions/embed-passages.ts';
import { PermanentError, RetryAfterError } from '../core/model/errors.ts';
import type { Embedder } from '../core/ports/embedder.ts';
import { openAdvisoryLocks } from '../drizzle/advisory-locks.ts';
import type { ConnectionConfig, Database } from '../drizzle/client.ts';
import type { Log } from '../drizzle/log.ts';
import { keepNearIndex } from '../drizzle/near-index.ts';
import { newestPassageId } from '../drizzle/queries/vectors.ts';

export interface EmbeddingDeps {
  readonly db: Database;
  readonly connectionConfig: ConnectionConfig;
  readonly embedder: Embedder;
  readonly log: Log;
}

const lockName = 'embedding';
/** What was indexed meanwhile has new ids: looking above the last one costs nothing. */
const lookEveryMs = 3_000;
/** A transaction may commit an id later than a higher one: all passages are looked through. */
const lookThroughEveryMs = 5 * 60_000;
const otherProcessEveryMs = 30_000;
const firstRetryMs = 5_000;
const longestRetryMs = 5 * 60_000;
/** For somebody to mend the configuration. */
const afterRefusalMs = 10 * 60_000;

/**
 * Keeps vectors of what can be searched, behind everything else: no stage, person or search waits for it, and what it
 * has not come to is found by its words. The database says what is missing, so it may be killed anywhere. One process
 * at a time does it, since the embedding server is the same for all.
 */
export function startEmbedding(deps: EmbeddingDeps): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { space } = deps.embedder;
  const running = space === null ? Promise.resolve() : keepEmbedding(deps, space, stopping.signal);
  return {
    async stop() {
      stopping.abort(new DOMException('The workers are closing', 'AbortError'));
      await running;
    },
  };
}

async function keepEmbedding(deps: EmbeddingDeps, space: string, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const onProgress = () => {
      failures = 0;
    };
    try {
      await holdLock(deps, signal, (held) => followPassages(deps, space, held, onProgress));
    } catch (error) {
      if (signal.aborted) return;
      const waitMs = retryMs(error, failures);
      failures += 1;
      deps.log.warn({ err: error, waitMs }, 'embedding stopped and is tried again; search goes by words');
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Does the work once no other process does it. */
async function holdLock(
  deps: EmbeddingDeps,
  signal: AbortSignal,
  work: (held: AbortSignal) => Promise<void>,
): Promise<void> {
  const locks = await openAdvisoryLocks(deps, deps.log);
  const lost = new AbortController();
  try {
    for (;;) {
      const release = await locks.tryAcquire(lockName, () => lost.abort(new Error('the lock was lost')));
      if (release !== null) return await work(AbortSignal.any([signal, lost.signal])).finally(release);
      await delay(otherProcessEveryMs, undefined, { signal });
    }
  } finally {
    await locks.close();
  }
}

/** Until aborted: all that has no vector, then whatever is indexed. */
async function followPassages(
  deps: EmbeddingDeps,
  space: string,
  signal: AbortSignal,
  onProgress: () => void,
): Promise<void> {
  const { db, embedder, log } = deps;
  let hasIndex = false;
  for (;;) {
    const lookedThroughAt = performance.now();
    let above = await newestPassageId(db);
    const count = await embedAll({ db, embedder }, { space, above: 0, signal }, onProgress);
    await settleSpace({ db }, space);
    if (!hasIndex) hasIndex = await indexVectors(deps, space, signal);
    if (count > 0) log.info({ count, space }, 'all passages can be found by meaning');
    while (performance.now() - lookedThroughAt < lookThroughEveryMs) {
      await delay(lookEveryMs, undefined, { signal });
      const newest = await newestPassageId(db);
      await embedAll({ db, embedder }, { space, above, signal }, onProgress);
      above = newest;
    }
  }
}

/** Tried once a start: without it all vectors are looked through. False: it is too early. */
async function indexVectors(deps: EmbeddingDeps, space: string, signal: AbortSignal): Promise<boolean> {
  try {
    return await keepNearIndex(deps, space, signal);
  } catch (error) {
    signal.throwIfAborted();
    deps.log.warn({ err: error }, 'pgvector could not index what passages mean: all of it is looked through');
    return true;
  }
}

async function embedAll(
  deps: Pick<EmbeddingDeps, 'db' | 'embedder'>,
  wanted: { readonly space: string; readonly above: number; readonly signal: AbortSignal },
  onProgress: () => void,
): Promise<number> {
  for (let sum = 0; ; ) {
    wanted.signal.throwIfAborted();
    const count = await embedPassages(deps, wanted);
    if (count === 0) return sum;
    sum += count;
    onProgress();
  }
}

function retryMs(error: unknown, failures: number): number {
  if (error instanceof RetryAfterError) return error.delaySeconds * 1_000;
  if (error instanceof PermanentError) return afterRefusalMs;
  return Math.min(longestRetryMs, firstRetryMs * 2 ** failures);
}
