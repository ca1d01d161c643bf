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
  for (const { places, strength, startSeconds: start, endSeconds: end } of moments) {
    const from = Math.min(start, ...places.map((place) => place.startSeconds)) - clockSlackSeconds;
    const lines = segments.flatMap((segment, line) =>
      segment.startSeconds < end && segment.endSeconds > from ? [{ line, ...placesIn(segment, places) }] : [],
    );
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
