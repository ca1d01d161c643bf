import { expect, test } from 'vitest';
import { editDistance } from './damerau-levenshtein.ts';

test.each([
  ['deploy', 'deploy', 0],
  ['deplyo', 'deploy', 1],
  ['deply', 'deploy', 1],
  ['deploys', 'deploy', 1],
  ['reconclie', 'reconcile', 1],
  ['kubernets', 'kubernetes', 1],
  ['kuberntse', 'kubernetes', 2],
  ['', 'ab', 2],
])('%s is %s with %i edits', (a, b, edits) => {
  expect(editDistance(a, b, 2)).toBe(edits);
  expect(editDistance(b, a, 2)).toBe(edits);
});

test('counting stops above the limit', () => {
  expect(editDistance('kitten', 'sitting', 2)).toBe(3);
  expect(editDistance('abcdef', 'uvwxyz', 1)).toBe(2);
  expect(editDistance('a', 'abcdefgh', 2)).toBe(3);
});
