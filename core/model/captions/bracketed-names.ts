import type { RawCue } from './read-cues.ts';
import { looksLikeName } from './speakers.ts';

/** `Dana Whitfield` of a line `(Dana Whitfield)`, else `null`. */
function bracketedName(line: string): string | null {
  const name = /^\s*\(([^()]{1,100})\)\s*$/.exec(line)?.[1];
  return name !== undefined && looksLikeName(name) ? name : null;
}

const beginsWithName = ({ lines }: RawCue): boolean =>
  lines.length > 1 && bracketedName(lines[0] ?? '') !== null;

/**
 * Google Meet puts who speaks in brackets on a line of its own, and a dash between two people. They become voices
 * when every second cue begins with such a line: a mere `(Applause)` now and then is no speaker.
 */
export function nameBracketed(cues: readonly RawCue[]): readonly RawCue[] {
  const count = cues.filter(beginsWithName).length;
  if (count < 2 || count * 2 < cues.length) return cues;
  return cues.map((cue) => ({
    ...cue,
    lines: cue.lines
      .filter((line) => line.trim() !== '-')
      .map((line) => {
        const name = bracketedName(line);
        return name === null ? line : `<v ${name}>`;
      }),
  }));
}
