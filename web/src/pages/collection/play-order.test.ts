import { expect, test } from 'vitest';
import { firstToPlay, neighbourOf } from './play-order.ts';

const item = (id: string) => ({
  id: id.toLowerCase(),
  isDone: id === id.toUpperCase(),
  session: { hasRecording: !/x/i.test(id) },
});
const items = (ids: string) => [...ids].map(item);

// Capitals are done, x has no recording.
test.each([
  ['abc', 'a'],
  ['Abc', 'b'],
  ['xbc', 'b'],
  ['AxBc', 'c'],
  ['ABC', 'a'],
  ['x', undefined],
  ['', undefined],
])('of %s the first to play is %s', (ids, first) => {
  expect(firstToPlay(items(ids))?.id).toBe(first);
});

test.each([
  ['abc', 'a', 1, 'b'],
  ['axc', 'a', 1, 'c'],
  ['axc', 'c', -1, 'a'],
  ['abc', 'c', 1, undefined],
  ['abc', 'a', -1, undefined],
  ['abc', 'z', 1, undefined],
] as const)('in %s, from %s by %i, comes %s', (ids, from, step, to) => {
  expect(neighbourOf(items(ids), from, step)?.id).toBe(to);
});
