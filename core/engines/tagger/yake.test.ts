import { expect, test } from 'vitest';
import { sentencesOf } from './spoken-tokens.ts';
import { keyPhrases } from './yake.ts';

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

test('what is said often, early and as a name is more relevant than a passing word', () => {
  const phrases = phrasesOf(
    'we run Kubernetes in the cluster',
    'it is Kubernetes and the lunch',
    'we like Kubernetes',
    'we update Kubernetes',
  );
  const relevanceOf = (key: string) => phrases.find((phrase) => phrase.key === key)?.relevance ?? Number.NaN;
  expect(phrases[0]?.text).toBe('Kubernetes');
  expect(relevanceOf('kubernete')).toBeGreaterThan(relevanceOf('lunch'));
});

test('no sentences have no phrases', () => {
  expect(phrasesOf()).toEqual([]);
});
