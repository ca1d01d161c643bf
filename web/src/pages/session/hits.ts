import type { Moment } from '../../../../core/api/search.ts';
import type { Segment } from '../../../../core/model/transcript.ts';
import { findTerms, foldText, type Range } from '../../text/find.ts';
import { markedTerms } from '../../text/snippet.ts';

/** A line of the transcript in which the query matches. */
export interface LineHit {
  /** Index of the segment. */
  readonly line: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly strength: number;
  readonly ranges: readonly Range[];
}

/** Where the phrase stands literally, without regard to case and accents. */
export function findPhrase(segments: readonly Segment[], phrase: string): LineHit[] {
  const term = foldText(phrase.trim());
  if (term === '') return [];
  return segments.flatMap((segment, line) => {
    const ranges = findTerms(segment.text, [term]);
    return ranges.length > 0 ? [{ ...timesOf(segment), line, strength: 1, ranges }] : [];
  });
}

/** Where the search's moments are: the lines that hold the words it marked, else the first line of the moment. */
export function findMoments(segments: readonly Segment[], moments: readonly Moment[]): LineHit[] {
  const hits = new Map<number, LineHit>();
  for (const moment of moments) {
    const terms = markedTerms([moment.snippet]).map(foldText);
    const lines = segments.flatMap((segment, line) => (overlap(segment, moment) ? [{ segment, line }] : []));
    const matching = lines
      .map(({ segment, line }) => ({ segment, line, ranges: findTerms(segment.text, terms, true) }))
      .filter(({ ranges }) => ranges.length > 0);
    const first = lines.slice(0, 1).map((found) => ({ ...found, ranges: [] }));
    for (const { segment, line, ranges } of matching.length > 0 ? matching : first)
      if ((hits.get(line)?.strength ?? 0) <= moment.strength)
        hits.set(line, { ...timesOf(segment), line, strength: moment.strength, ranges });
  }
  return [...hits.values()].sort((a, b) => a.line - b.line);
}

const timesOf = ({ startSeconds, endSeconds }: Segment) => ({ startSeconds, endSeconds });
const overlap = (segment: Segment, moment: Moment): boolean =>
  segment.startSeconds < moment.endSeconds && segment.endSeconds > moment.startSeconds;

/** The line that is being spoken: the last one that has begun, `-1` before the first. Lines are in order of time. */
export function lineAt(segments: readonly Segment[], seconds: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle]?.startSeconds ?? 0) <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
