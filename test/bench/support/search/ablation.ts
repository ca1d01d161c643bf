import { usualWeights, type Weights } from '../../../../core/model/search/weights.ts';
import type { KnownItem } from './known-items.ts';
import { type Ask, classesOf, meanReciprocalRank, ofClass, type Scored, score } from './score.ts';

const { quality, bonus, typos } = usualWeights;

/** The ranking without one of its parts. */
const without: Readonly<Record<string, Weights>> = {
  'ranking word by word': { ...usualWeights, reranked: 0 },
  'other spellings': { ...usualWeights, typos: { ...typos, mostForUnknown: 0, mostForKnown: 0 } },
  'beginnings of words': { ...usualWeights, quality: { ...quality, prefix: 0 } },
  'splitting and joining': { ...usualWeights, quality: { ...quality, joined: 0 } },
  'titles in the ranking': {
    ...usualWeights,
    quality: { ...quality, heading: 0 },
    bonus: { ...bonus, saidAndHeading: 0 },
  },
  nearness: { ...usualWeights, bonus: { ...bonus, near: 0, nearInOrder: 0 } },
  repeats: { ...usualWeights, bonus: { ...bonus, repeat: 0 } },
  trust: { ...usualWeights, untrusted: 1 },
};

/** Asks the same queries without one part after another and prints what is lost, in all and in the class that loses most. */
export async function printAblation(
  full: readonly Scored[],
  askWith: (weights: Weights) => Ask,
  idOf: ReadonlyMap<string, string>,
): Promise<void> {
  const items: readonly KnownItem[] = full.map(({ item }) => item);
  console.log(`  MRR@10 with everything: ${meanReciprocalRank(full).toFixed(3)}; without`);
  for (const [name, weights] of Object.entries(without)) {
    const scored = await score(askWith(weights), items, idOf);
    const worst = classesOf(items)
      .map((one) => ({
        one,
        before: meanReciprocalRank(ofClass(full, one)),
        after: meanReciprocalRank(ofClass(scored, one)),
      }))
      .reduce((a, b) => (b.before - b.after > a.before - a.after ? b : a));
    const loss = `${worst.one} ${worst.before.toFixed(3)} -> ${worst.after.toFixed(3)}`;
    console.log(`    ${name}: ${meanReciprocalRank(scored).toFixed(3)} (${loss})`);
  }
}
