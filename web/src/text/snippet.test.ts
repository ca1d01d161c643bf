import { expect, test } from 'vitest';
import { parseSnippet } from './snippet.ts';

test('a snippet becomes plain and marked pieces', () => {
  expect(parseSnippet('to <mark>roll back</mark> the <mark>deploy</mark>')).toEqual([
    { text: 'to ', isMarked: false },
    { text: 'roll back', isMarked: true },
    { text: ' the ', isMarked: false },
    { text: 'deploy', isMarked: true },
  ]);
});

test('escaped characters are shown as they were said', () => {
  expect(parseSnippet('a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#x27;')).toEqual([
    { text: 'a <b> &amp; "c" \'d\'', isMarked: false },
  ]);
});

test('foreign markup stays text', () => {
  const pieces = parseSnippet('<img src=x onerror=alert(1)> <mark onclick=x>hi</mark>');
  expect(pieces.map((piece) => piece.text).join('')).toBe('<img src=x onerror=alert(1)> <mark onclick=x>hi');
  expect(pieces.every((piece) => !piece.isMarked)).toBe(true);
});

test('an unknown entity is left alone', () => {
  expect(parseSnippet('R&D; &nbsp;')).toEqual([{ text: 'R&D; &nbsp;', isMarked: false }]);
});
