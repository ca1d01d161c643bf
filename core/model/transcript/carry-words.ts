import type { Segment } from '../transcript.ts';
import { retimeWords } from './word-times.ts';

/** Times of the words for segments that came back from an editor without them: from the segment of the same time. */
export function carryWords(before: readonly Segment[], after: readonly Segment[]): Segment[] {
  const keyOf = ({ startSeconds, endSeconds }: Segment) => `${startSeconds} ${endSeconds}`;
  const timed = new Map(before.map((segment) => [keyOf(segment), segment]));
  return after.map((segment) => {
    const old = timed.get(keyOf(segment));
    if (segment.words !== undefined || old?.words === undefined) return segment;
    const isSame = old.text === segment.text;
    return { ...segment, words: isSame ? old.words : retimeWords(old.words, segment.text, segment) };
  });
}
