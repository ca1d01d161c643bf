import { describe, expect, test } from 'vitest';
import { blocksOf, inlinesOf } from './markdown.ts';

describe('blocks of Markdown', () => {
  test('are paragraphs, headings and lists', () => {
    expect(blocksOf('# Start\nFirst\nline\n\nsecond\n\n- a\n- b\n\n1. one\n2. two')).toEqual([
      { kind: 'heading', lines: ['Start'] },
      { kind: 'paragraph', lines: ['First', 'line'] },
      { kind: 'paragraph', lines: ['second'] },
      { kind: 'list', isNumbered: false, lines: ['a', 'b'] },
      { kind: 'list', isNumbered: true, lines: ['one', 'two'] },
    ]);
    expect(blocksOf('  \n \n')).toEqual([]);
  });
});

describe('pieces of a line of Markdown', () => {
  test.each([
    ['plain', [{ kind: 'text', text: 'plain' }]],
    ['**b** *i* `c`', ['strong', 'text', 'emphasis', 'text', 'code'].map((kind) => ({ kind }))],
    ['[wiki](/collections/x)', [{ kind: 'link', text: 'wiki', href: '/collections/x' }]],
    [
      'see https://example.org/a.',
      [{ kind: 'text' }, { kind: 'link', href: 'https://example.org/a' }, { kind: 'text', text: '.' }],
    ],
    ['a * b * c', [{ kind: 'text', text: 'a * b * c' }]],
  ])('%s', (line, expected) => {
    expect(inlinesOf(line)).toMatchObject(expected);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', '//evil.example', '/\\evil.example', 'JaVaScRiPt:x'])(
    'a link to %s is text',
    (target) => {
      expect(inlinesOf(`[x](${target})`).map(({ kind }) => kind)).not.toContain('link');
    },
  );

  test('all of a line is there, whatever stands in it', () => {
    for (const line of ['<img src=x onerror=alert(1)>', '**', '[a](b', '`` x', '*a**b*'])
      expect(
        inlinesOf(line)
          .map(({ text }) => text)
          .join('').length,
      ).toBeGreaterThan(0);
  });
});
