import { expect, test } from 'vitest';
import { explain } from './explain.ts';
import type { Alternative, WordGroup } from './match.ts';
import { ranker } from './rerank.ts';
import { quality, trustFactor } from './weights.ts';

const alternative = (words: string, worth: number, how?: Alternative['how']): Alternative => ({
  words: words.split(' '),
  lexemes: words.split(' ').map((word) => [word.replace(/s$/, '')]),
  worth,
  ...(how && { how }),
});
const group = (typed: string, weight: number, ...others: Alternative[]): WordGroup => ({
  typed,
  weight,
  alternatives: [alternative(typed, quality.exact), ...others],
});
const groups = [
  group('pivot', 3, alternative('privot', quality.oneEdit, 'typo')),
  group('tables', 1, alternative('tableau', quality.prefix, 'prefix')),
];
const lexemes = new Map(
  ['pivot', 'privot', 'tables', 'table', 'tableau'].map((word) => [word, new Set([word.replace(/s$/, '')])]),
);
const explained = (text: string, heading = '', phrases: string[][] = [], trust = 1) => {
  const query = { groups, phrases, lexemes };
  const ranked = ranker(query)(text, heading);
  const score = ranked.score * trustFactor(trust);
  return explain(query, { ...ranked, score }, { trust, place: 1 });
};

test.each([
  ['a pivot in many tables, and a table', 'Pivot', [['pivot', 'tables']], 0.4],
  ['pivot tables', '', [['pivot', 'tables']], 1],
  ['a privot of tableau', 'other', [], 0],
  ['nothing', '', [], 1],
])('the parts make the score: %s', (text, heading, phrases, trust) => {
  const { words, near, phraseFactor, trustFactor: factor, score } = explained(text, heading, phrases, trust);
  const sum = words.reduce((all, { worth }) => all + worth, near);
  expect(sum * phraseFactor * factor).toBeCloseTo(score, 10);
});

test('each word tells how it matched, what it weighs, and where', () => {
  expect(explained('a table and a table', 'Privot')).toMatchObject({
    level: 'other spellings',
    sessionShare: 0.08,
    words: [
      { word: 'pivot', weight: 0.75, how: 'typo', found: 'privot', timesSaid: 0, isInHeading: true },
      { word: 'tables', weight: 0.25, how: 'stem', timesSaid: 2, isInHeading: false },
    ],
  });
  expect(explained('the tableau')).toMatchObject({
    level: 'some words',
    words: [
      { how: null, found: null, worth: 0 },
      { how: 'prefix', found: 'tableau' },
    ],
  });
  expect(explained('pivot tables')).toMatchObject({ level: 'all words', words: [{ how: 'exact' }, {}] });
});
