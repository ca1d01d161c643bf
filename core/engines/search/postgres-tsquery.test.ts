import { expect, test } from 'vitest';
import type { Alternative } from '../../model/search/match.ts';
import { allOf, anyOf, anySetOf, butNot, groupQuery, phraseQuery } from './postgres-tsquery.ts';

const alternative = (...words: string[]): Alternative => ({
  words,
  lexemes: words.map((word) => [word]),
  worth: 1,
});
const group = (...alternatives: Alternative[]) => ({ typed: '', weight: 1, alternatives });

test('a word may be any of its alternatives, two words stand side by side', () => {
  const commandline = group(alternative('commandline'), alternative('command', 'line'));
  expect(groupQuery(commandline)).toBe("('commandline' | ('command' <-> 'line'))");
  expect(groupQuery(commandline, { isLoose: true })).toBe("('commandline' | ('command' & 'line'))");
  expect(groupQuery(commandline, { weights: 'D' })).toBe("('commandline':D | ('command':D <-> 'line':D))");
});

test('a stop word in a pair is not in the index, so only the other word is looked for', () => {
  expect(groupQuery(group(alternative('set', 'up')))).toBe("'set'");
});

test('stop words of a phrase are gaps', () => {
  const stems = new Map<string, string[]>([['created', ['creat', 'created']]]);
  for (const word of ['the', 'of', 'a', 'to', 'be']) stems.set(word, []);
  const lexemes = (word: string) => stems.get(word) ?? [word];
  expect(phraseQuery(['the', 'creator', 'of', 'a', 'thing'], lexemes)).toBe("('creator' <3> 'thing')");
  expect(phraseQuery(['created'], lexemes)).toBe("(('creat' | 'created'))");
  expect(phraseQuery(['to', 'be'], lexemes)).toBe('');
});

test('characters are looked for in pairs, one alone at the beginning of a pair', () => {
  expect(groupQuery(group(alternative('東', '京', '都')))).toBe("(('東京' | '東') <-> ('京都' | '京'))");
  expect(groupQuery(group(alternative('猫')), { weights: 'D' })).toBe("'猫':*D");
  expect(phraseQuery(['node', '会', '議', 'v2'], (word) => [word])).toBe(
    "('node' <1> ('会議' | '会') <2> 'v2')",
  );
});

test('queries combine, empty ones vanish', () => {
  expect(allOf(["'a'", '', anyOf(["'b'", "'c'"])])).toBe("('a' & ('b' | 'c'))");
  expect(butNot("'a'", ["('b' <-> 'c')"])).toBe("('a' & !('b' <-> 'c'))");
  expect(allOf([])).toBe('');
});

test('what sets of queries begin with in common is asked once', () => {
  expect(
    anySetOf([
      ["'a'", "'b'"],
      ["'a'", "'c'"],
      ["'b'", "'c'"],
    ]),
  ).toBe("(('a' & ('b' | 'c')) | ('b' & 'c'))");
  expect(anySetOf([["'a'"]])).toBe("'a'");
  expect(anySetOf([])).toBe('');
});

test('quotes and backslashes are text', () => {
  expect(groupQuery(group(alternative("a'b\\")))).toBe("'a''b\\\\'");
});
