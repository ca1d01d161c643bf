import { describe, expect, test } from 'vitest';
import { shrink, signsOf, similarity } from './vectors.ts';

/** Of length 1, different for each seed. */
function direction(dimensions: number, seed: number): Float32Array {
  const values = Float32Array.from({ length: dimensions }, (_, at) => Math.sin((at + 1) * (seed + 1) ** 2));
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

const cosine = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

describe('a vector in a byte a dimension', () => {
  test.each([256, 768, 1536])('says of %i dimensions how near two are to within .005', (dimensions) => {
    const query = direction(dimensions, 0);
    for (let seed = 0; seed < 50; seed += 1) {
      const other = direction(dimensions, seed / 7);
      expect(Math.abs(similarity(query, shrink(other)) - cosine(query, other))).toBeLessThan(0.005);
    }
  });

  test('keeps its largest value whole', () => {
    expect(shrink(Float32Array.of(0.5, -1, 0.25)).values).toEqual(Int8Array.of(64, -127, 32));
  });

  test('of nothing is near nothing', () => {
    const nothing = shrink(new Float32Array(0));
    expect(similarity(direction(8, 1), nothing)).toBe(0);
    expect(signsOf(nothing)).toBe('');
    expect(shrink(new Float32Array(2))).toEqual({ values: Int8Array.of(0, 0), scale: 0 });
  });
});

test('the signs of two vectors differ where the vectors point apart', () => {
  const vector = direction(768, 3);
  const differing = (other: Float32Array) => {
    const signs = signsOf(shrink(other));
    return [...signsOf(shrink(vector))].filter((sign, at) => sign !== signs[at]).length;
  };
  const near = vector.map((value, at) => value + (direction(768, 9)[at] ?? 0) / 4);
  expect(differing(vector)).toBe(0);
  expect(differing(near)).toBeLessThan(150);
  expect(differing(vector.map((value) => -value))).toBeGreaterThan(740);
});
