import { expect, test } from 'vitest';
import { momentOfLine } from './moment-of-line.ts';

const line = (startSeconds: number, endSeconds: number) => ({
  ...{ startSeconds, endSeconds, speaker: null, text: 'said' },
});

test.each([
  [0, 0, 41],
  [1, 15, 41],
  [2, 39, 60],
  [3, 55, 60],
])('from line %i on a moment lasts from %i to %i s', (from, startSeconds, endSeconds) => {
  const lines = [line(0, 14), line(15, 30), line(39, 41), line(55, 60)];
  expect(momentOfLine(lines, from)).toEqual({ startSeconds, endSeconds });
});

test('a line without length makes a moment of a second; a line that is not there none', () => {
  expect(momentOfLine([line(5, 5)], 0)).toEqual({ startSeconds: 5, endSeconds: 6 });
  expect(momentOfLine([], 0)).toBeUndefined();
});
