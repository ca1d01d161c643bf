import { expect, test } from 'vitest';
import { addSample, rateOf, type Sample } from './rate.ts';

const samplesOf = (samples: readonly (readonly [atMs: number, sentBytes: number])[]) =>
  samples.reduce<readonly Sample[]>((all, [atMs, sentBytes]) => addSample(all, { atMs, sentBytes }), []);

test('the rate is that of the last ten seconds', () => {
  expect(rateOf(samplesOf([]))).toBe(0);
  expect(rateOf(samplesOf([[0, 0]]))).toBe(0);
  expect(
    rateOf(
      samplesOf([
        [0, 0],
        [5_000, 50_000],
        [9_000, 50_000],
        [15_000, 60_000],
      ]),
    ),
  ).toBe(1_000);
});

test('bytes that did not arrive and are sent again make no negative rate', () => {
  const samples = samplesOf([
    [0, 0],
    [1_000, 100_000],
    [2_000, 40_000],
    [3_000, 50_000],
  ]);
  expect(rateOf(samples)).toBe(10_000);
});
