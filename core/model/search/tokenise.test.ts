import { expect, test } from 'vitest';
import { tokenise, wordsOf } from './tokenise.ts';

test.each([
  [
    'accents, case and compatibility forms fold',
    'Café ﬁle ＡＢＣ İstanbul',
    ['cafe', 'file', 'abc', 'istanbul'],
  ],
  ['apostrophes go, with the s that follows', "Ann's don’t users' it's", ['ann', 'dont', 'users', 'it']],
  [
    'code is cut at punctuation',
    'node.js s3://bucket/key /usr/lib E_CONNRESET v1.2.3',
    ['node', 'js', 's3', 'bucket', 'key', 'usr', 'lib', 'e', 'connreset', 'v1', '2', '3'],
  ],
  [
    'languages named with signs keep their names',
    'C++, c# and F# on .NET',
    ['cplusplus', 'csharp', 'and', 'fsharp', 'on', 'dotnet'],
  ],
  ['a domain is not .NET', 'asp.net example.network', ['asp', 'net', 'example', 'network']],
  ['vowel signs and voicing marks stay', 'हिन्दी ガ', ['हिन्दी', 'ガ']],
  ['Korean syllables stay whole', '한국어', ['한국어']],
  ['punctuation, emoji and NUL are no words', '?! 🎉 \0 -- ""', []],
])('%s', (_, text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('scripts without blanks are cut into words', () => {
  expect(wordsOf('東京で会議をします').length).toBeGreaterThan(2);
});

test('offsets point at the word in the original text', () => {
  const text = '🎉 “Café’s” naïve, e\u0301clair';
  expect(tokenise(text).map((token) => text.slice(token.start, token.end))).toEqual([
    'Café’s',
    'naïve',
    'e\u0301clair',
  ]);
});

test('a run longer than any word is cut', () => {
  expect(wordsOf('a'.repeat(10_000))).toEqual(['a'.repeat(64)]);
});
