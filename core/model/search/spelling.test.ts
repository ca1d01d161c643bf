import { expect, test } from 'vitest';
import { deletionKeys, editsAllowed, nearestSpellings, patternsBegunLike, swapsOf } from './spelling.ts';

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

test('a word of three letters is another with two letters swapped, and nothing else', () => {
  expect(swapsOf('gti')).toEqual(['tgi', 'git']);
  expect([...swapsOf('css'), ...swapsOf('365'), ...swapsOf('node')]).toEqual(['scs']);
  const known = ['git', 'get', 'gtk'].map((word) => ({ word, frequency: 9 }));
  expect(nearestSpellings('gti', known, { edits: 2, most: 7 })).toEqual([{ word: 'git', edits: 1, slip: 1 }]);
});

test.each([
  ['kubren', 'kubernetes'],
  ['kuubern', 'kubernetes'],
  ['kubrn', 'kubernetes'],
  ['ukber', 'kubernetes'],
  ['kbuer', 'kubernetes'],
  ['deploxm', 'deployment'],
])('%s may be the beginning of %s, unless the slip is on its first letter', (typed, meant) => {
  const patterns = patternsBegunLike(typed).map(
    (one) => new RegExp(`^${one.replaceAll('_', '.').slice(0, -1)}`),
  );
  expect(patterns.some((pattern) => pattern.test(meant))).toBe(typed[0] === meant[0]);
  expect(patternsBegunLike(typed).every((pattern) => /^[a-z]{2}/.test(pattern))).toBe(true);
});

test('the typed word itself is no correction', () => {
  expect(nearestSpellings('deploy', [{ word: 'deploy', frequency: 4 }], { edits: 2, most: 7 })).toEqual([]);
});
