import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

test.each([
  ['/', '/'],
  ['/sessions/pivot-tables?t=12.5&q=a%20b#notes', '/sessions/pivot-tables?t=12.5&q=a%20b#notes'],
  ['/?q=café', '/?q=caf%C3%A9'],
  ['/a/../new', '/new'],
  ['/?q=https://evil.example', '/?q=https://evil.example'],
])('%j leads to %s', (to, path) => expect(returnPath(to)).toBe(path));

test.each([
  undefined,
  '',
  'new',
  'https://evil.example',
  'javascript:alert(1)',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n\\evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  '//',
  `/?q=${'a'.repeat(1000)}`,
])('%j leads to the home page', (to) => expect(returnPath(to)).toBe('/'));
