/** Above this many comparisons texts count as altogether different: 4 million take about 20 ms. */
const mostComparisons = 4_000_000;

/** What a whole task may still compare; each comparison takes from it. */
export interface Comparisons {
  left: number;
}

/** For all lines of a transcript: an hour's talk, each line of it changed, takes less than a million. */
export const comparisonsOfTranscript = (): Comparisons => ({ left: 5 * mostComparisons });

/**
 * A longest common subsequence of two lists, as pairs of their indexes in order. Where too little is left of
 * `comparisons`, only what both begin and end with.
 */
export function commonSubsequence(
  a: readonly string[],
  b: readonly string[],
  comparisons: Comparisons = { left: mostComparisons },
): (readonly [number, number])[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail += 1;
  const inMiddle = longest(a.slice(head, a.length - tail), b.slice(head, b.length - tail), comparisons);
  return [
    ...Array.from({ length: head }, (_, at) => [at, at] as const),
    ...inMiddle.map(([left, right]) => [left + head, right + head] as const),
    ...Array.from({ length: tail }, (_, at) => [a.length - tail + at, b.length - tail + at] as const),
  ];
}

/** By the table of the lengths that are still to come. */
function longest(
  a: readonly string[],
  b: readonly string[],
  comparisons: Comparisons,
): (readonly [number, number])[] {
  const needed = a.length * b.length;
  if (needed === 0 || needed > Math.min(mostComparisons, comparisons.left)) return [];
  comparisons.left -= needed;
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const lengthAt = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        a[i] === b[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
  const pairs: (readonly [number, number])[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      pairs.push([i, j]);
      i += 1;
      j += 1;
    } else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}
