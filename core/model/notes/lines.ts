import { type Comparisons, commonSubsequence } from '../transcript/common-subsequence.ts';

/** As many bytes of UTF-8 as a session's notes may have. */
export const mostNoteBytes = 200_000;

/** The text with line feeds alone between its lines, and without what is blank at its end. */
export function tidyNotes(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').trimEnd();
}

/** An empty text has no lines. */
export const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));

/**
 * Which lines two texts have in common, as pairs of their places in order. Blank lines are alike anywhere: only those
 * between lines that are in common already are paired, the first with the first.
 */
export function alignLines(
  a: readonly string[],
  b: readonly string[],
  comparisons?: Comparisons,
): (readonly [number, number])[] {
  const [saidInA, saidInB] = [placesOf(a, false), placesOf(b, false)];
  const textsOf = (lines: readonly string[], places: readonly number[]) =>
    places.map((at) => lines[at] ?? '');
  const same = commonSubsequence(textsOf(a, saidInA), textsOf(b, saidInB), comparisons);
  const pairs: (readonly [number, number])[] = [];
  let [fromA, fromB] = [0, 0];
  for (const [i, j] of [...same, [saidInA.length, saidInB.length] as const]) {
    const [toA, toB] = [saidInA[i] ?? a.length, saidInB[j] ?? b.length];
    const blanksInB = placesOf(b.slice(fromB, toB), true).map((at) => at + fromB);
    for (const [nth, at] of placesOf(a.slice(fromA, toA), true).entries()) {
      const other = blanksInB[nth];
      if (other !== undefined && a[fromA + at] === b[other]) pairs.push([fromA + at, other]);
    }
    if (toA < a.length) pairs.push([toA, toB]);
    [fromA, fromB] = [toA + 1, toB + 1];
  }
  return pairs;
}

const placesOf = (lines: readonly string[], isBlank: boolean): number[] =>
  lines.flatMap((line, at) => ((line.trim() === '') === isBlank ? [at] : []));
