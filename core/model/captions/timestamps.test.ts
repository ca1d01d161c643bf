import { expect, test } from 'vitest';
import { formatClock, formatTimestamp, parseTimestamp } from './timestamps.ts';

test.each([
  ['00:00:01.031', 1.031],
  ['00:01.5', 1.5],
  ['1:02:03,004', 3723.004],
  ['0:00:01.000', 1],
  ['100:00:00.000', 360_000],
  ['00:00:07', 7],
  ['7', null],
  ['00:00:01.', null],
  ['0:00:01.50', 1.5],
  ['00:00:01,5', 1.5],
  ['-00:00:01.250', -1.25],
  ['-00:00:00.000', 0],
  ['--00:00:01.000', null],
  ['00:00:01.000x', null],
  ['1:1:1:1', null],
])('the time stamp %s is read as %s seconds', (text, seconds) => {
  expect(parseTimestamp(text)).toBe(seconds);
});

test('a time is written with hours, minutes, seconds and milliseconds, whatever its length', () => {
  expect(formatTimestamp(3723.0049)).toBe('01:02:03.005');
  expect(formatTimestamp(59.9999)).toBe('00:01:00.000');
  expect(formatTimestamp(360_000, ',')).toBe('100:00:00,000');
});

test('people see hours only where there are some', () => {
  expect(formatClock(62.9)).toBe('1:02');
  expect(formatClock(3723)).toBe('1:02:03');
});
