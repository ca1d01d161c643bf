import { expect, test } from 'vitest';
import { deletionKeys, editsAllowed, nearestSpellings } from './spelling.ts';

const share = (a: string, b: string) => {
  const keys = new Set(deletionKeys(a));
  return deletionKeys(b).some((key) => keys.has(key));
};

test.each([
  ['deplyo', 'deploy'],
  ['excahnge', 'exchange'],
  ['niptendo', 'nintendo'],
  ['consizstently', 'consistently'],
  ['kuberntse', 'kubernetes'],
])('%s and %s share a key', (typed, meant) => {
  expect(share(typed, meant)).toBe(true);
});

test('unlike words share no key', () => {
  expect(share('deploy', 'banana')).toBe(false);
});

test('short words and numbers are taken as typed', () => {
  expect(['git', '2024', 'swift', 'kubernetes'].map(editsAllowed)).toEqual([0, 0, 1, 2]);
});

test('the nearest spelling comes first, a wrong first letter later, a rarer word last', () => {
  const known = [
    { word: 'deplore', frequency: 3 },
    { word: 'eploy', frequency: 50 },
    { word: 'deploy', frequency: 9 },
    { word: 'depot', frequency: 70 },
    { word: 'employ', frequency: 90 },
  ];
  expect(nearestSpellings('deploy', known, { edits: 1, most: 7 }).map((found) => found.word)).toEqual([
    'eploy',
  ]);
  expect(nearestSpellings('xeploy', known, { edits: 2, most: 7 })).toEqual([
    { word: 'eploy', edits: 1, slip: 1.5 },
    { word: 'deploy', edits: 1, slip: 1.5 },
  ]);
  expect(nearestSpellings('deplor', known, { edits: 1, most: 1 }).map((found) => found.word)).toEqual([
    'deploy',
  ]);
});

test('the typed word itself is no correction', () => {
  expect(nearestSpellings('deploy', [{ word: 'deploy', frequency: 4 }], { edits: 2, most: 7 })).toEqual([]);
});
