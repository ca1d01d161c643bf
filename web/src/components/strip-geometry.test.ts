import { expect, test } from 'vitest';
import { placeMarks } from './strip-geometry.ts';

const mark = (startSeconds: number, endSeconds: number, strength = 1) => ({
  startSeconds,
  endSeconds,
  strength,
});

test('marks stand where they are in the session, in order of time', () => {
  const placed = placeMarks([mark(50, 60), mark(10, 20)], 100);
  expect(placed.map(({ left, width }) => [left, width])).toEqual([
    [10, 10],
    [50, 10],
  ]);
});

test('close neighbours share the room between them, so that no target covers another', () => {
  const [first, second] = placeMarks([mark(10, 12), mark(12, 14)], 100);
  expect(first).toMatchObject({ reachFrom: -6, reachTo: 12 });
  expect(second).toMatchObject({ reachFrom: 12, reachTo: 106 });
});

test('below half the strength of the best a mark is weak', () => {
  expect(placeMarks([mark(0, 1, 0.49), mark(2, 3, 0.5)], 10).map(({ isWeak }) => isWeak)).toEqual([
    true,
    false,
  ]);
});

test('a mark past the end stays on the strip; a strip without length has none', () => {
  expect(placeMarks([mark(95, 140)], 100)[0]).toMatchObject({ left: 95, width: 5 });
  expect(placeMarks([mark(1, 2)], 0)).toEqual([]);
  expect(placeMarks([mark(1, 2)], Number.NaN)).toEqual([]);
});
