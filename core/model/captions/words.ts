import type { Segment, Word } from '../transcript.ts';
import { tidyText, type VoicePart } from './cue-text.ts';
import { millisecondsOf } from './timestamps.ts';

/** What the API takes of one segment. */
const mostWords = 5_000;
const longestWord = 200;

type CueTimes = Pick<Segment, 'startSeconds' | 'endSeconds'>;

/**
 * The words of a text whose words all have a time (YouTube's automatic captions, and what we write): each lasts
 * until the next time, which may stand before nothing but a blank. `undefined` where times are missing, run
 * backwards or belong to more than a word: those are of no use.
 */
export function timedWords({ text, times }: VoicePart, cue: CueTimes): Word[] | undefined {
  if (times.length === 0) return undefined;
  const words: Word[] = [];
  let startSeconds = cue.startSeconds;
  let from = 0;
  for (const { offset, seconds } of [...times, { offset: text.length, seconds: cue.endSeconds }]) {
    const word = tidyText(text.slice(from, offset));
    if (seconds < startSeconds || seconds > cue.endSeconds || /\s/.test(word)) return undefined;
    if (word !== '') {
      if (seconds === startSeconds || word.length > longestWord) return undefined;
      words.push({ startSeconds, endSeconds: seconds, text: word });
    }
    startSeconds = seconds;
    from = offset;
  }
  return words.length > 0 && words.length <= mostWords ? words : undefined;
}

/** Where a word of a cue begins and ends, in whole milliseconds. */
export interface WordTimes {
  readonly start: number;
  readonly end: number;
}

/**
 * The times of the `count` blank-separated words of a segment's text, as inline times can hold them: one after
 * the other between `start` and `end`, none of no length. `null` where they are not like that.
 */
export function wordTimes(
  words: readonly Word[] | undefined,
  count: number,
  cue: WordTimes,
): WordTimes[] | null {
  if (!words || words.length === 0 || words.length !== count) return null;
  const starts = words.map((word) => millisecondsOf(word.startSeconds));
  const times: WordTimes[] = [];
  for (const [at, word] of words.entries()) {
    const start = starts[at] ?? 0;
    const end = Math.min(millisecondsOf(word.endSeconds), starts[at + 1] ?? cue.end, cue.end);
    if (start < (times.at(-1)?.end ?? cue.start) || end <= start) return null;
    times.push({ start, end });
  }
  return times;
}
