import { hasPhrase, type Lexemes, type Occurrence, occurrenceFinder, type WordGroup } from './match.ts';
import type { Match } from './snippet.ts';
import { type Token, tokenise } from './tokenise.ts';
import { sessionShares, usualWeights, type Weights } from './weights.ts';

export interface RankedQuery {
  readonly groups: readonly WordGroup[];
  readonly phrases: readonly (readonly string[])[];
  readonly lexemes: Lexemes;
  readonly weights?: Weights;
}

export interface RankedText {
  /** About 1 when every word of the query is said; never below 0. */
  readonly score: number;
  readonly tokens: readonly Token[];
  readonly occurrences: readonly Occurrence[];
  readonly headingOccurrences: readonly Occurrence[];
}

/** Scores texts word by word; `heading` is the session's title, speakers and topics. */
export function ranker(query: RankedQuery): (text: string, heading: string) => RankedText {
  const { weights = usualWeights } = query;
  const { bonus } = weights;
  const find = occurrenceFinder(query.groups, query.lexemes);
  const headings = new Map<string, { tokens: Token[]; occurrences: Occurrence[] }>();
  const total = query.groups.reduce((sum, group) => sum + group.weight, 0) || 1;

  return (text, heading) => {
    const tokens = tokenise(text);
    const occurrences = find(tokens);
    let inHeading = headings.get(heading);
    if (inHeading === undefined) {
      const headingTokens = tokenise(heading);
      inHeading = { tokens: headingTokens, occurrences: find(headingTokens) };
      headings.set(heading, inHeading);
    }
    const said = byGroup(occurrences, query.groups.length);
    const titled = byGroup(inHeading.occurrences, query.groups.length);
    let sum = nearness(query.groups, said, weights);
    query.groups.forEach(({ weight }, group) => {
      sum += weight * worthOf(said[group] ?? [], titled[group] ?? [], weights);
    });
    const where = [tokens, inHeading.tokens];
    const isVerbatim = query.phrases.every((phrase) => where.some((one) => hasPhrase(one, phrase)));
    const score = (sum / total) * (isVerbatim ? 1 : bonus.phraseByStems);
    return { score, tokens, occurrences, headingOccurrences: inHeading.occurrences };
  };
}

/** A session's score from its moments' scores, best first. */
export function sessionScore(scores: readonly number[]): number {
  return sessionShares.reduce((sum, share, at) => sum + share * (scores[at] ?? 0), 0);
}

/** What is to be marked in the text: in order, of overlapping places the better one. */
export function matchesOf({ tokens, occurrences }: RankedText): Match[] {
  return withoutOverlaps(occurrences).flatMap(({ first, last, group, worth }) =>
    tokens.slice(first, last + 1).map(({ start, end }) => ({ start, end, group, worth })),
  );
}

/** The same, but what stands for one word in one: `node.js`, `command line` for `commandline`. */
export function placesOf({ tokens, occurrences }: RankedText): Match[] {
  return withoutOverlaps(occurrences).map(({ first, last, group, worth }) => {
    const [start, end] = [tokens[first]?.start ?? 0, tokens[last]?.end ?? 0];
    return { start, end, group, worth };
  });
}

function withoutOverlaps(occurrences: readonly Occurrence[]): Occurrence[] {
  let next = 0;
  return [...occurrences]
    .sort((a, b) => a.first - b.first || b.last - a.last || b.worth - a.worth)
    .filter(({ first, last }) => {
      if (first < next) return false;
      next = last + 1;
      return true;
    });
}

/** The occurrences of each word of the query. */
export function byGroup(occurrences: readonly Occurrence[], groups: number): Occurrence[][] {
  const lists: Occurrence[][] = Array.from({ length: groups }, () => []);
  for (const occurrence of occurrences) lists[occurrence.group]?.push(occurrence);
  return lists;
}

const bestWorth = (occurrences: readonly Occurrence[]): number =>
  occurrences.reduce((best, { worth }) => Math.max(best, worth), 0);

/** What a word of the query adds, before its weight. */
export function worthOf(
  said: readonly Occurrence[],
  titled: readonly Occurrence[],
  { quality, bonus }: Weights,
): number {
  const spoken = bestWorth(said);
  const heading = bestWorth(titled) * quality.heading;
  if (spoken === 0) return heading;
  const repeats = Math.min(said.length - 1, bonus.mostRepeats) * bonus.repeat;
  return Math.max(spoken * (1 + repeats + (heading > 0 ? bonus.saidAndHeading : 0)), heading);
}

/** Neighbours of the query that are near each other in the text, best as far apart as they were typed. */
export function nearness(
  groups: readonly WordGroup[],
  said: readonly (readonly Occurrence[])[],
  { bonus }: Weights,
): number {
  let sum = 0;
  for (let group = 0; group + 1 < groups.length; group += 1) {
    const weight = Math.min(groups[group]?.weight ?? 0, groups[group + 1]?.weight ?? 0);
    const apart = (groups[group + 1]?.position ?? group + 1) - (groups[group]?.position ?? group);
    let best = 0;
    for (const left of said[group] ?? [])
      for (const right of said[group + 1] ?? []) {
        const distance = right.first - left.last;
        if (distance === 0 || Math.abs(distance) > bonus.nearWords) continue;
        const inOrder = bonus.nearInOrder / (1 + Math.abs(distance - apart));
        best = Math.max(best, distance > 0 ? inOrder : bonus.near / -distance);
      }
    sum += best * weight;
  }
  return sum;
}
