import { unitsOf } from './transcript/text-units.ts';

/** One spoken word; times in seconds from the start of the recording. */
export interface Word {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly text: string;
  /** 0 to 1; absent where the engine does not say. */
  readonly confidence?: number | undefined;
}

/** One timed stretch of speech with one speaker. */
export interface Segment {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly speaker: string | null;
  readonly text: string;
  readonly words?: readonly Word[] | undefined;
}

/**
 * How far a text can be trusted: `given` came with the recording, `good` is worth reading,
 * `rough` is for finding only.
 */
export const transcriptGrades = ['given', 'good', 'rough'] as const;
export type TranscriptGrade = (typeof transcriptGrades)[number];

/** A phrase that the recogniser listened for and believes to have heard; it is not part of the text. */
export interface SpottedPhrase {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** As it was given to listen for. */
  readonly phrase: string;
}

/** Who a version is by: `merged` is people's, with what they have not touched by a newer machine. */
export const transcriptOrigins = ['machine', 'person', 'merged'] as const;

/** Where a transcript's text comes from; the reader is told (`core/model/quality.ts`). */
export interface Transcript {
  /** `captions`, `subtitles`, or the transcriber's own name, such as `<engine>:<model>`. */
  readonly engine: string;
  readonly grade: TranscriptGrade;
  /** BCP 47, `und` when nobody knows. */
  readonly language: string;
  readonly segments: readonly Segment[];
  /** In order; absent where nothing was listened for. */
  readonly spotted?: readonly SpottedPhrase[] | undefined;
}

/** The names in a transcript, in the order in which they are first heard. */
export const speakersOf = (segments: readonly Segment[]): string[] => [
  ...new Set(segments.flatMap((segment) => segment.speaker ?? [])),
];

/** Number of words, also of scripts that know no blanks; what `transcript.words` of a session counts. */
export function countWords(segments: readonly Segment[]): number {
  let words = 0;
  for (const segment of segments) words += unitsOf(segment.text).length;
  return words;
}

const toMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;

function moveTimes<T extends Pick<Segment, 'startSeconds' | 'endSeconds'>>(timed: T, bySeconds: number): T {
  return {
    ...timed,
    startSeconds: Math.max(0, toMilliseconds(timed.startSeconds + bySeconds)),
    endSeconds: Math.max(0, toMilliseconds(timed.endSeconds + bySeconds)),
  };
}

const lasts = ({ endSeconds }: { readonly endSeconds: number }): boolean => endSeconds > 0;

/** The same, earlier or later by so much; what then ends before the recording begins is left out. */
export function moveSegments(segments: readonly Segment[], bySeconds: number): Segment[] {
  return segments
    .map(({ words, ...segment }) => ({
      ...moveTimes(segment, bySeconds),
      ...(words && { words: words.map((word) => moveTimes(word, bySeconds)).filter(lasts) }),
    }))
    .filter(lasts);
}

/** That a transcript may have, by whichever way it comes: a cue a second for twelve hours are fewer. */
export const mostSegments = 50_000;
/** In all of its texts together; twelve hours of fast speech are half of it. */
export const mostLetters = 2_000_000;

export const countLetters = (segments: readonly Pick<Segment, 'text'>[]): number =>
  segments.reduce((sum, { text }) => sum + text.length, 0);
