import { expect, test } from 'vitest';
import { parseQuery } from '../../model/search/parse-query.ts';
import { tokenise } from '../../model/search/tokenise.ts';
import type { SearchQuery } from '../../ports/search-index.ts';
import { anyOf, conditionsOf } from './meilisearch-filter.ts';
import { correctionsFrom, matchesAt } from './meilisearch-matches.ts';
import { toServerQuery } from './meilisearch-query.ts';

test.each([
  ['how do I deploy a Lambda?', 'deploy Lambda ', 'search'],
  ['pivot tab', 'pivot tab', 'search'],
  ['kafka "state of the art" -streams', '-"streams" "state of the art" kafka ', 'search'],
  ['"exactly this"', '"exactly this" ', 'search'],
  ['a b c d e f g h i1 j1 k1 l1 m1', 'b c d e f g h i1 j1 k1 ', 'search'],
  ['-kafka', '-"kafka"', 'browse'],
  ['', '', 'browse'],
  ['the who', '', 'nothing'],
  ['???', '', 'nothing'],
])('[%s] is sent as [%s]', (text, q, kind) => {
  expect(toServerQuery({ text, filters: {} })).toMatchObject({ q, kind });
});

test('values of filters cannot end their quotes', () => {
  const query: SearchQuery = {
    text: '',
    reader: { id: 'ann', role: 'member', team: 'a"b\\' },
    filters: { speaker: 'x" OR visibility = "private', from: new Date(1_500) },
    sort: 'relevance',
    limit: 1,
    moments: 1,
  };
  expect(conditionsOf(query, [])).toEqual([
    ['visibility = "organisation"', 'ownerId = "ann"', '(visibility = "team" AND team = "a\\"b\\\\")'],
    'speakers = "x\\" OR visibility = \\"private"',
    'heldAt >= 1.5',
  ]);
  expect(anyOf('sessionId', ['a', 'b'])).toBe('sessionId IN ["a", "b"]');
});

test('positions in bytes become whole words', () => {
  const text = '🎉 Café kubernetes';
  const tokens = tokenise(text);
  const positions = [
    { start: 5, length: 5 },
    { start: 11, length: 3 },
  ];
  expect(matchesAt(text, tokens, positions).map(({ start, end }) => text.slice(start, end))).toEqual([
    'Café',
    'kubernetes',
  ]);
});

test('a word that is found as typed or as a beginning is not corrected', () => {
  const { words } = parseQuery('invoces kubernetes pivo');
  expect(correctionsFrom(words, ['Pivot invoices', 'kubernetes kubernetis'])).toEqual([
    { from: 'invoces', to: 'invoices' },
  ]);
});
