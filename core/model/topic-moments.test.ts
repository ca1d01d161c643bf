import { expect, test } from 'vitest';
import { topicMoments } from './topic-moments.ts';

test('uses within a minute are one moment', () => {
  expect(topicMoments([70, 10, 65, 30, 200], 300)).toEqual([10, 70, 200]);
});

test('what lies outside of the recording is no moment of it', () => {
  expect(topicMoments([-5, 20, 301, Number.NaN, Number.POSITIVE_INFINITY], 300)).toEqual([20]);
});

test('of many moments those with most uses remain, in order', () => {
  const once = Array.from({ length: 20 }, (_, index) => index * 100);
  expect(topicMoments([...once, 1_510, 910], 2_000)).toEqual([
    0, 100, 200, 300, 400, 500, 600, 700, 900, 1_500,
  ]);
});
