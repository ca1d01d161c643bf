import { type Comparisons, comparisonsOfTranscript } from '../transcript/common-subsequence.ts';
import { type DiffPiece, diffTexts } from '../transcript/diff.ts';
import { alignLines, linesOf } from './lines.ts';

export type NoteDiffLine =
  | { readonly kind: 'kept' | 'added' | 'removed'; readonly text: string }
  /** Word by word; blanks between words are left out. */
  | { readonly kind: 'changed'; readonly pieces: readonly DiffPiece[] };

/** Two versions of notes, line by line; lines in the same place with words in common are one that changed. */
export function diffNotes(before: string, after: string): NoteDiffLine[] {
  const comparisons = comparisonsOfTranscript();
  const [old, now] = [linesOf(before), linesOf(after)];
  const lines: NoteDiffLine[] = [];
  let [i, j] = [0, 0];
  for (const [a, b] of [...alignLines(old, now, comparisons), [old.length, now.length] as const]) {
    lines.push(...diffStretch(old.slice(i, a), now.slice(j, b), comparisons));
    const kept = old[a];
    if (kept !== undefined) lines.push({ kind: 'kept', text: kept });
    [i, j] = [a + 1, b + 1];
  }
  return lines;
}

/** A stretch that has no line in common: its lines are compared one by one, as far as there are two. */
function diffStretch(
  old: readonly string[],
  now: readonly string[],
  comparisons: Comparisons,
): NoteDiffLine[] {
  return Array.from({ length: Math.max(old.length, now.length) }, (_, at) => [old[at], now[at]]).flatMap(
    ([before, after]): NoteDiffLine[] => {
      const pieces = before && after ? diffTexts(before, after, comparisons) : [];
      if (pieces.some(({ kind }) => kind === 'same')) return [{ kind: 'changed', pieces }];
      const removed = before === undefined ? [] : [{ kind: 'removed' as const, text: before }];
      return after === undefined ? removed : [...removed, { kind: 'added' as const, text: after }];
    },
  );
}

/** How many lines are new and how many are gone; a changed one counts as both. */
export function countChanges(lines: readonly NoteDiffLine[]): {
  readonly added: number;
  readonly removed: number;
} {
  const count = (kind: 'added' | 'removed') =>
    lines.filter((line) => line.kind === kind || line.kind === 'changed').length;
  return { added: count('added'), removed: count('removed') };
}
