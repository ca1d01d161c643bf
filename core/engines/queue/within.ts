import { TransientError } from '../../model/errors.ts';

/**
 * The result of `work`, unless it takes longer than `limitMs` (TransientError) or `signal` aborts (its reason).
 * The work itself goes on; its late failure is swallowed, since somebody has already been told.
 */
export async function within<T>(
  work: Promise<T>,
  { limitMs, what, signal }: { limitMs: number; what: string; signal?: AbortSignal | undefined },
): Promise<T> {
  work.catch(() => undefined);
  signal?.throwIfAborted();
  return await new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(signal?.reason);
    const timer = setTimeout(
      () => reject(new TransientError(`${what} took longer than ${limitMs} ms`)),
      limitMs,
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    });
  });
}
