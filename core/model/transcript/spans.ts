/** A stretch of a recording, in seconds; both ends belong to it. */
export interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Longer than any recording. */
export const everything: Span = { startSeconds: 0, endSeconds: 360_000 };

export const middleOf = ({ startSeconds, endSeconds }: Span): number => (startSeconds + endSeconds) / 2;

/** How long both last at once; 0 where they only touch. */
export const overlapSeconds = (a: Span, b: Span): number =>
  Math.max(0, Math.min(a.endSeconds, b.endSeconds) - Math.max(a.startSeconds, b.startSeconds));

/** In order, and joined where they overlap, touch, or are less than `gapSeconds` apart. */
export function joinSpans(spans: readonly Span[], gapSeconds = 0): Span[] {
  const joined: Span[] = [];
  for (const { startSeconds, endSeconds } of [...spans].sort((a, b) => a.startSeconds - b.startSeconds)) {
    const last = joined.at(-1);
    if (last !== undefined && startSeconds <= last.endSeconds + gapSeconds)
      joined[joined.length - 1] = {
        startSeconds: last.startSeconds,
        endSeconds: Math.max(last.endSeconds, endSeconds),
      };
    else joined.push({ startSeconds, endSeconds });
  }
  return joined;
}

/** Index of the first joined span that has not ended before `seconds`. */
export function spanFrom(spans: readonly Span[], seconds: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.endSeconds ?? 0) < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the middle of something timed lies in one of the joined spans. */
export function isWithin(spans: readonly Span[], timed: Span): boolean {
  const middle = middleOf(timed);
  const next = spans[spanFrom(spans, middle)];
  return next !== undefined && next.startSeconds <= middle;
}

/** What of `span` lies outside of `removed`. */
export function subtractSpan(span: Span, removed: Span): Span[] {
  if (removed.endSeconds <= span.startSeconds || removed.startSeconds >= span.endSeconds) return [span];
  const before = { startSeconds: span.startSeconds, endSeconds: removed.startSeconds };
  const after = { startSeconds: removed.endSeconds, endSeconds: span.endSeconds };
  return [before, after].filter(({ startSeconds, endSeconds }) => endSeconds > startSeconds);
}
