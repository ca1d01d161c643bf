import { expect, test } from 'vitest';
import { isUnderWay, parseWatched, withWatched } from './watched.ts';

const at = (seconds: number, durationSeconds = 3_600, sessionId = 's') => ({
  ...{ sessionId, seconds, durationSeconds },
});

test.each([
  [9, 3_600, false],
  [10, 3_600, true],
  [3_539, 3_600, true],
  [3_541, 3_600, false],
  [1, 12, true],
  [11, 12, false],
])('%i s of %i s is under way: %s', (seconds, duration, expected) => {
  expect(isUnderWay(at(seconds, duration))).toBe(expected);
});

test('what was watched last comes first, once, and leaves the list when it is done', () => {
  const list = withWatched([at(30, 60, 'a'), at(40, 60, 'b')], at(20, 60, 'b'));
  expect(list.map(({ sessionId, seconds }) => [sessionId, seconds])).toEqual([
    ['b', 20],
    ['a', 30],
  ]);
  expect(withWatched(list, at(59, 60, 'a')).map(({ sessionId }) => sessionId)).toEqual(['b']);
});

test('no more is kept than somebody goes on with', () => {
  const many = Array.from({ length: 30 }, (_, index) => at(30, 60, `${index}`));
  const list = many.reduce(withWatched, []);
  expect([list.length, list[0]?.sessionId]).toEqual([20, '29']);
});

test('what another version or a person has stored there is left out', () => {
  expect(parseWatched(null)).toEqual([]);
  expect(parseWatched('{')).toEqual([]);
  expect(parseWatched('{"a":1}')).toEqual([]);
  expect(parseWatched(JSON.stringify([null, 1, { sessionId: 's' }, at(1), at(Number.NaN)]))).toEqual([at(1)]);
});
