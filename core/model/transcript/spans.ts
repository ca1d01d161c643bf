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

/** Those of the joined spans that are not over when something timed begins, up to those that begin as it ends. */
export function spansAround<T extends Span>(spans: readonly T[], timed: Span): T[] {
  const around: T[] = [];
  for (let at = spanFrom(spans, timed.startSeconds); ; at += 1) {
    const span = spans[at];
    if (span === undefined || span.startSeconds > timed.endSeconds) return around;
    around.push(span);
  }
}

/** Whether the middle of something timed lies in one of the joined spans. */
export function isWithin(spans: readonly Span[], timed: Span): boolean {
  const middle = middleOf(timed);
  const next = spans[spanFrom(spans, middle)];
  return next !== undefined && next.startSeconds <= middle;
}

/** Whether something timed shares more than a moment with one of the joined spans. */
export function overlapsAny(spans: readonly Span[], timed: Span): boolean {
  const from = spanFrom(spans, timed.startSeconds);
  // The first may end where the timed begins; the one after it does not.
  return spans.slice(from, from + 2).some((span) => overlapSeconds(span, timed) > 0);
}

/** What of a span lies outside of the joined spans `removed`. */
export function subtractSpans({ startSeconds, endSeconds }: Span, removed: readonly Span[]): Span[] {
  const left: Span[] = [];
  let reached = startSeconds;
  for (let at = spanFrom(removed, startSeconds); ; at += 1) {
    const next = removed[at];
    if (next === undefined || next.startSeconds >= endSeconds) break;
    if (next.startSeconds > reached) left.push({ startSeconds: reached, endSeconds: next.startSeconds });
    reached = Math.max(reached, next.endSeconds);
  }
  if (endSeconds > reached || reached === startSeconds) left.push({ startSeconds: reached, endSeconds });
  return left;
}
