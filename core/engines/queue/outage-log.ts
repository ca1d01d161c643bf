import type { Log } from '../../../drizzle/log.ts';

/** An outage is over when nothing was heard of it for this long. Every client retries at least every 15 s. */
const quietMs = 30_000;

/**
 * Says once per outage that the queue's server cannot be reached: clients repeat the same error up to
 * 11 times a second while it is down (measured). The repetitions go to `debug`.
 */
export function outageLog(log: Log, now: () => number = Date.now): (error: Error) => void {
  let lastErrorAt = Number.NEGATIVE_INFINITY;
  return (error) => {
    const isRepetition = now() - lastErrorAt < quietMs;
    lastErrorAt = now();
    if (isRepetition) log.debug({ err: error }, 'The job queue still has trouble');
    else log.error({ err: error }, 'The job queue has trouble; its clients keep trying');
  };
}
