import { parseTimestamp } from './timestamps.ts';

/** A line of speech in an ASS or SSA file. */
export interface Dialogue {
  readonly start: number;
  readonly end: number;
  readonly speaker: string | null;
  readonly lines: readonly string[];
}

/** With this line an ASS or SSA file begins. */
export const isAssHeader = (line: string): boolean => /^\uFEFF?\[Script Info\]\s*$/i.test(line);

/** Layer, start, end, style, name, three margins, effect; the text after them may have commas of its own. */
const dialogue =
  /^\s*Dialogue:[^,]{0,40},([^,]{4,30}),([^,]{4,30}),[^,]{0,200},([^,]{0,200})(?:,[^,]{0,200}){4},/i;

/** `{\p1}`: what follows is a drawing. */
const drawing = /\{[^{}]{0,200}\\p[1-9]/;

/**
 * A `Dialogue:` line of SubStation Alpha (v4 and v4+ have these columns in this order), its overrides and
 * comments in braces taken out; `null` for every other line, such as styles, comments and drawings.
 */
export function readDialogue(line: string): Dialogue | null {
  const match = dialogue.exec(line);
  const start = parseTimestamp((match?.[1] ?? '').trim());
  const end = parseTimestamp((match?.[2] ?? '').trim());
  if (!match || start === null || end === null) return null;
  const source = line.slice(match[0].length);
  if (drawing.test(source)) return null;
  const text = source.replace(/\{[^{}]{0,1000}\}/g, '').replace(/\\h/g, ' ');
  return { start, end, speaker: match[3]?.trim() || null, lines: text.split(/\\[Nn]/) };
}
