import { expect, test } from 'vitest';
import { type Match, snippetOf } from './snippet.ts';
import { tokenise } from './tokenise.ts';

/** The snippet when each of these words matches wherever it stands. */
function snippet(text: string, ...words: string[]): string {
  const tokens = tokenise(text);
  const matches: Match[] = tokens
    .filter((token) => words.includes(token.word))
    .map((token) => ({ ...token, group: words.indexOf(token.word), worth: 1 }));
  return snippetOf(text, tokens, matches).html;
}
const filler = (words: number) => Array.from({ length: words }, (_, at) => `filler${at}`).join(' ');

test('what matched is marked as it is written', () => {
  expect(snippet('Our Café, really.', 'cafe')).toBe('Our <mark>Café</mark>, really.');
});

test('hostile text stays text', () => {
  expect(snippet(`<script>alert("x & 'y'")</script> <mark>`, 'alert', 'script')).toBe(
    '&lt;<mark>script</mark>&gt;<mark>alert</mark>(&quot;x &amp; &#39;y&#39;&quot;)&lt;/<mark>script</mark>&gt; &lt;mark&gt;',
  );
});

test('a long text is cut around the densest place', () => {
  const html = snippet(`${filler(40)} pivot ${filler(60)} pivot table here ${filler(60)}`, 'pivot', 'table');
  expect(html).toContain('<mark>pivot</mark> <mark>table</mark> here');
  expect(html.startsWith('… ') && html.endsWith(' …')).toBe(true);
  expect(tokenise(html.replaceAll(/<.?mark>/g, ''))).toHaveLength(30);
});

test('without a match the beginning is shown', () => {
  expect(snippet(filler(100)).startsWith('filler0 ')).toBe(true);
  expect(snippet('')).toBe('');
});

test('a match at the very end is shown', () => {
  expect(snippet(`${filler(100)} end`, 'end').endsWith('<mark>end</mark>')).toBe(true);
});
