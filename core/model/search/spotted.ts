import type { Segment, SpottedPhrase } from '../transcript.ts';
import { wordsOf } from './tokenise.ts';

/** How far from a find the same words in the text are taken for it. */
const nearSeconds = 3;

/**
 * The segments with each phrase that was heard beside the text, as `[perhaps: pivot table]` after the segment in which it
 * begins: found by it, at its second, without anybody being quoted. Left out where the text says the same.
 */
export function withSpotted(
  segments: readonly Segment[],
  spotted: readonly SpottedPhrase[],
): readonly Segment[] {
  const added = spotted
    .filter((find) => !isSaid(find, segments))
    .map(({ startSeconds, endSeconds, phrase }) => ({
      ...{ startSeconds, endSeconds, text: `[perhaps: ${phrase}]` },
      speaker: segments.findLast((segment) => segment.startSeconds <= startSeconds)?.speaker ?? null,
    }));
  if (added.length === 0) return segments;
  return [...segments, ...added].sort((a, b) => a.startSeconds - b.startSeconds);
}

function isSaid({ startSeconds, endSeconds, phrase }: SpottedPhrase, segments: readonly Segment[]): boolean {
  const near = segments.filter(
    (segment) =>
      segment.startSeconds < endSeconds + nearSeconds && segment.endSeconds > startSeconds - nearSeconds,
  );
  const said = ` ${wordsOf(near.map(({ text }) => text).join(' ')).join(' ')} `;
  return said.includes(` ${wordsOf(phrase).join(' ')} `);
}
