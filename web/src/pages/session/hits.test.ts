import { expect, test } from 'vitest';
import { findMoments, findPhrase, lineAt } from './hits.ts';

const segments = [
  { startSeconds: 0, endSeconds: 8, speaker: 'Ana', text: 'The pools are the same size.' },
  { startSeconds: 8, endSeconds: 15, speaker: 'Ana', text: 'To roll back the Deploy you flip the weight.' },
  { startSeconds: 15, endSeconds: 22, speaker: null, text: 'Deploys are boring.' },
];
const moment = { startSeconds: 0, endSeconds: 30, speaker: null, url: '', strength: 0.8 };

test('a phrase is found as it stands, whatever the case', () => {
  expect(findPhrase(segments, ' ROLL back ')).toEqual([
    { line: 1, startSeconds: 8, endSeconds: 15, strength: 1, ranges: [{ start: 3, end: 12 }] },
  ]);
  expect(findPhrase(segments, '  ')).toEqual([]);
});

test('a moment of the search marks the lines that hold its words', () => {
  const snippet = 'to <mark>roll back</mark> the <mark>deploy</mark>';
  expect(findMoments(segments, [{ ...moment, snippet }])).toEqual([
    {
      line: 1,
      startSeconds: 8,
      endSeconds: 15,
      strength: 0.8,
      ranges: [
        { start: 3, end: 12 },
        { start: 17, end: 23 },
      ],
    },
  ]);
});

test('a moment whose words were edited away still has a place', () => {
  const hits = findMoments(segments, [{ ...moment, startSeconds: 9, snippet: '<mark>gone</mark>' }]);
  expect(hits.map(({ line, ranges }) => [line, ranges])).toEqual([[1, []]]);
});

test('a line in two moments takes the strength of the better one', () => {
  const weak = { ...moment, strength: 0.2, snippet: '<mark>boring</mark>' };
  expect(findMoments(segments, [weak, { ...weak, strength: 0.9 }, weak])[0]?.strength).toBe(0.9);
});

test('the line at a time is the last that has begun', () => {
  expect([-1, 0, 7.9, 8, 500].map((seconds) => lineAt(segments, seconds))).toEqual([-1, 0, 0, 1, 2]);
  expect(lineAt([], 3)).toBe(-1);
});
