import { expect, test } from 'vitest';
import { configurationOf } from './configurations.ts';

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
