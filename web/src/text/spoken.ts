import { count } from './list.ts';
import { formatLength } from './time.ts';

/** `48 min in 3 sessions`; without the time where no text says how long. */
export function spokenWords({
  seconds,
  sessionCount,
}: {
  readonly seconds: number;
  readonly sessionCount: number;
}): string {
  const sessions = count(sessionCount, 'session');
  return seconds > 0 ? `${formatLength(seconds)} in ${sessions}` : sessions;
}
