/** A stretch of a session on the strip. */
export interface Mark {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** 0 to 1; below 0.5 it is shown pale. */
  readonly strength: number;
}

/** Where a mark is drawn and where it takes clicks; all in per cent of the strip's length. */
export interface PlacedMark<M extends Mark> {
  readonly mark: M;
  readonly left: number;
  readonly width: number;
  readonly isWeak: boolean;
  /** The clickable stretch may reach from here to there: half-way to the neighbours, so that none covers another. */
  readonly reachFrom: number;
  readonly reachTo: number;
}

/** How far the first and last mark's clicks may reach past the strip, so that one at its very end can still be hit. */
const pastEnds = 6;

const clamp = (value: number): number => Math.min(100, Math.max(0, value));

/** Lays marks out along a strip of `durationSeconds`, in the order of time. */
export function placeMarks<M extends Mark>(marks: readonly M[], durationSeconds: number): PlacedMark<M>[] {
  if (!(durationSeconds > 0)) return [];
  const percent = (seconds: number): number => clamp((seconds / durationSeconds) * 100);
  const sorted = marks.toSorted((a, b) => a.startSeconds - b.startSeconds);
  const centres = sorted.map((mark) => (percent(mark.startSeconds) + percent(mark.endSeconds)) / 2);
  return sorted.map((mark, index) => {
    const centre = centres[index] ?? 0;
    const before = centres[index - 1];
    const after = centres[index + 1];
    const left = percent(mark.startSeconds);
    return {
      mark,
      left,
      width: percent(mark.endSeconds) - left,
      isWeak: mark.strength < 0.5,
      reachFrom: before === undefined ? -pastEnds : (before + centre) / 2,
      reachTo: after === undefined ? 100 + pastEnds : (centre + after) / 2,
    };
  });
}
