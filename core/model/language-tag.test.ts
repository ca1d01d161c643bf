import { expect, test } from 'vitest';
import { languageTag, streamLanguage } from './language-tag.ts';

test.each([
  ['english', 'en'],
  ['English', 'en'],
  ['en', 'en'],
  ['EN_us', 'en-US'],
  ['german', 'de'],
  ['haitian creole', 'ht'],
  ['burmese', 'my'],
  ['myanmar', 'my'],
  ['cantonese', 'yue'],
  ['jw', 'jv'],
  ['zh-hant-tw', 'zh-Hant-TW'],
  ['en-$', 'en'],
])('%s is %s', (name, tag) => {
  expect(languageTag(name)).toBe(tag);
});

test.each([['klingon'], [''], ['unknown'], [null], [undefined]])('%s is no language', (name) => {
  expect(languageTag(name)).toBeNull();
});

test.each([
  ['eng', 'en'],
  ['ger', 'de'],
  ['deu', 'de'],
  ['pt-br', 'pt-BR'],
  ['und', null],
  ['<b>', null],
  ['zxx', null],
  ['English subtitles', null],
  ['', null],
  [undefined, null],
])('a stream tagged %s is in %s', (tag, language) => {
  expect(streamLanguage(tag)).toBe(language);
});
