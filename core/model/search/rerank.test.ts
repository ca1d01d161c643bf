import { expect, test } from 'vitest';
import type { WordGroup } from './match.ts';
import { matchesOf, type RankedQuery, ranker, sessionScore } from './rerank.ts';
import { quality } from './weights.ts';

/** Words whose stem is what is left without a final s or ing. */
const stem = (word: string) => word.replace(/(ing|s)$/, '');
const group = (word: string, ...others: [string, number][]): WordGroup => ({
  typed: word,
  weight: 1,
  alternatives: [[word, quality.exact] as const, ...others].map(([words, worth]) => ({
    words: words.split(' '),
    lexemes: words.split(' ').map((one) => [stem(one)]),
    worth,
  })),
});
const lexemes = new Map(
  ['pivot', 'pivots', 'pivoting', 'table', 'tables', 'pivottable', 'deploy', 'deplyo'].map((word) => [
    word,
    new Set([stem(word)]),
  ]),
);
const query = (groups: WordGroup[], phrases: string[][] = []): RankedQuery => ({ groups, phrases, lexemes });
const pivotTable = query([group('pivot'), group('table')]);
const score = (text: string, heading = '', asked = pivotTable) => ranker(asked)(text, heading).score;

/** Each text is worth more than the one after it. */
const better = (...scores: number[]) => {
  for (const [at, one] of scores.slice(1).entries()) expect(one).toBeLessThan(scores[at] ?? 0);
};

test('all words beat some, the word itself beats another form, nothing is worth nothing', () => {
  better(
    score('a pivot with some other long words between a table'),
    score('a pivot with some other long words between tables'),
    score('a pivot'),
    score('nothing'),
  );
  expect(score('nothing')).toBe(0);
});

test('words side by side in order beat the other order, and that beats far apart', () => {
  const apart = 'and then there was very much more to say about all of these many';
  better(score('pivot table'), score('table pivot'), score(`pivot ${apart} table`));
});

test('the title counts for what is not said, but less than saying it', () => {
  better(score('pivot of a table'), score('a table', 'pivot'), score('a table'));
  better(score('pivot of a table', 'Pivot'), score('pivot of a table'));
});

test('one word for two counts, where they stand side by side', () => {
  const joined = query([group('pivottable', ['pivot table', quality.joined])]);
  better(
    score('pivottable', '', joined),
    score('pivot table', '', joined),
    score('table of a pivot', '', joined),
  );
});

test('a typo is worth less than the word', () => {
  const typo = query([group('deplyo', ['deploy', quality.oneEdit])]);
  expect(score('deploy', '', typo)).toBeCloseTo(quality.oneEdit);
});

test('a phrase that is said verbatim beats its stems', () => {
  const phrase = query([group('pivot'), group('table')], [['pivot', 'table']]);
  better(score('a pivot table', '', phrase), score('a pivot tables', '', phrase));
});

test('a session gains a little from its second and third moment', () => {
  better(sessionScore([1, 1, 1, 1]), sessionScore([1, 1]), sessionScore([1]), sessionScore([0.9]));
  expect(sessionScore([1, 1, 1, 1])).toBe(sessionScore([1, 1, 1]));
});

test('matches are in order and do not overlap', () => {
  const joined = query([group('pivottable', ['pivot table', quality.joined]), group('table')]);
  const text = 'tables, pivot table';
  const ranked = ranker(joined)(text, '');
  expect(matchesOf(ranked).map(({ start, end }) => text.slice(start, end))).toEqual([
    'tables',
    'pivot',
    'table',
  ]);
});

test('words as far apart as they were typed beat words side by side', () => {
  const apart = query([
    { ...group('pivot'), position: 0 },
    { ...group('table'), position: 3 },
  ]);
  better(score('pivot of the table', '', apart), score('pivot table', '', apart));
  better(score('pivot of the table', '', apart), score('table of the pivot', '', apart));
});
