import type { Segment } from './transcript.ts';
import { speakersOf } from './transcript.ts';

/**
 * The session's speakers after its text has changed: where they were those that are heard in it, they still are;
 * names that a person set stay.
 */
export function speakersAfter(
  speakers: readonly string[],
  before: readonly Segment[],
  after: readonly Segment[],
): string[] {
  const heard = speakersOf(before);
  const isHeard = speakers.length === heard.length && speakers.every((name) => heard.includes(name));
  const now = speakersOf(after);
  return isHeard && now.length > 0 ? now : [...speakers];
}
