import { printFigure } from '../print.ts';
import { commonWords, type KnownItem, longQuestions, typedByLetters } from './known-items.ts';
import { percentile, spread, timeQueries } from './latency.ts';
import type { Ask } from './score.ts';
import type { Talk } from './talks.ts';

/** Up to here a search may take 50 ms, beyond 150. */
const bars = { fewPassages: 200_000, milliseconds: 50, ofMany: 150 } as const;
const mostOfKind = 40;

/** How long searches take, by kind; the quickest of several runs. */
export async function printSpeed(
  ask: Ask,
  { talks, passages }: { readonly talks: readonly Talk[]; readonly passages: number },
  items: readonly KnownItem[],
): Promise<void> {
  const kinds = new Map<string, string[]>();
  for (const item of items)
    if (item.split === 'test') kinds.set(item.class, [...(kinds.get(item.class) ?? []), item.q]);
  const common = commonWords(talks, mostOfKind);
  const known = [...kinds.values()].flat();
  kinds.set('single common words', common);
  kinds.set(
    'pairs of them',
    common.slice(1).map((word, at) => `${common[at]} ${word}`),
  );
  kinds.set('letter by letter', typedByLetters(common.slice(0, 10)));
  kinds.set('long questions', longQuestions(items, mostOfKind));
  console.log(`\n  p50 / p95 / p99 ms at ${passages} passages`);
  const times = new Map<string, number>();
  for (const [kind, queries] of kinds) {
    if (queries.length === 0) continue;
    const taken = await timeQueries(ask, queries);
    for (const [at, q] of queries.entries()) times.set(q, taken[at] ?? 0);
    console.log(`    ${kind}: ${spread(taken)}`);
  }
  const bar = { atMost: passages > bars.fewPassages ? bars.ofMany : bars.milliseconds };
  const p95 = (queries: readonly string[]) =>
    percentile(
      queries.map((q) => times.get(q) ?? 0),
      0.95,
    );
  printFigure('p95 of all known items', p95(known), 'ms', bar);
  printFigure('p95 with the hard kinds', p95([...times.keys()]), 'ms', bar);
}
