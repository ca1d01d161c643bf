/** Each query so often: the quickest counts, since what others do on the machine only adds. */
const rounds = 3;

/** How long each takes at best, in milliseconds. */
export async function timeQueries(
  ask: (q: string) => Promise<unknown>,
  queries: readonly string[],
): Promise<number[]> {
  const best = queries.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round += 1)
    for (const [at, q] of queries.entries()) {
      const start = performance.now();
      await ask(q);
      best[at] = Math.min(best[at] ?? 0, performance.now() - start);
    }
  return best;
}

/** The value that so large a share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** `p50 / p95 / p99` */
export const spread = (values: readonly number[]): string =>
  [0.5, 0.95, 0.99].map((share) => percentile(values, share).toFixed(1)).join(' / ');
