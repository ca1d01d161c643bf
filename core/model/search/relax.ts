import { retrieval } from './weights.ts';

/** A word of the query as the choice of subsets sees it. */
export interface RelaxableGroup {
  readonly weight: number;
  /** Share of the passages that have it, 0 to 1. */
  readonly share: number;
}

/** Sets of words beyond these, so that their number stays below 2^8. */
const mostRelaxed = 8;

/**
 * Which sets of the words to look for when too little has all of them: the weightiest sets first until about enough
 * passages are expected. Sets are lists of indexes; a set that contains another chosen one is left out, since it
 * finds nothing more. `always` is the weight of what every set has beside these.
 */
export function relaxedSubsets(groups: readonly RelaxableGroup[], passages: number, always = 0): number[][] {
  const rarest = groups
    .map((group, index) => ({ ...group, index }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostRelaxed);
  const total = always + groups.reduce((sum, { weight }) => sum + weight, 0);
  const subsets = allSubsets(rarest)
    .filter((subset) => subset.length < groups.length && (subset.length > 0 || always > 0))
    .map((subset) => ({
      indexes: subset.map(({ index }) => index).sort((a, b) => a - b),
      mass: always + subset.reduce((sum, { weight }) => sum + weight, 0),
      expected: expectedMatches(subset, passages),
    }))
    .filter(({ mass }) => mass >= total * retrieval.leastMass)
    .sort((a, b) => b.mass - a.mass);

  const chosen: number[][] = [];
  let expected = 0;
  for (const subset of subsets) {
    if (expected >= retrieval.enoughExpected) break;
    if (subset.expected > retrieval.mostPerSubset) continue;
    expected += subset.expected;
    chosen.push(subset.indexes);
  }
  if (chosen.length === 0)
    chosen.push(
      ...subsets
        .sort((a, b) => a.expected - b.expected)
        .slice(0, 1)
        .map(({ indexes }) => indexes),
    );
  return chosen.filter(
    (one) => !chosen.some((other) => other !== one && other.every((index) => one.includes(index))),
  );
}

/** As if words were independent, but for `togetherness`. */
function expectedMatches(subset: readonly RelaxableGroup[], passages: number): number {
  return subset.reduce(
    (sum, { share }, at) => sum * share * (at === 0 ? 1 : retrieval.togetherness),
    passages,
  );
}

function allSubsets<T>(items: readonly T[]): T[][] {
  const subsets: T[][] = [[]];
  for (const item of items) subsets.push(...subsets.map((subset) => [...subset, item]));
  return subsets;
}
