import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SearchFilters } from './filters.ts';
import { parseQuery } from './parse-query.ts';
import { tokenise } from './tokenise.ts';

const wordsOf = (text: string) => parseQuery(text).words.map(({ word }) => word);
const prefixesOf = (text: string) =>
  parseQuery(text)
    .words.filter(({ isPrefix }) => isPrefix)
    .map(({ word }) => word);

test('a question keeps only what it asks about', () => {
  expect(wordsOf("Why doesn't the deploy of a Lambda time out?")).toEqual(['deploy', 'lambda', 'time']);
});

test.each([
  ['pivot tab', ['tab']],
  ['pivot tab ', []],
  ['pivot tab?', []],
  ['"pivot tab"', []],
  ['"pivot tab', ['tab']],
  ['learn c++', []],
  ['pivot the', []],
])('in [%s] the beginnings of words are %j', (text, prefixes) => {
  expect(prefixesOf(text)).toEqual(prefixes);
});

test('a phrase keeps its stop words, and its words are looked for as they are', () => {
  const parsed = parseQuery('kafka "the state of the art"');
  expect(parsed.phrases).toEqual([['the', 'state', 'of', 'the', 'art']]);
  expect(parsed.words.map(({ word, isQuoted }) => [word, isQuoted])).toEqual([
    ['kafka', false],
    ['state', true],
    ['art', true],
  ]);
});

test('a minus excludes a word or a phrase, a hyphen or an option does not', () => {
  const parsed = parseQuery('docker -compose -"swarm mode" multi-stage --rm');
  expect(parsed.excluded).toEqual([['compose'], ['swarm', 'mode']]);
  expect(parsed.words.map(({ word }) => word)).toEqual(['docker', 'multi', 'stage', 'rm']);
});

test('stop words alone are kept apart', () => {
  expect(parseQuery('The Who').stopWordsOnly).toEqual(['the', 'who']);
  expect(parseQuery('the band').stopWordsOnly).toEqual([]);
});

test('a word is looked for once and remembered as typed', () => {
  expect(parseQuery('Café CAFE bar').words.map(({ typed }) => typed)).toEqual(['Café', 'bar']);
});

test.each(['', '   ', '"', '-', '-"', '🎉', '\0', '??!', '" "', '-""'])('[%s] asks for nothing', (text) => {
  expect(parseQuery(text)).toMatchObject({
    typed: [],
    words: [],
    phrases: [],
    excluded: [],
    stopWordsOnly: [],
  });
});

test('a very long query is cut', () => {
  const long = Array.from({ length: 5_000 }, (_, at) => `w${at}`).join(' ');
  expect(wordsOf(long)).toHaveLength(64);
});

test.each([
  [
    'node.js and I/O',
    [
      ['nodejs', 'node', 'js'],
      ['io', 'i', 'o'],
    ],
  ],
  [
    '東京都の会議',
    [
      ['東京', '東', '京'],
      ['都', '都'],
      ['会議', '会', '議'],
    ],
  ],
  [
    'kubectl get pods',
    [
      ['kubectl', 'kubectl'],
      ['get', 'get'],
      ['pods', 'pods'],
    ],
  ],
  [
    'git push --force',
    [
      ['git', 'git'],
      ['push', 'push'],
      ['force', 'force'],
    ],
  ],
  [
    '#hashtag @user',
    [
      ['hashtag', 'hashtag'],
      ['user', 'user'],
    ],
  ],
])('in [%s] words and what they are made of are %j', (text, words) => {
  expect(parseQuery(text).words.map(({ word, parts }) => [word, ...parts])).toEqual(words);
});

test('names and characters inside quotes are looked for as they stand', () => {
  const { phrases, words } = parseQuery('"node.js 会議"');
  expect(phrases).toEqual([['node', 'js', '会', '議']]);
  expect(words.map(({ word }) => word)).toEqual(['node', 'js', '会議']);
});

test('accents are kept for the stems', () => {
  expect(parseQuery('Déployé').spellings.get('deploye')).toBe('déployé');
});

const instant = (text: string) => new Date(text);
test.each<[string, SearchFilters]>([
  ['speaker:zoe', { speakerNamed: 'zoe' }],
  ['Speaker:"Zoe Quill"', { speakerNamed: 'Zoe Quill' }],
  ['topic:“pivot tables”', { topic: 'pivot tables' }],
  ['in:onboarding', { collection: 'onboarding' }],
  ['lang:german', { language: 'de' }],
  ['lang:pt-br', { language: 'pt-BR' }],
  ['after:2024', { from: instant('2024-01-01') }],
  ['after:2024-05-12', { from: instant('2024-05-12') }],
  ['before:2024-05', { to: instant('2024-04-30T23:59:59.999Z') }],
])('%s narrows the search', (text, filters) => {
  const parsed = parseQuery(`owl ${text} lark`);
  expect(parsed.filters).toEqual([filters]);
  expect(parsed.understood).toMatchObject([{ text }]);
  expect(parsed.words.map(({ word, isPrefix }) => [word, isPrefix])).toEqual([
    ['owl', false],
    ['lark', true],
  ]);
});

test.each([
  'colour:red',
  'speaker:',
  'topic:""',
  'after:tomorrow',
  'before:2024-13',
  'after:2024-02-31',
  'lang:klingon',
  'http://owl',
])('%s is no operator but words', (text) => {
  const parsed = parseQuery(text);
  expect(parsed.filters).toEqual([]);
  expect(parsed.typed.length).toBeGreaterThan(0);
});

test('any text is read', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '"',
      '“',
      ' ',
      '-',
      '\0',
      'speaker:',
      'after:',
      'in:"',
      "l'",
      '東京',
      '\ud83c',
      'א',
      '.',
      '://',
      'I/O',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
      const text = pieces.join('');
      const parsed = parseQuery(text);
      expect(parsed.typed.length).toBeLessThanOrEqual(64);
      for (const { word, parts } of parsed.typed) {
        expect(word).not.toBe('');
        expect(word).not.toContain('\0');
        expect(parts).not.toContain('');
      }
      for (const { start, end } of tokenise(text)) expect(start).toBeLessThan(end);
    }),
  );
});

/** A time would be measured on a machine that has other work; what backtracks does not end at all. */
test.each(['"', 'speaker:"', '“a', "l'", 'a.', '-', 'a-', '会', 'ก', '\u0301', '\0', 'c++', '://', '" -'])(
  'ten kilobytes of [%s] are read',
  (unit) => {
    expect(parseQuery(unit.repeat(10_000 / unit.length)).typed.length).toBeLessThanOrEqual(64);
  },
);

test('an operator after a minus excludes, and only there', () => {
  expect(parseQuery('walrus -speaker:ana')).toMatchObject({
    filters: [{ not: { speakerNamed: 'ana' } }],
    understood: [{ operator: 'speaker', value: 'ana', text: '-speaker:ana' }],
    excluded: [],
  });
  expect(parseQuery('walrus-speaker:ana').filters).toEqual([]);
});
