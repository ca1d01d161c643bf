import { expect, test } from 'vitest';
import { parseQuery } from './parse-query.ts';

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
  expect(parseQuery(text)).toEqual({ words: [], phrases: [], excluded: [], stopWordsOnly: [] });
});

test('a very long query is cut', () => {
  const long = Array.from({ length: 5_000 }, (_, at) => `w${at}`).join(' ');
  expect(wordsOf(long)).toHaveLength(64);
});
