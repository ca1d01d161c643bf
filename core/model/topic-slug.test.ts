import { expect, test } from 'vitest';
import { topicSlug } from './topic-slug.ts';

test.each([
  ['Pivot tables', 'pivot-tables'],
  ['pivot  TABLES', 'pivot-tables'],
  ['C', 'c'],
  ['C++', 'c-plus-plus'],
  ['C#', 'c-sharp'],
  ['.NET', 'dot-net'],
  ['Node.js', 'node-js'],
  ['Notepad++ in C#', 'notepad-plus-plus-in-c-sharp'],
  ['Issue #12', 'issue-12'],
  ['Q+A', 'q-plus-a'],
])('%s is known as %s', (name, slug) => {
  expect(topicSlug(name)).toBe(slug);
});
