import type { Log } from '../../../drizzle/log.ts';
import { DomainError, isAbort, TransientError } from '../../model/errors.ts';
import { NotCurrent, type SearchIndex } from '../../ports/search-index.ts';

export interface FallbackOptions {
  /** Answers when it can. */
  readonly primary: SearchIndex;
  /** Kept up to date beside it, answers when the other cannot. */
  readonly fallback: SearchIndex;
  readonly log: Log;
  readonly probeEveryMs?: number;
}

const probeTimeoutMs = 2_000;

/**
 * Two indexes that are kept up to date, of which the second answers as soon as the first fails. From then on nobody
 * waits for the first, until a probe in the background finds it well and up to date.
 */
export function withFallback({ primary, fallback, log, probeEveryMs = 2_000 }: FallbackOptions): SearchIndex {
  const circuit = openCircuit({ check: primary.check, log, probeEveryMs });
  /** What waits for it elsewhere is not held up while it is known to be away. */
  const guard = async (write: () => Promise<void>): Promise<void> => {
    if (circuit.isBroken()) throw new TransientError('The search server is away.');
    await write();
  };
  const guarded: SearchIndex = {
    ...primary,
    replaceSession: (...written) => guard(() => primary.replaceSession(...written)),
    removeSession: (...removed) => guard(() => primary.removeSession(...removed)),
  };
  /** `orDegraded` marks what the second says because the first is away. */
  const either = async <T>(
    askFirst: () => Promise<T>,
    askSecond: () => Promise<T>,
    { orDegraded, signal }: { orDegraded: (answer: T) => T; signal: AbortSignal | undefined },
  ): Promise<T> => {
    if (circuit.isBroken()) return orDegraded(await askSecond());
    try {
      return await askFirst();
    } catch (error) {
      if (error instanceof DomainError || isAbort(error, signal)) throw error;
      if (error instanceof NotCurrent) return askSecond();
      circuit.break(error);
      return orDegraded(await askSecond());
    }
  };
  const parts = [fallback, guarded];
  return {
    parts,
    async replaceSession(...written) {
      for (const part of parts) await part.replaceSession(...written);
    },
    async removeSession(...removed) {
      for (const part of parts) await part.removeSession(...removed);
    },
    async upkeep(fill, signal) {
      for (const part of parts) await part.upkeep(fill, signal);
    },
    search: (query, signal) =>
      either(
        () => primary.search(query, signal),
        () => fallback.search(query, signal),
        { orDegraded: (answer) => ({ ...answer, isDegraded: true }), signal },
      ),
    find: (query, signal) =>
      either(
        () => primary.find(query, signal),
        () => fallback.find(query, signal),
        { orDegraded: (found) => found, signal },
      ),
    async check(signal) {
      await fallback.check(signal);
      return (await circuit.probe(signal)) ? 'ok' : 'degraded';
    },
    async close() {
      circuit.close();
      await primary.close();
      await fallback.close();
    },
  };
}

interface CircuitOptions {
  readonly check: SearchIndex['check'];
  readonly log: Log;
  readonly probeEveryMs: number;
}

/** Remembers that an index is away, and asks for it in the background until it is back. */
function openCircuit({ check, log, probeEveryMs }: CircuitOptions) {
  let timer: NodeJS.Timeout | undefined;
  let isBroken = false;
  let isClosed = false;
  const probe = async (signal?: AbortSignal): Promise<boolean> => {
    try {
      const state = await check(
        AbortSignal.any([AbortSignal.timeout(probeTimeoutMs), ...(signal ? [signal] : [])]),
      );
      // It may lag a little at any time; after an outage it has to catch up before it answers.
      if (isBroken && state === 'ok') {
        isBroken = false;
        log.info('the search server answers again');
      }
    } catch (error) {
      signal?.throwIfAborted();
      breakIt(error);
    }
    return !isBroken;
  };
  const probeLater = () => {
    clearTimeout(timer);
    if (isClosed || !isBroken) return;
    timer = setTimeout(() => void probe().then(probeLater), probeEveryMs);
    timer.unref();
  };
  const breakIt = (error: unknown) => {
    if (isBroken) return;
    isBroken = true;
    log.warn({ err: error }, 'the search server is away: the database answers instead');
    probeLater();
  };
  return {
    isBroken: () => isBroken,
    break: breakIt,
    probe,
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
