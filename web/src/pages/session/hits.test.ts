import { expect, test } from 'vitest';
import { findMoments, findPhrase, lineAt } from './hits.ts';

const segments = [
  { startSeconds: 0, endSeconds: 8, speaker: 'Ana', text: 'The pools are the same size.' },
  { startSeconds: 8, endSeconds: 15, speaker: 'Ana', text: 'To roll back the Deploy you flip the weight.' },
  { startSeconds: 15, endSeconds: 22, speaker: null, text: 'Deploys are boring.' },
];
const moment = { startSeconds: 0, endSeconds: 30, speaker: null, url: '', snippet: '', strength: 0.8 };

test('a phrase is found as it stands, whatever the case', () => {
  expect(findPhrase(segments, ' ROLL back ')).toEqual([
    { line: 1, startSeconds: 8, endSeconds: 15, strength: 1, ranges: [{ start: 3, end: 12 }] },
  ]);
  expect(findPhrase(segments, '  ')).toEqual([]);
});

const said = (word: string, ...texts: string[]) => texts.map((text) => ({ startSeconds: 1, text, word }));

test('a moment marks the lines that say all its words', () => {
  const places = [...said('rolled', 'roll'), ...said('deploy', 'Deploy', 'deploys')];
  expect(findMoments(segments, [{ ...moment, places }])).toEqual([
    {
      line: 1,
      startSeconds: 8,
      endSeconds: 15,
      strength: 0.8,
      ranges: [
        { start: 3, end: 7 },
        { start: 17, end: 23 },
      ],
    },
  ]);
});

test('where no line says all of them, every line with one is marked', () => {
  const places = [...said('pool', 'pools'), ...said('boring', 'boring')];
  expect(findMoments(segments, [{ ...moment, places }]).map(({ line }) => line)).toEqual([0, 2]);
});

test('a word within another is no place, but within a text without blanks', () => {
  const japanese = [{ startSeconds: 0, endSeconds: 8, speaker: null, text: '東京都で会議をしました' }];
  expect(findMoments(japanese, [{ ...moment, places: said('会議', '会議') }])[0]?.ranges).toEqual([
    { start: 4, end: 6 },
  ]);
  expect(findMoments(segments, [{ ...moment, places: said('ore', 'ore') }])[0]?.ranges).toEqual([]);
});

test('a word that begins before the moment is shown still marks its line', () => {
  const places = [{ startSeconds: 9, text: 'Deploy', word: 'deploy' }];
  const late = { ...moment, startSeconds: 16, places };
  expect(findMoments(segments, [late]).map(({ line }) => line)).toEqual([1]);
});

test('a line that outlasts those after it is heard in a moment after them', () => {
  const long = { startSeconds: 0, endSeconds: 60, speaker: null, text: 'Deploy, slowly.' };
  const late = {
    ...moment,
    startSeconds: 40,
    endSeconds: 50,
    places: [{ startSeconds: 41, text: 'Deploy', word: '' }],
  };
  expect(findMoments([long, ...segments], [late]).map(({ line }) => line)).toEqual([0]);
});

test('a moment whose words were edited away still has a place', () => {
  const hits = findMoments(segments, [{ ...moment, startSeconds: 9, places: [] }]);
  expect(hits.map(({ line, ranges }) => [line, ranges])).toEqual([[1, []]]);
});

test('a line in two moments takes the strength of the better one', () => {
  const weak = { ...moment, strength: 0.2, places: said('boring', 'boring') };
  expect(findMoments(segments, [weak, { ...weak, strength: 0.9 }, weak])[0]?.strength).toBe(0.9);
});

test('the line at a time is the last that has begun', () => {
  expect([-1, 0, 7.9, 8, 500].map((seconds) => lineAt(segments, seconds))).toEqual([-1, 0, 0, 1, 2]);
  expect(lineAt([], 3)).toBe(-1);
});
