import type { Segment, Word } from './transcript.ts';

/** Speech recognisers that lose the thread say one phrase over and over; people rarely say it four times. */
const minRepeats = 4;
const maxPhraseWords = 12;
const maxPhraseSegments = 3;

/**
 * Takes out the loops that recognisers fall into on silence and noise: a phrase of up to 12 words, or of up to
 * 3 segments, that follows itself four times or more is kept once.
 */
export function withoutLoops(segments: readonly Segment[]): Segment[] {
  const shortened = segments.map(withoutWordLoops);
  const keys = shortened.map((segment) => keyOf(segment.text));
  return keepIndexes(keys, maxPhraseSegments).flatMap((index) => shortened[index] ?? []);
}

function withoutWordLoops(segment: Segment): Segment {
  const texts = segment.text.split(/\s+/u).filter(Boolean);
  const kept = keepIndexes(texts.map(keyOf), maxPhraseWords);
  if (kept.length === texts.length) return segment;
  const shortened = { ...segment, text: kept.flatMap((index) => texts[index] ?? []).join(' ') };
  return segment.words === undefined ? shortened : { ...shortened, words: withoutTimedLoops(segment.words) };
}

function withoutTimedLoops(words: readonly Word[]): readonly Word[] {
  const keys = words.map((word) => keyOf(word.text));
  return keepIndexes(keys, maxPhraseWords).flatMap((index) => words[index] ?? []);
}

const keyOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Indexes that remain when each run of equal phrases is reduced to its first. */
function keepIndexes(keys: readonly string[], maxPeriod: number): number[] {
  const kept: number[] = [];
  let at = 0;
  while (at < keys.length) {
    const loop = loopAt(keys, at, maxPeriod);
    for (let index = at; index < at + loop.period; index += 1) kept.push(index);
    at += loop.period * loop.repeats;
  }
  return kept;
}

function loopAt(keys: readonly string[], at: number, maxPeriod: number): { period: number; repeats: number } {
  for (let period = 1; period <= maxPeriod && at + period * minRepeats <= keys.length; period += 1) {
    let end = at + period;
    while (end < keys.length && keys[end] === keys[end - period]) end += 1;
    const repeats = Math.floor((end - at) / period);
    if (repeats >= minRepeats) return { period, repeats };
  }
  return { period: 1, repeats: 1 };
}
