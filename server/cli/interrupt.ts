import { PermanentError } from '../../core/model/errors.ts';

/**
 * Runs work that Ctrl-C or SIGTERM calls off through its signal, whose reason carries this message. Whoever asks
 * a second time does not wait.
 */
export async function withInterrupt<T>(
  message: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort(new PermanentError(message));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await work(interrupted.signal);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
