import type { Segment, Word } from '../transcript.ts';
import { type Comparisons, commonSubsequence } from './common-subsequence.ts';
import type { Span } from './spans.ts';
import { unitKey, unitsOf } from './text-units.ts';

/** Words for a text of which only beginning and end are known: they share its time evenly. */
export function evenWords({ text, startSeconds, endSeconds }: Omit<Segment, 'words' | 'speaker'>): Word[] {
  return shareTime(
    unitsOf(text).map((unit) => unit.text),
    { startSeconds, endSeconds },
  );
}

function shareTime(texts: readonly string[], { startSeconds, endSeconds }: Span): Word[] {
  const timeAt = (at: number) =>
    Math.min(endSeconds, startSeconds + ((endSeconds - startSeconds) * at) / texts.length);
  return texts.map((text, at) => ({ text, startSeconds: timeAt(at), endSeconds: timeAt(at + 1) }));
}

/**
 * Times for the words of a changed text: words that stay keep theirs, new ones share what lies between. Of what a
 * person wrote nobody is unsure: only words that stay letter by letter keep their confidence.
 */
export function retimeWords(
  before: readonly Word[],
  text: string,
  span: Span,
  comparisons?: Comparisons,
): Word[] {
  const known = fitWords(before, span);
  const units = unitsOf(text).map((unit) => unit.text);
  const pairs = commonSubsequence(
    known.map((word) => unitKey(word.text)),
    units.map(unitKey),
    comparisons,
  );
  const words: Word[] = [];
  const fillUpTo = (unit: number, endSeconds: number) => {
    const startSeconds = Math.min(words.at(-1)?.endSeconds ?? span.startSeconds, endSeconds);
    if (unit > words.length)
      words.push(...shareTime(units.slice(words.length, unit), { startSeconds, endSeconds }));
  };
  for (const [at, unit] of pairs) {
    const word = known[at];
    const written = units[unit];
    if (word === undefined || written === undefined) continue;
    fillUpTo(unit, word.startSeconds);
    const { startSeconds, endSeconds } = word;
    words.push(
      written === word.text.trim() ? { ...word, text: written } : { startSeconds, endSeconds, text: written },
    );
  }
  fillUpTo(units.length, span.endSeconds);
  return words;
}

/** The words within a span: cut at its ends; where none of them lies in it, evenly spread over it. */
export function fitWords(words: readonly Word[], span: Span): Word[] {
  const isOutside = (word: Word) =>
    word.endSeconds <= span.startSeconds || word.startSeconds >= span.endSeconds;
  if (span.endSeconds > span.startSeconds && words.length > 0 && words.every(isOutside)) {
    const times = shareTime(
      words.map((word) => word.text),
      span,
    );
    return words.map((word, at) => ({ ...word, ...times[at], text: word.text }));
  }
  let reached = span.startSeconds;
  return words.map((word) => {
    const startSeconds = Math.min(Math.max(word.startSeconds, reached), span.endSeconds);
    const endSeconds = Math.min(Math.max(word.endSeconds, startSeconds), span.endSeconds);
    reached = startSeconds;
    return { ...word, startSeconds, endSeconds };
  });
}
