import { expect, test } from 'vitest';
import { firstParagraph } from './plain.ts';

test.each([
  ['**Boxes** for [programs](https://example.org)\nthat `run`.\n\nMore.', 'Boxes for programs that run.'],
  ['# Docker\n\n- a list\n\nThen *text* at 1:02.', 'Then text at 1:02.'],
  ['# Only a heading', ''],
  ['', ''],
])('the first paragraph of %j is %j', (markdown, text) => {
  expect(firstParagraph(markdown)).toBe(text);
});
