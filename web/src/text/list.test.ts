import { expect, test } from 'vitest';
import { count, initialsOf, splitNames } from './list.ts';

test('names are split, trimmed and kept once', () => {
  expect(splitNames(' Ana  Ruiz, Ben;Ana Ruiz,\n')).toEqual(['Ana Ruiz', 'Ben']);
  expect(splitNames('  ')).toEqual([]);
});

test('counts agree with their noun', () => {
  expect(count(1, 'moment')).toBe('1 moment');
  expect(count(1200, 'moment')).toBe('1,200 moments');
});

test('initials are taken from the first and last name, in any script', () => {
  expect(initialsOf('Ana Maria Ruiz')).toBe('AR');
  expect(initialsOf('李雷')).toBe('李');
  expect(initialsOf('😀 smith')).toBe('😀S');
});
