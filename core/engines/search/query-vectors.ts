import { setTimeout as delay } from 'node:timers/promises';
import { PermanentError, RetryAfterError, TransientError } from '../../model/errors.ts';
import { meaning } from '../../model/search/meaning.ts';
import type { Embedder } from '../../ports/embedder.ts';

export interface QueryVector {
  readonly space: string;
  readonly vector: Float32Array;
}

/** What queries mean, for any search engine. */
export interface QueryVectors {
  readonly name: string;
  /** Never rejects and never takes longer than `waitMs`: `null` when there is no vector by then. */
  of(text: string): Promise<QueryVector | null>;
  /** Whether looking through what passages mean ended in time; when it often does not, no more is asked for a while. */
  noteScan(isInTime: boolean): void;
  /** Rejects with why the last question was not answered. */
  check(): Promise<void>;
}

/** Search by words alone. */
export const noQueryVectors: QueryVectors = {
  name: 'none',
  of: async () => null,
  noteScan: () => {},
  check: async () => {},
};

export interface QueryVectorSettings {
  readonly embedder: Embedder;
  /** The space that passages can be found in now; `null`: none. May reject. */
  readonly spaceInUse: () => Promise<string | null>;
  /** For the vector of one query; after it search goes by words. */
  readonly waitMs?: number | undefined;
  readonly now?: () => number;
}

/** Of some 6 kB each. */
const remembered = 1_000;
/** A slow answer serves the next who asks the same. */
const requestMs = 5_000;
/** One failure may be chance; after these the server is left alone. */
const mostFailures = 3;
const leftAloneMs = 30_000;

/** Asks the embedder, remembers, and leaves it alone for a while when it fails. */
export function queryVectors({
  embedder,
  spaceInUse,
  waitMs = meaning.waitMs,
  now = () => performance.now(),
}: QueryVectorSettings): QueryVectors {
  const known = new Map<string, QueryVector | null>();
  const asked = new Map<string, Promise<QueryVector | null>>();
  let failures = 0;
  let slowScans = 0;
  let leftAloneUntil = Number.NEGATIVE_INFINITY;
  let scansRestUntil = Number.NEGATIVE_INFINITY;
  let failure: unknown = null;

  async function ask(space: string, text: string, key: string): Promise<QueryVector | null> {
    const signal = AbortSignal.timeout(requestMs);
    const [vector = null] = await embedder.embed([text], { purpose: 'query', space, signal });
    const found = vector === null ? null : { space, vector };
    failures = 0;
    failure = null;
    known.set(key, found);
    for (const oldest of known.keys()) {
      if (known.size <= remembered) break;
      known.delete(oldest);
    }
    return found;
  }

  function noteFailure(cause: unknown): null {
    failure = cause;
    failures += 1;
    const told = cause instanceof RetryAfterError ? cause.delaySeconds * 1_000 : 0;
    if (failures >= mostFailures || told > 0 || cause instanceof PermanentError)
      leftAloneUntil = now() + Math.max(leftAloneMs, told);
    return null;
  }

  async function find(text: string): Promise<QueryVector | null> {
    const space = now() < scansRestUntil ? null : await spaceInUse();
    if (space === null) return null;
    const key = `${space}\n${text}`;
    const before = known.get(key);
    if (before !== undefined) {
      known.delete(key);
      known.set(key, before);
      return before;
    }
    const running = asked.get(key);
    if (running !== undefined) return running;
    if (now() < leftAloneUntil) return null;
    const asking = ask(space, text, key)
      .catch(noteFailure)
      .finally(() => asked.delete(key));
    asked.set(key, asking);
    return asking;
  }

  return {
    name: embedder.name,
    noteScan(isInTime) {
      slowScans = isInTime ? 0 : slowScans + 1;
      if (slowScans >= mostFailures) scansRestUntil = now() + leftAloneMs;
    },
    async of(text) {
      const done = new AbortController();
      const tooLate = delay(waitMs, null, { signal: done.signal, ref: false }).catch(() => null);
      try {
        return await Promise.race([find(text).catch(noteFailure), tooLate]);
      } finally {
        done.abort();
      }
    },
    async check() {
      if (slowScans >= mostFailures)
        throw new TransientError('Looking through what passages mean takes too long.');
      if (failure !== null)
        throw new TransientError('What queries mean could not be asked.', { cause: failure });
    },
  };
}
