import { ApiError } from '../../api.ts';

interface KeepTryingOptions {
  /** Says `online` when the network is back: the window. */
  readonly network: EventTarget;
  /** Ends waiting and trying; the reason is thrown. */
  readonly signal: AbortSignal;
  /** It did not work and will be tried again. */
  readonly onWait: (error: ApiError) => void;
  /** Whether something was achieved since the last call, so that patience begins anew. */
  readonly hasMoved?: () => boolean;
  /** What is sent cannot be had again: errors and an ended sign-in are waited for too, and never for long. */
  readonly isEndless?: boolean;
}

/** A server that answers with errors is given some two minutes; one that does not answer any time at all. */
const maxErrors = 8;
const delaysMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;
const longestMs = 30_000;
const longestOfEndlessMs = 4_000;

/**
 * Repeats what failed for a reason that passes: no network, a server that restarts. Waits longer from time to
 * time, and goes on at once when the browser is online again. Throws what does not pass.
 */
export async function keepTrying<T>(attempt: () => Promise<T>, options: KeepTryingOptions): Promise<T> {
  const { network, signal, onWait, hasMoved = () => false, isEndless = false } = options;
  const mayPass = (error: unknown): error is ApiError =>
    isPassing(error) || (isEndless && error instanceof ApiError && [401, 429, 507].includes(error.status));

  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (hasMoved()) failures = 0;
      const isOver = !isEndless && failures >= maxErrors;
      if (!mayPass(error) || (error.status !== 0 && isOver)) throw error;
      onWait(error);
      const ms = delaysMs[failures] ?? longestMs;
      await waitUntilOnline(network, isEndless ? Math.min(ms, longestOfEndlessMs) : ms, signal);
    }
  }
}

/** 423: the server still holds what broke off. 409 without an address: it has got further than we know. */
export function isPassing(error: unknown): error is ApiError {
  if (!(error instanceof ApiError)) return false;
  const { status, url } = error;
  return (
    status === 0 || status === 423 || (status === 409 && url === null) || (status >= 500 && status !== 507)
  );
}

function waitUntilOnline(network: EventTarget, ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const end = (then: () => void) => {
      clearTimeout(timer);
      over.abort();
      then();
    };
    const timer = setTimeout(() => end(resolve), ms);
    network.addEventListener('online', () => end(resolve), { signal: over.signal });
    signal.addEventListener('abort', () => end(() => reject(signal.reason)), { signal: over.signal });
  });
}
