import { expect, test } from 'vitest';
import { keyPhrases } from './key-phrases.ts';
import { sentencesOf } from './spoken-tokens.ts';

const stop = new Set(['the', 'a', 'of', 'is', 'and', 'in', 'we', 'it', 'use', 'run', 'like']);
const phrasesOf = (...texts: string[]) =>
  keyPhrases(
    sentencesOf(
      texts.map((text, index) => ({ startSeconds: index, endSeconds: index + 1, speaker: null, text })),
    ),
    (word) => stop.has(word),
  );

test('a phrase holds no stop word and does not reach over a sentence', () => {
  const texts = phrasesOf('we run the billing database. Backup is fast').map((phrase) => phrase.text);
  expect(texts).toEqual(expect.arrayContaining(['billing database', 'backup']));
  expect(texts).not.toContain('database backup');
  expect(texts.join()).not.toMatch(/\bthe\b/);
});

test('spellings are counted as one phrase, which is shown as it is written most', () => {
  const phrase = phrasesOf(
    'we use pivot tables',
    'a pivot table',
    'the Pivot Tables',
    'we use pivot tables',
  ).find(({ key }) => key === 'pivot table');
  expect(phrase).toMatchObject({ text: 'pivot tables', count: 4, startSeconds: [0, 1, 2, 3] });
});

test('phrases that are said most come first', () => {
  const phrases = phrasesOf(
    'we run Kubernetes in the cluster',
    'it is Kubernetes',
    'the cluster',
    'we like Kubernetes',
  );
  expect(phrases.map(({ text, count }) => [text, count])).toEqual([
    ['Kubernetes', 3],
    ['cluster', 2],
  ]);
});

test('names may hold stop words, but not the words around them, nor "I"', () => {
  const texts = phrasesOf('it is Use Case Day', 'we run the Like Button and I use it').map(
    ({ text }) => text,
  );
  expect(texts).toEqual(expect.arrayContaining(['Like Button', 'Use Case Day', 'Case Day']));
  expect(texts).not.toContain('Like');
  expect(texts).not.toContain('I');
});

test('no sentences have no phrases', () => {
  expect(phrasesOf()).toEqual([]);
});
