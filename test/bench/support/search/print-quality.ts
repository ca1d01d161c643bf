import { printFigure } from '../print.ts';
import { spread } from './latency.ts';
import { classesOf, meanReciprocalRank, ofClass, recall, type Scored } from './score.ts';

export const bars = { all: 0.93, each: 0.9 } as const;

/** The eight that the bars are about; other classes are only shown. */
const judged = ['exact', 'typo', 'prefix', 'question', 'morph', 'phrase', 'title', 'joined'];

/** Several searches side by side, class by class: `MRR@10 R@10` of each. */
export function printComparison(results: ReadonlyMap<string, readonly Scored[]>): void {
  const [first = []] = results.values();
  const classes = classesOf(first.map(({ item }) => item));
  const row = (name: string, cells: readonly string[]) =>
    console.log(`  ${name.padEnd(12)}${cells.map((cell) => cell.padEnd(26)).join('')}`.trimEnd());
  row('MRR@10 R@10', [...results.keys()]);
  for (const name of classes)
    row(
      name,
      [...results.values()].map((scored) => quality(ofClass(scored, name))),
    );
  row('all', [...results.values()].map(quality));
  row(
    'p50/p95/p99',
    [...results.values()].map((scored) => `${spread(scored.map(({ milliseconds }) => milliseconds))} ms`),
  );
}

const quality = (scored: readonly Scored[]): string =>
  `${meanReciprocalRank(scored).toFixed(3)} ${recall(scored).toFixed(3)}`;

export function printBars(scored: readonly Scored[]): void {
  const usual = scored.filter(({ item }) => judged.includes(item.class));
  printFigure('moment MRR@10 over the eight classes', meanReciprocalRank(usual), '', { atLeast: bars.all });
  for (const name of classesOf(usual.map(({ item }) => item)))
    printFigure(`  ${name}`, meanReciprocalRank(ofClass(usual, name)), '', { atLeast: bars.each });
}
