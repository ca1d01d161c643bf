import type { RawCue } from './read-cues.ts';

/** Inline times and colour tags do not make a line another one. */
const plain = (line: string): string => line.replace(/<[^<>]{0,200}>/g, '').trim();

/** Cues further apart do not scroll. */
const largestGapSeconds = 0.5;

/**
 * Removes what YouTube's automatic captions repeat: they scroll, so that every cue shows the line of the one
 * before it again above its own. A person may well say "Yes." twice, so nothing is touched unless at least
 * three cues, and a third of all, begin with the last line of their predecessor.
 */
export function dropRolledLines(cues: readonly RawCue[]): readonly RawCue[] {
  const lines = cues.map((cue) => cue.lines.map(plain));
  const repeats = cues.map((cue, at) => {
    const before = cues[at - 1];
    const last = lines[at - 1]?.findLast((line) => line !== '');
    const first = lines[at]?.find((line) => line !== '');
    const isNear = before !== undefined && cue.startSeconds - before.endSeconds < largestGapSeconds;
    return isNear && first !== undefined && first === last;
  });
  const count = repeats.filter(Boolean).length;
  if (count < 3 || count * 3 < cues.length) return cues;
  return cues.flatMap((cue, at) => {
    if (!repeats[at]) return [cue];
    const repeated = lines[at]?.findIndex((line) => line !== '') ?? 0;
    const rest = cue.lines.slice(repeated + 1);
    return rest.some((line) => plain(line) !== '') ? [{ ...cue, lines: rest }] : [];
  });
}
