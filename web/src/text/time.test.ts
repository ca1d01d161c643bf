import { describe, expect, test } from 'vitest';
import { formatLeft, formatTenths, formatTime, parseTime, speakTime } from './time.ts';

describe('formatTime', () => {
  test.each([
    [0, '0:00'],
    [9.99, '0:09'],
    [751.4, '12:31'],
    [3600, '1:00:00'],
    [36_061, '10:01:01'],
    [-3, '0:00'],
  ])('writes %d s as %s', (seconds, text) => {
    expect(formatTime(seconds)).toBe(text);
  });
});

test('a time is read out in full words, without zero parts', () => {
  expect(speakTime(751)).toBe('12 minutes 31 seconds');
  expect(speakTime(3661)).toBe('1 hour 1 minute 1 second');
  expect(speakTime(0)).toBe('0 seconds');
});

test('what is left is told in the unit that fits', () => {
  expect(formatLeft(0.2)).toBe('1 s left');
  expect(formatLeft(59.5)).toBe('60 s left');
  expect(formatLeft(150)).toBe('3 min left');
  expect(formatLeft(7200)).toBe('2 h left');
});

describe('parseTime', () => {
  test.each([
    ['751', 751],
    ['751.5', 751.5],
    ['12:31', 751],
    ['1:00:01', 3601],
  ])('reads %s', (text, seconds) => {
    expect(parseTime(text)).toBe(seconds);
  });
  test.each(['', 'soon', '-3', '1:2:3:4', '12:', 'Infinity', '1e3'])('"%s" is no time', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });
});

test.each([
  [0, '0:00.0'],
  [751.44, '12:31.4'],
  [59.96, '1:00.0'],
])('tenths of a second: %d is %s', (seconds, text) => {
  expect(formatTenths(seconds)).toBe(text);
});
