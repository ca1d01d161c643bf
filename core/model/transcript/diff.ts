import type { Segment } from '../transcript.ts';
import { isSameLine } from './claims.ts';
import { type Comparisons, commonSubsequence, comparisonsOfTranscript } from './common-subsequence.ts';
import { overlapSeconds } from './spans.ts';
import { type TextUnit, unitsOf } from './text-units.ts';

export type Line = Omit<Segment, 'words'>;

export const pieceKinds = ['same', 'removed', 'added'] as const;
/** A stretch of a changed line. */
export interface DiffPiece {
  readonly kind: (typeof pieceKinds)[number];
  readonly text: string;
}

export type DiffLine =
  | { readonly kind: 'kept' | 'added'; readonly after: Line }
  | { readonly kind: 'removed'; readonly before: Line }
  | {
      readonly kind: 'changed';
      readonly before: Line;
      readonly after: Line;
      readonly pieces: readonly DiffPiece[];
    };

/** Two versions side by side, in order of time: lines that are mostly at the same time are one that changed. */
export function diffTranscripts(before: readonly Segment[], after: readonly Segment[]): DiffLine[] {
  const comparisons = comparisonsOfTranscript();
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const a = before[i];
    const b = after[j];
    if (a === undefined && b === undefined) return lines;
    const nextA = before[i + 1];
    const nextB = after[j + 1];
    if (a && b && isSameLine(a, b)) lines.push({ kind: 'kept', after: lineOf(b) });
    else if (a && b && isPair(a, b) && !(nextB && isSameLine(a, nextB)) && !(nextA && isSameLine(nextA, b)))
      lines.push({
        kind: 'changed',
        before: lineOf(a),
        after: lineOf(b),
        pieces: diffTexts(a.text, b.text, comparisons),
      });
    else if (a && (b === undefined || (nextA && isSameLine(nextA, b)) || isFirst(a, b, nextB))) {
      lines.push({ kind: 'removed', before: lineOf(a) });
      i += 1;
      continue;
    } else if (b) {
      lines.push({ kind: 'added', after: lineOf(b) });
      j += 1;
      continue;
    }
    i += 1;
    j += 1;
  }
}

const lineOf = ({ words, ...line }: Segment): Line => line;
const isFirst = (a: Segment, b: Segment, nextB: Segment | undefined): boolean =>
  !(nextB && isSameLine(a, nextB)) && a.endSeconds <= b.endSeconds;

function isPair(a: Segment, b: Segment): boolean {
  const shorter = Math.min(a.endSeconds - a.startSeconds, b.endSeconds - b.startSeconds);
  return shorter > 0 ? overlapSeconds(a, b) >= shorter / 2 : a.startSeconds === b.startSeconds;
}

/** Word by word; pieces of one kind that follow each other are joined. */
export function diffTexts(before: string, after: string, comparisons?: Comparisons): DiffPiece[] {
  const old = unitsOf(before);
  const now = unitsOf(after);
  const same = commonSubsequence(
    old.map(({ text }) => text),
    now.map(({ text }) => text),
    comparisons,
  );
  const pieces: DiffPiece[] = [];
  const add = (kind: DiffPiece['kind'], text: string, units: readonly TextUnit[]) => {
    const piece = text.slice(units[0]?.start, units.at(-1)?.end);
    if (units.length > 0) pieces.push({ kind, text: piece });
  };
  let i = 0;
  let j = 0;
  let sameFrom = 0;
  for (const [a, b] of [...same, [old.length, now.length] as const]) {
    if (a === i && b === j && b < now.length) {
      [i, j] = [a + 1, b + 1];
      continue;
    }
    add('same', after, now.slice(sameFrom, j));
    add('removed', before, old.slice(i, a));
    add('added', after, now.slice(j, b));
    sameFrom = b;
    [i, j] = [a + 1, b + 1];
  }
  return pieces;
}
