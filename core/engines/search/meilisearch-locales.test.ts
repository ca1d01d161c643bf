import { expect, test } from 'vitest';
import { localesOfQuery, localTexts } from './meilisearch-locales.ts';

test.each([
  ['東京の会議', undefined, ['jpn']],
  ['会議', undefined, ['cmn', 'jpn']],
  ['会議', 'ja-JP', ['jpn']],
  ['회의', undefined, ['kor']],
  ['การประชุม', undefined, ['tha']],
  ['deploy', undefined, []],
  ['deploy', 'de', []],
])('[%s] with the language %s is cut into words as %j', (text, language, locales) => {
  expect(localesOfQuery(text, language)).toEqual(locales);
});

test('only texts of languages with a dictionary are kept apart', () => {
  expect(localTexts('zh-Hant', '會議')).toEqual({ text_cmn: '會議' });
  expect(localTexts('en', 'meeting')).toEqual({});
  expect(localTexts('und', 'meeting')).toEqual({});
});
