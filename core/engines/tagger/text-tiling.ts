import type { Sentence, Token } from './spoken-tokens.ts';

/** What a token says, equal for all forms of a word; nothing for a stop word. `next` follows it in its sentence. */
export type TermsOf = (token: Token, next: Token | undefined) => readonly string[];

export interface TilingLimits {
  readonly durationSeconds: number;
  readonly minSeconds: number;
  readonly maxBoundaries: number;
  /** In order. */
  readonly slideChanges: readonly number[];
}

/** Hearst's w: tokens in a pseudo-sentence. */
const unitTokens = 20;
/**
 * Pseudo-sentences in a block, rounds of smoothing, and deviations above the mean depth at which a shift begins. Hearst
 * has 10, 1 and -0.5, for written text. Of 48 joined talks that gave Pk 0.51, worse than even spaces (0.42); these
 * give 0.26 (`npm run bench:tag`).
 */
const blockUnits = 25;
const smoothings = 3;
const deviations = 1.5;

/**
 * Depth that a slide with `minSeconds` to itself is worth, about what a shift needs. With a slide where each of 48
 * joined talks goes on Pk is 0.20 and not 0.26; 0.3 gives 0.19 but costs more where slides mean nothing.
 */
const slideWeight = 0.2;
/** A subject is named a little before or after its slide is shown. */
const nearSeconds = 10;
/** A shift that only slides tell needs no less: two that share a vote. */
const leastDepth = slideWeight / 4;

interface Gap {
  readonly seconds: number;
  readonly depth: number;
}

/**
 * Where the vocabulary of a talk changes, in seconds and in order, by lexical cohesion: M. Hearst, "TextTiling:
 * segmenting text into multi-paragraph subtopic passages", Computational Linguistics 23 (1997). Slides vote: near one
 * a gap counts as deeper. Of gaps closer than `minSeconds` to each other or to an end, the deeper one is kept.
 */
export function findTopicShifts(
  sentences: readonly Sentence[],
  termsOf: TermsOf,
  limits: TilingLimits,
): number[] {
  const units = unitsOf(sentences, termsOf);
  const bags = units.map(({ terms }) => bagOf(terms));
  const similarity = units.slice(1).map((_, index) => blockSimilarity(bags, index + 1));
  const cohesion = Array.from({ length: smoothings }).reduce<readonly number[]>(smooth, similarity);
  const gaps = cohesion.map(
    (_, index): Gap => ({ seconds: units[index + 1]?.startSeconds ?? 0, depth: depthAt(cohesion, index) }),
  );
  const depths = gaps.map((gap) => gap.depth).filter((depth) => depth > 0);
  const cutoff = Math.max(mean(depths) + deviations * deviation(depths), leastDepth);
  const votes = slideVotes(limits.slideChanges, limits.minSeconds);
  const chosen: number[] = [];
  const deepestFirst = gaps
    .map(({ seconds, depth }) => ({ seconds, depth: depth + slideWeight * voteNear(votes, seconds) }))
    .filter((gap) => gap.depth >= cutoff)
    .sort((a, b) => b.depth - a.depth);
  for (const { seconds } of deepestFirst) {
    if (chosen.length >= limits.maxBoundaries) break;
    const isInside = seconds >= limits.minSeconds && seconds <= limits.durationSeconds - limits.minSeconds;
    if (isInside && chosen.every((other) => Math.abs(other - seconds) >= limits.minSeconds))
      chosen.push(seconds);
  }
  return chosen.sort((a, b) => a - b);
}

interface Vote {
  readonly seconds: number;
  /** 0 to 1. */
  readonly share: number;
}

/**
 * Slides that change within `minSeconds` of each other share one vote, and what is shared counts for less than its
 * share: a deck that always changes says nothing.
 */
function slideVotes(slideChanges: readonly number[], minSeconds: number): Vote[] {
  return slideChanges.map((seconds) => {
    const near = slideChanges.filter((other) => Math.abs(other - seconds) < minSeconds);
    return { seconds, share: 1 / near.length ** 2 };
  });
}

const voteNear = (votes: readonly Vote[], seconds: number): number =>
  Math.max(0, ...votes.map((vote) => (Math.abs(vote.seconds - seconds) <= nearSeconds ? vote.share : 0)));

interface Unit {
  readonly startSeconds: number;
  readonly terms: readonly string[];
}

function unitsOf(sentences: readonly Sentence[], termsOf: TermsOf): Unit[] {
  const said = sentences.flatMap((sentence) =>
    sentence.map((token, at) => ({
      startSeconds: token.startSeconds,
      terms: termsOf(token, sentence[at + 1]),
    })),
  );
  const units: Unit[] = [];
  for (let at = 0; at < said.length; at += unitTokens) {
    const words = said.slice(at, at + unitTokens);
    units.push({
      startSeconds: words[0]?.startSeconds ?? 0,
      terms: words.flatMap(({ terms }) => terms),
    });
  }
  return units;
}

type Bag = ReadonlyMap<string, number>;

function bagOf(terms: readonly string[]): Bag {
  const bag = new Map<string, number>();
  for (const term of terms) bag.set(term, (bag.get(term) ?? 0) + 1);
  return bag;
}

/** Cosine of the words in the blocks before and after the gap; one that is said again and again counts little more. */
function blockSimilarity(bags: readonly Bag[], gap: number): number {
  const before = merge(bags.slice(Math.max(0, gap - blockUnits), gap));
  const after = merge(bags.slice(gap, gap + blockUnits));
  let product = 0;
  for (const [term, count] of before) product += Math.log1p(count) * Math.log1p(after.get(term) ?? 0);
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

const smooth = (values: readonly number[]): readonly number[] =>
  values.map((_, at) => mean(values.slice(Math.max(0, at - 1), at + 2)));

const squares = (bag: Bag): number =>
  [...bag.values()].reduce((sum, count) => sum + Math.log1p(count) ** 2, 0);

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
