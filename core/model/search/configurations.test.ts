import { expect, test } from 'vitest';
import { configurationOf, languageReadBy } from './configurations.ts';

test.each([
  ['en', 'english'],
  ['pt-BR', 'portuguese'],
  ['NB', 'norwegian'],
  ['ja', 'simple'],
  ['tlh', 'simple'],
  ['und', null],
  ['', null],
])('a text in [%s] is read with %s', (language, configuration) => {
  expect(configurationOf(language)).toBe(configuration);
});

test('a configuration tells its language, unless it is the usual one or that of many', () => {
  expect(['german', 'russian', 'english', 'simple'].map(languageReadBy)).toEqual(['de', 'ru', 'und', 'und']);
});
