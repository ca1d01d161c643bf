import type { Segment } from '../../../../../core/model/transcript.ts';
import { findUnsure, type Range } from '../../../text/find.ts';

/** A stretch of the text of a line. */
export interface Spot extends Range {
  readonly line: number;
}

/** All words that the recogniser was unsure of, in order. */
export const unsureWords = (segments: readonly Segment[]): Spot[] =>
  segments.flatMap(({ text, words }, line) =>
    words ? findUnsure(text, words).map((range) => ({ ...range, line })) : [],
  );

/** The next spot after a place, or the one before it; around the ends. */
export function nextSpot<T extends Spot>(
  spots: readonly T[],
  from: { readonly line: number; readonly at: number },
  step: 1 | -1,
): T | undefined {
  const isAfter = ({ line, start }: Spot) => line > from.line || (line === from.line && start > from.at);
  const isBefore = ({ line, start }: Spot) => line < from.line || (line === from.line && start < from.at);
  return step === 1 ? (spots.find(isAfter) ?? spots[0]) : (spots.findLast(isBefore) ?? spots.at(-1));
}
