import { readPreference, writePreference } from './preferences.ts';
import { nameOfWatched } from './watched-name.ts';

/** How far somebody has got in a session. */
export interface Watched {
  readonly sessionId: string;
  readonly seconds: number;
  readonly durationSeconds: number;
}

/** More than anybody goes on with. */
const mostKept = 20;

/** Whether it is neither hardly begun nor as good as done: from 10 s, or 5 % of something short, to the last 5 %. */
export function isUnderWay({ seconds, durationSeconds }: Watched): boolean {
  const begun = Math.min(10, durationSeconds * 0.05);
  const left = Math.min(60, Math.max(2, durationSeconds * 0.05));
  return seconds >= begun && seconds < durationSeconds - left;
}

/** The list with how far somebody has got, last watched first; without the session once it is done. */
export function withWatched(list: readonly Watched[], watched: Watched): Watched[] {
  const others = list.filter(({ sessionId }) => sessionId !== watched.sessionId);
  return isUnderWay(watched) ? [watched, ...others].slice(0, mostKept) : others;
}

/** What was stored, without what is no entry of the list. */
export function parseWatched(stored: string | null): Watched[] {
  try {
    const list: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(list) ? list.filter(isWatched) : [];
  } catch {
    return [];
  }
}

function isWatched(value: unknown): value is Watched {
  if (typeof value !== 'object' || value === null) return false;
  const numbers = [Reflect.get(value, 'seconds'), Reflect.get(value, 'durationSeconds')];
  return typeof Reflect.get(value, 'sessionId') === 'string' && numbers.every(Number.isFinite);
}

export const readWatched = (personId: string): Watched[] =>
  parseWatched(readPreference(nameOfWatched(personId)));

export const noteWatched = (personId: string, watched: Watched): void =>
  write(personId, withWatched(readWatched(personId), watched));

export const forgetWatched = (personId: string, sessionId: string): void =>
  write(
    personId,
    readWatched(personId).filter((one) => one.sessionId !== sessionId),
  );

const write = (personId: string, list: readonly Watched[]): void =>
  writePreference(nameOfWatched(personId), list.length > 0 ? JSON.stringify(list) : null);
