import { expect, test } from 'vitest';
import { parseSearch, safeReturnPath, stringifySearch } from './url.ts';

test('search parameters stay text both ways', () => {
  expect(parseSearch('?q=007&t=1&topic=C%2B%2B')).toEqual({ q: '007', t: '1', topic: 'C++' });
  expect(stringifySearch({ q: 'roll back', t: 751, topic: undefined, speaker: '' })).toBe(
    '?q=roll+back&t=751',
  );
  expect(stringifySearch({})).toBe('');
});

test.each([
  ['/sessions/talk?t=3', '/sessions/talk?t=3'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/sign-in?to=/sign-in', '/'],
  [undefined, '/'],
])('after sign-in %s leads to %s', (path, target) => {
  expect(safeReturnPath(path)).toBe(target);
});
