import { expect, test } from 'vitest';
import { foldTopic, singular, topicName } from './topic-names.ts';

test.each([
  ['Pivot-Tables', 'pivot table'],
  ['pivot  table', 'pivot table'],
  ['Résumés', 'resume'],
  ['GPUs', 'gpu'],
  ['C++', 'c++'],
  ['Movies', foldTopic('movie')],
  ['Queries', foldTopic('query')],
  ['Status', 'status'],
  ['Kubernetes basics', foldTopic('kubernetes basic')],
])('%s and %s are one topic', (name, folded) => {
  expect(foldTopic(name)).toBe(folded);
});

test('words that only look like plurals stay', () => {
  expect(['class', 'status', 'analysis', 'gas'].map(singular)).toEqual([
    'class',
    'status',
    'analysis',
    'gas',
  ]);
});

test('a topic starts with a capital and keeps the case of names', () => {
  expect(topicName('pivot tables')).toBe('Pivot tables');
  expect(topicName('React Native')).toBe('React Native');
});
