import { expect, test } from 'vitest';
import { tokenise } from './tokenise.ts';

const wordsOf = (text: string) => tokenise(text).map(({ word }) => word);
const namesOf = (text: string) => tokenise(text).flatMap(({ name }) => name?.word ?? []);

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
  [
    'Cyrillic letters are no accents, but ё is written е',
    'Йод ёлка їжак по\u0301лка',
    ['йод', 'елка', 'їжак', 'полка'],
  ],
  [
    'letters of neighbours fold',
    'Straße Ærø Łódź ılık Đà þorn',
    ['strasse', 'aero', 'lodz', 'ilik', 'da', 'thorn'],
  ],
  ['Greek accents and the final sigma fold', 'Οδός', ['οδοσ']],
  ['niqqud is not seen', 'שָׁלוֹם שלום', ['שלום', 'שלום']],
  ['tashkil, tatweel and hamza are not seen', 'مُحَمَّد محـــمد أحمد احمد', ['محمد', 'محمد', 'احمد', 'احمد']],
  ['Persian and Arabic keyboards write the same', 'کتابی كتابي ۲۰۲۴', ['كتابي', 'كتابي', '2024']],
  ['joiners and soft hyphens are not seen', 'می\u200cشود Donau\u00addampf', ['ميشود', 'donaudampf']],
  [
    'French and Italian articles are words',
    "l'école qu’elle dell'arte O'Neil d'Angelo",
    ['l', 'ecole', 'qu', 'elle', 'dell', 'arte', 'oneil', 'd', 'angelo'],
  ],
  [
    'Chinese, Japanese and Korean are read by character',
    '東京 ﾃﾞー 한국',
    ['東', '京', 'デ', 'ー', '한', '국'],
  ],
  ['Latin words among characters stay whole', 'Node東京v2で', ['node', '東', '京', 'v2', 'で']],
  ['Thai is cut into words', 'ภาษาไทยง่าย', ['ภาษา', 'ไทย', 'ง่าย']],
  ['punctuation, emoji and NUL are no words', '?! 🎉 \0 -- ""', []],
])('%s', (_, text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test.each([
  ['I/O and e-mail', ['io', 'email']],
  ['node.js v1.2.3 on 2024-05-12', ['nodejs', 'v1.2.3', '2024.05.12']],
  ['a.b.c', ['abc']],
  ['E_CONNRESET in s3://bucket', ['econnreset', 's3bucket']],
  ['docker-compose and kubernetes/helm', []],
  ['well--I said so...I did, at 5 - 6', []],
  ['1-2-3-4-5-6-7-8-9-10', []],
])('in [%s] the names made of short parts are %j', (text, names) => {
  expect(namesOf(text)).toEqual(names);
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
