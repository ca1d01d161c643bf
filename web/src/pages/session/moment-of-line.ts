import type { Segment } from '../../../../core/model/transcript.ts';

/** As long as what search finds: a passage has 30 to 45 s. */
const momentSeconds = 40;

/** The moment that begins with a line of the transcript: to the end of the last line that begins within 40 s. */
export function momentOfLine(segments: readonly Segment[], line: number) {
  const first = segments[line];
  if (!first) return undefined;
  const until = first.startSeconds + momentSeconds;
  const last = segments.slice(line).findLast(({ startSeconds }) => startSeconds < until);
  const endSeconds = Math.max(last?.endSeconds ?? until, first.startSeconds + 1);
  return { startSeconds: first.startSeconds, endSeconds };
}
