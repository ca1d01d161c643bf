import { describe, expect, test } from 'vitest';
import { blocksOf } from './markdown.ts';
import { inlinesOf } from './markdown-inline.ts';

const said = (text: string) => [{ kind: 'text' as const, text }];
const paragraph = (text: string) => ({ kind: 'paragraph' as const, inlines: said(text) });

describe('blocks of Markdown', () => {
  test('are paragraphs, headings and lists', () => {
    expect(blocksOf('# Start #\nFirst\nline\n\nsecond\n\n- a\n- b\n\n1. one\n2. two')).toEqual([
      { kind: 'heading', level: 1, inlines: said('Start') },
      paragraph('First\nline'),
      paragraph('second'),
      { kind: 'list', isNumbered: false, start: 1, items: [[paragraph('a')], [paragraph('b')]] },
      { kind: 'list', isNumbered: true, start: 1, items: [[paragraph('one')], [paragraph('two')]] },
    ]);
    expect(blocksOf('  \n \n')).toEqual([]);
  });

  test('are quotes, code and rules', () => {
    expect(blocksOf('> said\n> - once\n\n---\n```ts\n# no heading\n\n> no quote\n```\nafter')).toEqual([
      {
        kind: 'quote',
        blocks: [
          paragraph('said'),
          { kind: 'list', isNumbered: false, start: 1, items: [[paragraph('once')]] },
        ],
      },
      { kind: 'rule' },
      { kind: 'code', text: '# no heading\n\n> no quote' },
      paragraph('after'),
    ]);
    expect(blocksOf('~~~\nnever ended')).toEqual([{ kind: 'code', text: 'never ended' }]);
    expect(blocksOf('```')).toEqual([{ kind: 'code', text: '' }]);
  });

  test('have lists within lists, and more than a line in an item', () => {
    const inner = { kind: 'list', isNumbered: false, start: 1, items: [[paragraph('b')], [paragraph('c')]] };
    for (const text of ['3. a\n   - b\n   - c\n4. d\ne', '3. a\n\t- b\n\t- c\n4. d\ne'])
      expect(blocksOf(text)).toEqual([
        {
          kind: 'list',
          isNumbered: true,
          start: 3,
          items: [[paragraph('a'), inner], [paragraph('d\ne')]],
        },
      ]);
    expect(blocksOf('- a\n\n  b\n\nc')).toEqual([
      { kind: 'list', isNumbered: false, start: 1, items: [[paragraph('a'), paragraph('b')]] },
      paragraph('c'),
    ]);
  });

  test('go on with text where only a list could begin that is none', () => {
    expect(blocksOf('It was in\n2026. Then')).toEqual([paragraph('It was in\n2026. Then')]);
    expect(blocksOf('#hash')).toEqual([paragraph('#hash')]);
  });

  test('skip no level of heading, and have none within a quote', () => {
    const levels = blocksOf('### a\n# b\n### c\n##### d').map((block) => 'level' in block && block.level);
    expect(levels).toEqual([1, 1, 2, 3]);
    expect(blocksOf('> # a')).toEqual([
      { kind: 'quote', blocks: [{ kind: 'paragraph', inlines: [{ kind: 'strong', inlines: said('a') }] }] },
    ]);
  });
});

describe('pieces of a line of Markdown', () => {
  test.each([
    ['plain', said('plain')],
    [
      '**b** *i* `c` ~~s~~',
      ['strong', 'text', 'emphasis', 'text', 'code', 'text', 'struck'].map((kind) => ({ kind })),
    ],
    ['__b__ _i_', ['strong', 'text', 'emphasis'].map((kind) => ({ kind }))],
    [
      '**a *b* c**',
      [{ kind: 'strong', inlines: [{ kind: 'text' }, { kind: 'emphasis' }, { kind: 'text' }] }],
    ],
    ['snake_case_name', said('snake_case_name')],
    ['a * b * c', said('a * b * c')],
    ['\\*no\\* \\[x\\]', said('*no* [x]')],
    ['`a *b*`', [{ kind: 'code', text: 'a *b*' }]],
    ['[wiki](/collections/x)', [{ kind: 'link', text: 'wiki', href: '/collections/x' }]],
    ['[mail](mailto:a@b.example)', [{ kind: 'link', href: 'mailto:a@b.example' }]],
    ['[w](https://a.example/b_(c))', [{ kind: 'link', href: 'https://a.example/b_(c)' }]],
    [
      'see https://example.org/a.',
      [{ kind: 'text' }, { kind: 'link', href: 'https://example.org/a' }, { kind: 'text', text: '.' }],
    ],
  ])('%s', (line, expected) => {
    expect(inlinesOf(line)).toMatchObject(expected);
  });

  test.each([
    ['at 12:31, then', 751, '12:31'],
    ['[1:02:03] demo', 3723, '[1:02:03]'],
    ['(0:05)', 5, '0:05'],
    ['100:00 of it', 6000, '100:00'],
  ])('%s has a time', (line, seconds, text) => {
    expect(inlinesOf(line)).toContainEqual({ kind: 'time', seconds, text });
  });

  test('both ends of a stretch are times', () => {
    const times = inlinesOf('12:31-12:58').filter(({ kind }) => kind === 'time');
    expect(times).toMatchObject([{ seconds: 751 }, { seconds: 778 }]);
  });

  test.each(['16:9', '12:75', 'a12:31', '1:2:3:4', '12:31:59:10', '2001:db8::12:31', '12:31.5', '00:1a:2b'])(
    '%s is no time',
    (line) => {
      expect(inlinesOf(line)).toEqual(said(line));
    },
  );

  test.each([
    ...['javascript:alert(1)', 'JaVaScRiPt:x', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd'],
    ...[
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'java\tscript:x',
      '&#106;avascript:x',
      '#x',
      'x',
    ],
  ])('a link to %s is text', (target) => {
    expect(inlinesOf(`[x](${target})`).map(({ kind }) => kind)).not.toContain('link');
  });
});

describe('a text that was made to be hard to read', () => {
  const often = (text: string) => text.repeat(Math.floor(100_000 / text.length));
  test.each([
    ...['[', '*', '**', '_', '__', '`', '~~', '~', '![', '[a](', '**a ', '*a **', '`a', '<', '>', '> ', '- '],
    ...[
      '  - ',
      '1. ',
      '#',
      '# ',
      '\\',
      ':',
      '1:',
      '12:31',
      'http://',
      'http://.',
      '\n',
      'a\n\n',
      '- a\n',
      '>\n',
    ],
    ...['```\n', '```\n\n', '- - ', '---', '\t', ' ', '[]()', '[[]]', '(', ' #', '*a*', '_a ', 'a\n1. b\n'],
  ])('is read to its end: %j', (text) => {
    for (const whole of [often(text), `${often(text)}x`, `# ${often(text)}`, `~~~${often(text)}\``])
      expect(blocksOf(whole).length).toBeGreaterThanOrEqual(text.trim() === '' ? 0 : 1);
  });
});
