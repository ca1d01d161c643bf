/** A half-open stretch of a text, in UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Lower case without accents, unit by unit, so that offsets in the result are offsets in the text. */
export function foldText(text: string): string {
  return text.replace(/[A-Z]+|[\u0080-\uffff]/g, (part) =>
    part < '\u0080' ? part.toLowerCase() : foldUnit(part),
  );
}

function foldUnit(unit: string): string {
  const plain = unit.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.length === 1 ? plain : unit;
}

/** Where any of the folded terms stands in the text, in order, overlaps merged. */
export function findTerms(text: string, terms: readonly string[], wholeWords = false): Range[] {
  const folded = foldText(text);
  const found: Range[] = [];
  for (const term of terms) {
    if (term === '') continue;
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      const range = { start: at, end: at + term.length };
      if (!wholeWords || isWhole(folded, range)) found.push(range);
    }
  }
  return mergeRanges(found);
}

const letter = /[\p{L}\p{N}]/u;
const isWhole = (text: string, { start, end }: Range): boolean =>
  !(letter.test(text[start - 1] ?? '') || letter.test(text[end] ?? ''));

/** In order, those that overlap as one. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && range.start < last.end)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else merged.push(range);
  }
  return merged;
}

/** Below this a recogniser's word is wrong more often than right, so the reader is warned. */
const unsureBelow = 0.5;

const isUnsureOf = ({ confidence }: { readonly confidence?: number | undefined }): boolean =>
  confidence !== undefined && confidence < unsureBelow;

/** Whether there is a word that the recogniser was unsure of. */
export const hasUnsure = (
  segments: readonly {
    readonly words?: readonly { readonly confidence?: number | undefined }[] | undefined;
  }[],
): boolean => segments.some(({ words }) => words?.some(isUnsureOf));

/** Where the text holds words that the recogniser was unsure of. Words that were edited away are passed over. */
export function findUnsure(
  text: string,
  words: readonly { readonly text: string; readonly confidence?: number | undefined }[],
): Range[] {
  const ranges: Range[] = [];
  let from = 0;
  for (const word of words) {
    const start = text.indexOf(word.text, from);
    if (start < 0) continue;
    from = start + word.text.length;
    if (isUnsureOf(word)) ranges.push({ start, end: from });
  }
  return ranges;
}

/** A stretch of a transcript line as it is shown. */
export interface LinePiece {
  readonly text: string;
  readonly isMarked: boolean;
  readonly isUnsure: boolean;
}

/** Cuts a line at the borders of both kinds of ranges. */
export function cutLine(text: string, marked: readonly Range[], unsure: readonly Range[]): LinePiece[] {
  const borders = new Set([0, text.length]);
  for (const { start, end } of [...marked, ...unsure]) borders.add(start).add(end);
  const sorted = [...borders].sort((a, b) => a - b);
  const covers = (ranges: readonly Range[], at: number) => ranges.some((r) => r.start <= at && at < r.end);
  return sorted.slice(0, -1).map((start, index) => ({
    text: text.slice(start, sorted[index + 1]),
    isMarked: covers(marked, start),
    isUnsure: covers(unsure, start),
  }));
}
