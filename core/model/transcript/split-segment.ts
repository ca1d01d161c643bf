import type { Segment } from '../transcript.ts';
import { badEdit } from './bad-edit.ts';
import { locateWords } from './text-units.ts';
import { evenWords, fitWords } from './word-times.ts';

interface Split {
  readonly at: number;
  readonly atSeconds?: number | undefined;
}

/** Both parts of a segment that is cut within its text; each has some of it. */
export function splitSegment(segment: Segment, split: Split, path: string): [Segment, Segment] {
  const { startSeconds, endSeconds, speaker, text } = segment;
  const [left, right] = [text.slice(0, split.at).trimEnd(), text.slice(split.at).trimStart()];
  if (left === '' || right === '') throw badEdit(`${path}.at`, 'leaves nothing on one side');
  if (/[\uD800-\uDBFF]$/.test(left) && /^[\uDC00-\uDFFF]/.test(right))
    throw badEdit(`${path}.at`, 'is within a character');
  const { atSeconds } = split;
  if (atSeconds !== undefined && (atSeconds < startSeconds || atSeconds > endSeconds))
    throw badEdit(`${path}.atSeconds`, 'is not within the segment');
  const words = segment.words ?? evenWords(segment);
  const located = locateWords(text, words);
  const cut = located?.findIndex(({ end }) => end > split.at) ?? -1;
  const firstRight = cut < 0 ? Math.round((words.length * split.at) / text.length) : cut;
  const spans = atSeconds === undefined ? naturalSpans() : spansAt(atSeconds, atSeconds);
  const part = (at: 0 | 1, own: string): Segment => ({
    ...spans[at],
    speaker,
    text: own,
    ...(segment.words && {
      words: fitWords(at === 0 ? words.slice(0, firstRight) : words.slice(firstRight), spans[at]),
    }),
  });
  return [part(0, left), part(1, right)];

  function naturalSpans() {
    const within = (seconds: number) => Math.min(Math.max(seconds, startSeconds), endSeconds);
    const begin = within(words[firstRight]?.startSeconds ?? endSeconds);
    return spansAt(Math.min(within(words[firstRight - 1]?.endSeconds ?? startSeconds), begin), begin);
  }
  function spansAt(leftEnd: number, rightStart: number) {
    return [
      { startSeconds, endSeconds: leftEnd },
      { startSeconds: rightStart, endSeconds },
    ] as const;
  }
}
