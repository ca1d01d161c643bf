import { expect, test } from 'vitest';
import { daysLeftInBin } from './bin.ts';

test.each([
  ['2026-11-01T12:00:00Z', 30],
  ['2026-11-01T12:00:01Z', 30],
  ['2026-11-02T12:00:00Z', 29],
  ['2026-12-01T11:59:00Z', 1],
  ['2026-12-01T12:00:00Z', 0],
  ['2027-01-01T00:00:00Z', 0],
])('at %s, what went to the bin on the first of November at noon has %i days left', (now, days) => {
  expect(daysLeftInBin(new Date('2026-11-01T12:00:00Z'), new Date(now))).toBe(days);
});
