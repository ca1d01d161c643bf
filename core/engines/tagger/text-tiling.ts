import type { Sentence, Token } from './spoken-tokens.ts';
import { singular } from './topic-names.ts';

export interface TilingLimits {
  readonly durationSeconds: number;
  readonly minSeconds: number;
  readonly maxBoundaries: number;
}

/** Hearst's w and k: tokens in a pseudo-sentence, pseudo-sentences in a block. */
const unitTokens = 20;
const blockUnits = 10;

interface Gap {
  readonly seconds: number;
  readonly depth: number;
}

/**
 * Where the vocabulary of a talk changes, in seconds and in order, by lexical cohesion: M. Hearst, "TextTiling:
 * segmenting text into multi-paragraph subtopic passages", Computational Linguistics 23 (1997). Of gaps closer
 * than `minSeconds` to each other or to an end, the deeper one is kept.
 */
export function findTopicShifts(
  sentences: readonly Sentence[],
  isStopWord: (word: string) => boolean,
  limits: TilingLimits,
): number[] {
  const tokens = sentences.flat();
  const units: (readonly Token[])[] = [];
  for (let at = 0; at < tokens.length; at += unitTokens) units.push(tokens.slice(at, at + unitTokens));
  const bags = units.map((unit) => bagOf(unit, isStopWord));
  const cohesion = smooth(units.slice(1).map((_, index) => blockSimilarity(bags, index + 1)));
  const gaps = cohesion.map((_, index): Gap => {
    const seconds = units[index + 1]?.[0]?.startSeconds ?? 0;
    return { seconds, depth: depthAt(cohesion, index) };
  });
  const depths = gaps.map((gap) => gap.depth).filter((depth) => depth > 0);
  const cutoff = mean(depths) - deviation(depths) / 2;
  const chosen: number[] = [];
  const deepestFirst = gaps.filter((gap) => gap.depth > cutoff).sort((a, b) => b.depth - a.depth);
  for (const { seconds } of deepestFirst) {
    if (chosen.length >= limits.maxBoundaries) break;
    const isInside = seconds >= limits.minSeconds && seconds <= limits.durationSeconds - limits.minSeconds;
    if (isInside && chosen.every((other) => Math.abs(other - seconds) >= limits.minSeconds))
      chosen.push(seconds);
  }
  return chosen.sort((a, b) => a - b);
}

type Bag = ReadonlyMap<string, number>;

function bagOf(unit: readonly Token[], isStopWord: (word: string) => boolean): Bag {
  const bag = new Map<string, number>();
  for (const { lower } of unit)
    if (!isStopWord(lower)) bag.set(singular(lower), (bag.get(singular(lower)) ?? 0) + 1);
  return bag;
}

/** Cosine of the words in the blocks before and after the gap. */
function blockSimilarity(bags: readonly Bag[], gap: number): number {
  const before = merge(bags.slice(Math.max(0, gap - blockUnits), gap));
  const after = merge(bags.slice(gap, gap + blockUnits));
  let product = 0;
  for (const [term, count] of before) product += count * (after.get(term) ?? 0);
  const size = Math.sqrt(squares(before) * squares(after));
  return size === 0 ? 0 : product / size;
}

function merge(bags: readonly Bag[]): Bag {
  const merged = new Map<string, number>();
  for (const bag of bags) for (const [term, count] of bag) merged.set(term, (merged.get(term) ?? 0) + count);
  return merged;
}

/** How far cohesion rises on both sides before it falls again. */
function depthAt(cohesion: readonly number[], at: number): number {
  const here = cohesion[at] ?? 0;
  const climb = (step: 1 | -1): number => {
    let peak = here;
    for (let index = at + step; (cohesion[index] ?? -1) >= peak; index += step)
      peak = cohesion[index] ?? peak;
    return peak - here;
  };
  return climb(-1) + climb(1);
}

const smooth = (values: readonly number[]): number[] =>
  values.map((_, at) => mean(values.slice(Math.max(0, at - 1), at + 2)));

const squares = (bag: Bag): number => [...bag.values()].reduce((sum, count) => sum + count * count, 0);

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
