import { expect, test } from 'vitest';
import { formatDay, formatDayOfYear } from './date.ts';

test('the year is left out while it is this one', () => {
  expect(formatDay('2026-03-12T10:00:00Z', new Date('2026-11-21T10:00:00Z'))).toBe('12 March');
  expect(formatDay('2025-03-12T10:00:00Z', new Date('2026-11-21T10:00:00Z'))).toBe('12 March 2025');
});

test('a session page always says the year', () => {
  expect(formatDayOfYear('2026-03-12T10:00:00Z')).toBe('12 March 2026');
});
