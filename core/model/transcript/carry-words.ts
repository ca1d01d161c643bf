import type { Segment } from '../transcript.ts';
import { comparisonsOfTranscript } from './common-subsequence.ts';
import { retimeWords } from './word-times.ts';

/** Times of the words for segments that came back from an editor without them: from the segment of the same time. */
export function carryWords(before: readonly Segment[], after: readonly Segment[]): Segment[] {
  const keyOf = ({ startSeconds, endSeconds }: Segment) => `${startSeconds} ${endSeconds}`;
  const timed = new Map(before.map((segment) => [keyOf(segment), segment]));
  const comparisons = comparisonsOfTranscript();
  return after.map((segment) => {
    const old = timed.get(keyOf(segment));
    if (segment.words !== undefined || old?.words === undefined) return segment;
    if (old.text === segment.text) return { ...segment, words: old.words };
    return { ...segment, words: retimeWords(old.words, segment.text, segment, comparisons) };
  });
}
