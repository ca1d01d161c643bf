/** Setting that names the space whose vectors searches go by: what was complete last. */
export const spaceInUseKey = 'embeddingSpace';

/** Every number of finding by meaning; `docs/decisions.md` says which were measured and how. */
export const meaning = {
  /** A search waits no longer for the vector of its query; when that comes later, the next one has it. */
  waitMs: 150,
  /** The passages' vectors are not looked through for longer: 113,000 of 768 dimensions took 120 ms at a load of 6 on two cores. */
  scanMs: 200,
  /** By their signs so many are chosen ... */
  compared: 300,
  /** ... of which, compared exactly, the best are answers ... */
  returned: 40,
  /** ... so many of a session. */
  perSession: 3,
  /** Unrelated passages that tell how near chance brings one. */
  sampled: 300,
  /** Median of 1,446 conference talks. */
  passagesPerSession: 78,
  /** Cormack, Clarke and Büttcher, Reciprocal Rank Fusion (SIGIR 2009). */
  k: 60,
  /** Sessions with this score hold all the query's words, give or take a slip: what means the same comes after. */
  heldFrom: 0.7,
  /** Sessions found by meaning alone: together with those that hold the words so many, and at least a few. */
  enoughSessions: 10,
  fewSessions: 3,
  /** A moment found by meaning beside those found by words, for the strength that is shown. */
  worth: 0.6,
} as const;

/**
 * How similar a passage must be to be no accident: nearer than the nearest of as many unrelated ones would be, which
 * of `population` normal values lies sqrt(2 ln n) deviations out (Cramér 1946, 28.6). What is usual is told by a
 * sample, robustly, since some of it may be related; in few dimensions chance alone strays 1/sqrt(dimensions).
 */
export function leastSimilarity(
  sample: readonly number[],
  { population, dimensions }: { readonly population: number; readonly dimensions: number },
): number {
  const usual = median(sample);
  const deviation = 1.4826 * median(sample.map((value) => Math.abs(value - usual)));
  const spread = Math.max(deviation, 1 / Math.sqrt(dimensions));
  return usual + spread * Math.sqrt(2 * Math.log(Math.max(2, population)));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
