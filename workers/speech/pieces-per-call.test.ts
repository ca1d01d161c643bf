import { expect, test } from 'vitest';
import { piecesPerCall } from './pieces-per-call.ts';

test.each([
  [60, 15],
  [40, 20],
  [41, 11],
  [1_000, 20],
  [5, 3],
  [1, 1],
  [0, 1],
])('%i pieces for two processes that take 20 are given in calls of %i', (pieces, expected) => {
  expect(piecesPerCall(pieces, { sideBySide: 2, piecesAtOnce: 20 })).toBe(expected);
});

test('who takes one at a time gets one', () => {
  expect(piecesPerCall(36, { sideBySide: 3, piecesAtOnce: 1 })).toBe(1);
});
