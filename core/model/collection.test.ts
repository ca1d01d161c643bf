import { expect, test } from 'vitest';
import { isSameMoment, keepHidden, moveItem, playedSeconds } from './collection.ts';

const items = (letters: string) => [...letters].map((id) => ({ id }));
const lettersOf = (list: readonly { readonly id: string }[] | null) => list?.map(({ id }) => id).join('');

test.each([
  // before, shown after; capitals are hidden
  ['aXbc', 'abc', 'aXbc'],
  ['aXbc', 'cba', 'cbaX'],
  ['Xab', 'ba', 'Xba'],
  ['aXYb', 'ba', 'baXY'],
  ['abX', 'a', 'aX'],
  ['aXb', 'b', 'Xb'],
  ['aX', '', 'X'],
  ['abX', 'anb', 'anbX'],
  ['X', 'n', 'Xn'],
])('of %s a curator who makes %s leaves %s', (before, shown, after) => {
  const isHidden = ({ id }: { id: string }) => id === id.toUpperCase();
  expect(lettersOf(keepHidden(items(before), isHidden, items(shown)))).toBe(after);
});

test.each([
  ['a', { after: 'c' }, 'bca'],
  ['a', { before: 'c' }, 'bac'],
  ['c', { before: 'a' }, 'cab'],
  ['c', { after: 'b' }, 'abc'],
  ['a', { after: 'a' }, undefined],
  ['a', { after: 'x' }, undefined],
  ['x', { after: 'a' }, undefined],
])('of abc %s goes %j: %s', (id, place, after) => {
  expect(lettersOf(moveItem(items('abc'), id, place))).toBe(after);
});

test.each([
  [null, null, true],
  [null, 0, false],
  [12.1, 12.9, true],
  [12.9, 13, false],
])('moments at %s and %s are the same: %s', (a, b, isSame) => {
  const span = (startSeconds: number | null) => ({ sessionId: 's', startSeconds, endSeconds: null });
  expect(isSameMoment(span(a), span(b))).toBe(isSame);
  expect(isSameMoment(span(a), { ...span(a), sessionId: 'other' })).toBe(false);
});

test.each([
  [null, null, 600, 600],
  [null, null, null, 0],
  [100, null, 600, 500],
  [100, 130, 600, 30],
  [100, 700, 600, 500],
  [100, 130, null, 30],
  [100, null, null, 0],
  [700, null, 600, 0],
])(
  'from %s to %s of a recording of %s seconds %s are played',
  (startSeconds, endSeconds, duration, seconds) => {
    expect(playedSeconds({ startSeconds, endSeconds }, duration)).toBe(seconds);
  },
);
