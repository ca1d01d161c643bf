import type { FoundMoment } from '../../../../core/api/search.ts';
import { isCharacterWord, isWrittenWithoutBlanks } from '../../../../core/model/search/tokenise.ts';
import type { Segment } from '../../../../core/model/transcript.ts';
import { findTerms, foldText, mergeRanges, type Range } from '../../text/find.ts';

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

/**
 * The lines in which the moments' words are said: of each moment those with all that it says of the query, else every
 * line with some of it; its first line where an edit took the words away.
 */
export function findMoments(segments: readonly Segment[], moments: readonly FoundMoment[]): LineHit[] {
  const hits = new Map<number, LineHit>();
  const linesBetween = indexLines(segments);
  for (const { places, strength, startSeconds: start, endSeconds: end } of moments) {
    const from = Math.min(start, ...places.map((place) => place.startSeconds)) - clockSlackSeconds;
    const lines = linesBetween(from, end).map(({ segment, line }) => ({
      line,
      ...placesIn(segment, places),
    }));
    const matching = lines.filter(({ ranges }) => ranges.length > 0);
    const words = new Set(places.map(({ word }) => word)).size;
    const whole = matching.filter((one) => one.words === words);
    const [best = matching] = [whole, matching].filter((some) => some.length > 0);
    for (const { line, ranges, startSeconds, endSeconds } of best.length > 0 ? best : lines.slice(0, 1))
      if ((hits.get(line)?.strength ?? 0) <= strength)
        hits.set(line, { line, startSeconds, endSeconds, strength, ranges });
  }
  return [...hits.values()].sort((a, b) => a.line - b.line);
}

/** Where a line says what the places name, and how many words of the query that answers. */
function placesIn(segment: Segment, places: FoundMoment['places']) {
  const said = new Map(places.map(({ text, word }) => [foldText(text), word]));
  const ranges = mergeRanges(
    [...said.keys()].flatMap((term) => findTerms(segment.text, [term], !isTight(term))),
  );
  const found = ranges.flatMap(({ start, end }) => said.get(foldText(segment.text.slice(start, end))) ?? []);
  return { ...timesOf(segment), ranges, words: new Set(found).size };
}

/** Words of Chinese or Thai have no blanks around them. */
const isTight = (term: string): boolean => isCharacterWord(term) || isWrittenWithoutBlanks(term);

/** How far the second of a word may be from where its line says it is. */
const clockSlackSeconds = 0.5;

const timesOf = ({ startSeconds, endSeconds }: Segment) => ({ startSeconds, endSeconds });

/** The line that is being spoken: the last one that has begun, `-1` before the first. Lines are in order of time. */
export const lineAt = (segments: readonly Segment[], seconds: number): number =>
  countFirst(segments, ({ startSeconds }) => startSeconds <= seconds) - 1;

/** Looks up which lines are heard between two seconds: of thousands, hundreds of moments concern a few each. */
function indexLines(segments: readonly Segment[]) {
  let latest = Number.NEGATIVE_INFINITY;
  /** Until when each line or one before it lasts: rises, as ends alone need not. */
  const lasting = segments.map(({ endSeconds }) => {
    latest = Math.max(latest, endSeconds);
    return latest;
  });
  return (from: number, end: number) => {
    const first = countFirst(lasting, (until) => until <= from);
    const after = countFirst(segments, ({ startSeconds }) => startSeconds < end);
    return segments
      .slice(first, after)
      .map((segment, index) => ({ segment, line: first + index }))
      .filter(({ segment }) => segment.endSeconds > from);
  };
}

/** How many of the first elements hold, where none holds after one that does not. */
function countFirst<T>(elements: readonly T[], holds: (element: T) => boolean): number {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const element = elements[middle];
    if (element !== undefined && holds(element)) low = middle + 1;
    else high = middle;
  }
  return low;
}
