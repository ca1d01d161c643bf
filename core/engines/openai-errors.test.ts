import { expect, test } from 'vitest';
import { retryAfterSeconds } from './openai-errors.ts';

const now = Date.parse('2026-01-02T03:04:05Z');

test.each([
  ['17', 17],
  ['0', 1],
  ['1e9', null],
  ['99999999', 3600],
  ['Fri, 02 Jan 2026 03:05:05 GMT', 60],
  ['Fri, 02 Jan 2026 03:00:00 GMT', 1],
  ['soon', null],
  ['', null],
])('Retry-After "%s" is %s s', (value, seconds) => {
  expect(retryAfterSeconds(new Headers({ 'retry-after': value }), now)).toBe(seconds);
});

test('no header is no delay', () => {
  expect(retryAfterSeconds(new Headers(), now)).toBeNull();
  expect(retryAfterSeconds(undefined, now)).toBeNull();
});
