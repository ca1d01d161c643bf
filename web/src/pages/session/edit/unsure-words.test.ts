import { expect, test } from 'vitest';
import type { Segment } from '../../../../../core/model/transcript.ts';
import { nextSpot, unsureWords } from './unsure-words.ts';

const line = (text: string, ...unsure: string[]): Segment => ({
  startSeconds: 0,
  endSeconds: 1,
  speaker: null,
  text,
  words: text.split(' ').map((word) => ({
    startSeconds: 0,
    endSeconds: 1,
    text: word,
    confidence: unsure.includes(word) ? 0.2 : 0.9,
  })),
});
const spots = unsureWords([
  line('so the pool', 'so'),
  line('is full'),
  line('of old deploys', 'of', 'deploys'),
]);

test('uncertain words are found with their lines', () => {
  expect(spots).toEqual([
    { line: 0, start: 0, end: 2 },
    { line: 2, start: 0, end: 2 },
    { line: 2, start: 7, end: 14 },
  ]);
});

test.each([
  ['the next line that has one', { line: 0, at: 0 }, 1, { line: 2, start: 0 }],
  ['the next one of the line', { line: 2, at: 1 }, 1, { line: 2, start: 7 }],
  ['around the end', { line: 2, at: 7 }, 1, { line: 0, start: 0 }],
  ['the one before', { line: 2, at: 7 }, -1, { line: 2, start: 0 }],
  ['around the start', { line: 0, at: 0 }, -1, { line: 2, start: 7 }],
] as const)('one goes to %s', (_, from, step, spot) => {
  expect(nextSpot(spots, from, step)).toMatchObject(spot);
});

test('where all is certain one stays', () => {
  expect(nextSpot([], { line: 0, at: 0 }, 1)).toBeUndefined();
});
