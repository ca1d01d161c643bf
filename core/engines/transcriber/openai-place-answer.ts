import { loudShare, type SampleRange, type SoundLevels } from '../../model/silence.ts';
import { segmentsOfWords } from '../../model/spoken-segments.ts';
import type { Segment, Word } from '../../model/transcript.ts';
import type { Answer } from './openai-shapes.ts';

/** A segment with less sound than this under it was made up. A whole piece is not judged: it was sent for its sound. */
const minLoudShare = 0.02;

export interface Loudness {
  readonly levels: SoundLevels;
  /** `silenceThreshold` of the levels. */
  readonly threshold: number;
}

/**
 * The segments of a piece on the recording's time line, offset by counted samples: tidied, clamped to the piece,
 * each with its words, and without those that stand where nothing is to be heard.
 */
export function placeAnswer(
  answer: Omit<Answer, 'language'>,
  piece: SampleRange,
  { levels, threshold }: Loudness,
): Segment[] {
  const start = piece.start / levels.sampleRate;
  const end = piece.end / levels.sampleRate;
  const onTimeline = <T extends Word | Segment>(timed: T): T => ({
    ...timed,
    startSeconds: Math.min(end, start + Math.max(0, timed.startSeconds)),
    endSeconds: Math.min(end, start + Math.max(0, timed.endSeconds)),
    text: timed.text.trim(),
  });
  const isReal = (timed: Word | Segment): boolean =>
    timed.text !== '' && timed.endSeconds > timed.startSeconds;
  const words = answer.words.map(onTimeline).filter(isReal).toSorted(byStart);
  const isHeard = (segment: Segment): boolean =>
    loudShare(levels, threshold, segment.startSeconds, segment.endSeconds) >= minLoudShare;
  if (answer.segments !== null)
    return withWords(answer.segments.map(onTimeline).filter(isReal).toSorted(byStart), words).filter(isHeard);
  if (words.length > 0) return segmentsOfWords(words).filter(isHeard);
  const whole = { startSeconds: 0, endSeconds: end - start, speaker: null, text: answer.text };
  return [onTimeline(whole)].filter(isReal);
}

const byStart = (a: Word | Segment, b: Word | Segment): number => a.startSeconds - b.startSeconds;

/** Gives each word to the segment that its middle lies in; a segment without any is left as it is. */
function withWords(segments: readonly Segment[], words: readonly Word[]): Segment[] {
  let next = 0;
  return segments.map((segment) => {
    const mine: Word[] = [];
    for (; next < words.length; next += 1) {
      const word = words[next];
      if (word === undefined || (word.startSeconds + word.endSeconds) / 2 >= segment.endSeconds) break;
      if (word.endSeconds > segment.startSeconds) mine.push(within(word, segment));
    }
    return mine.length === 0 ? segment : { ...segment, words: mine };
  });
}

const within = (word: Word, segment: Segment): Word => ({
  ...word,
  startSeconds: Math.max(word.startSeconds, segment.startSeconds),
  endSeconds: Math.min(word.endSeconds, segment.endSeconds),
});
