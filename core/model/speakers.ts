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

/** Whether a machine gave the name ("Speaker 2"): it is nobody's. */
export const isVoice = (name: string): boolean => /^speaker [A-Z]?\d*$/i.test(name);

/** How long somebody speaks in a session; `null`: those whom nobody has named. */
export interface Speech {
  readonly name: string | null;
  readonly seconds: number;
}

/**
 * Who speaks in a session and for how long; a name without a line in the text has no seconds. Where one speaker is
 * named and one voice heard, it is theirs.
 */
export function speechOf(speakers: readonly string[], segments: readonly Segment[]): Speech[] {
  const named = new Map(speakers.filter((name) => !isVoice(name)).map((name) => [name, 0]));
  const voices = new Set<string | null>();
  let unnamedSeconds = 0;
  for (const { speaker, startSeconds, endSeconds } of segments) {
    const seconds = Math.max(0, endSeconds - startSeconds);
    if (!speaker || isVoice(speaker)) {
      voices.add(speaker);
      unnamedSeconds += seconds;
    } else named.set(speaker, (named.get(speaker) ?? 0) + seconds);
  }
  const [only, ...others] = named.keys();
  if (only !== undefined && others.length === 0 && voices.size === 1 && named.get(only) === 0)
    return [
      { name: only, seconds: unnamedSeconds },
      { name: null, seconds: 0 },
    ];
  return [
    ...[...named].map(([name, seconds]) => ({ name, seconds })),
    { name: null, seconds: unnamedSeconds },
  ];
}
