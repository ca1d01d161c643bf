import type { Segment } from '../../../core/model/transcript.ts';
import type { KnownTalk } from './topic-truth.ts';

/** Stretches of different talks one after the other: where one ends, a chapter does. */
export interface JoinedTalk {
  readonly segments: readonly Segment[];
  readonly durationSeconds: number;
  /** Where the second and each further stretch begins. */
  readonly boundaries: readonly number[];
}

const stretchesEach = 5;
/** How long the stretches of a joined talk are, in turn. */
const stretchMinutes = [4, 9, 6, 12, 3, 7, 5, 10] as const;
/** Greetings and sponsors are alike everywhere. */
const skippedSeconds = 300;

/** Five stretches each, no two of one talk side by side. */
export function joinTalks(talks: readonly KnownTalk[], count: number): JoinedTalk[] {
  const long = talks.filter(({ durationSeconds }) => durationSeconds > skippedSeconds + 900);
  return Array.from({ length: count }, (_, number) => {
    const segments: Segment[] = [];
    const starts: number[] = [];
    let reached = 0;
    for (let at = 0; at < stretchesEach; at += 1) {
      const talk = long[(number + at * 7) % long.length];
      const seconds = 60 * (stretchMinutes[(number + at) % stretchMinutes.length] ?? 5);
      starts.push(reached);
      for (const { startSeconds, endSeconds, ...said } of talk?.segments ?? []) {
        const [start, end] = [startSeconds - skippedSeconds, endSeconds - skippedSeconds];
        if (start >= 0 && end <= seconds)
          segments.push({ ...said, startSeconds: reached + start, endSeconds: reached + end });
      }
      reached += seconds;
    }
    return { segments, durationSeconds: reached, boundaries: starts.slice(1) };
  });
}

/** So many as there are, at equal distances: what a guess without reading scores. */
export const evenBoundaries = ({ boundaries, durationSeconds }: JoinedTalk): number[] =>
  boundaries.map((_, at) => ((at + 1) * durationSeconds) / (boundaries.length + 1));

/** A slide for each stretch, up to 6 s late, and one that means nothing every 100 s or so. */
export function slidesOf({ boundaries, durationSeconds }: JoinedTalk, random: () => number): number[] {
  const between = Array.from({ length: Math.floor(durationSeconds / 100) }, (_, at) => (at + random()) * 100);
  return [...boundaries.map((seconds) => seconds + 6 * random()), ...between].sort((a, b) => a - b);
}

const stepSeconds = 5;

/**
 * How often a window says otherwise than the truth, 0 to 1, best first: Pk whether its ends are in one chapter (Beeferman,
 * Berger and Lafferty, Machine Learning 34, 1999), WindowDiff how many boundaries it holds (Pevzner and Hearst,
 * Computational Linguistics 28, 2002). The window is half a stretch, as usual.
 */
export function segmentationErrors(
  { boundaries, durationSeconds }: JoinedTalk,
  found: readonly number[],
): { readonly pk: number; readonly windowDiff: number } {
  const window = durationSeconds / (boundaries.length + 1) / 2;
  const within = (all: readonly number[], from: number) =>
    all.filter((seconds) => seconds > from && seconds <= from + window).length;
  let [windows, pk, windowDiff] = [0, 0, 0];
  for (let from = 0; from + window <= durationSeconds; from += stepSeconds) {
    const [true_, said] = [within(boundaries, from), within(found, from)];
    windows += 1;
    if (true_ > 0 !== said > 0) pk += 1;
    if (true_ !== said) windowDiff += 1;
  }
  return { pk: pk / windows, windowDiff: windowDiff / windows };
}
