import { describe, expect, test } from 'vitest';
import { sentencesOf, type Token } from './spoken-tokens.ts';
import { findTopicShifts } from './text-tiling.ts';

/** Segments of ten seconds and twelve words from each vocabulary in turn. */
function talk(...vocabularies: string[]) {
  const perSubject = 40;
  return sentencesOf(
    vocabularies.flatMap((vocabulary, subject) =>
      Array.from({ length: perSubject }, (_, index) => {
        const words = vocabulary.split(' ');
        const startSeconds = (subject * perSubject + index) * 10;
        const text = Array.from({ length: 12 }, (_, at) => words[(index + at * 5) % words.length]).join(' ');
        return { startSeconds, endSeconds: startSeconds + 10, speaker: null, text };
      }),
    ),
  );
}

const limits = { durationSeconds: 1_200, minSeconds: 120, maxBoundaries: 10, slideChanges: [] };
const words = ({ lower }: Token) => [lower];

test('the vocabulary shifts where the subject does', () => {
  const sentences = talk(
    'cluster node pod container image registry deploy rollout replica',
    'dough flour yeast oven crust steam crumb loaf knead',
    'invoice budget ledger tax audit receipt refund payment fiscal',
  );
  const shifts = findTopicShifts(sentences, words, limits);
  for (const truth of [400, 800])
    expect(Math.min(...shifts.map((shift) => Math.abs(shift - truth)))).toBeLessThanOrEqual(20);
});

test('shifts keep their distance from each other and from both ends', () => {
  const sentences = talk(
    'alpha beta gamma delta epsilon',
    'one two three four five',
    'red green blue white black',
  );
  const minSeconds = 300;
  const shifts = findTopicShifts(sentences, words, { ...limits, minSeconds });
  expect(shifts.length).toBeGreaterThan(0);
  const edges = [0, ...shifts, limits.durationSeconds];
  for (const [index, edge] of edges.slice(1).entries())
    expect(edge - (edges[index] ?? 0)).toBeGreaterThanOrEqual(minSeconds);
});

test('no more shifts come than are asked for, and none from silence', () => {
  const sentences = talk('alpha beta gamma', 'one two three', 'red green blue');
  expect(findTopicShifts(sentences, words, { ...limits, maxBoundaries: 1 })).toHaveLength(1);
  expect(findTopicShifts([], words, limits)).toEqual([]);
});

describe('slides', () => {
  const unchanging = talk('alpha beta gamma delta epsilon', 'alpha beta gamma delta epsilon');
  const shiftsWith = (slideChanges: readonly number[], sentences = unchanging) =>
    findTopicShifts(sentences, words, { ...limits, durationSeconds: 800, slideChanges });

  test('make a shift where the words tell nothing', () => {
    expect(shiftsWith([])).toEqual([]);
    const [only, ...more] = shiftsWith([300]);
    expect(more).toEqual([]);
    expect(Math.abs((only ?? 0) - 300)).toBeLessThanOrEqual(10);
  });

  test('that follow each other all the time make none', () => {
    const deck = Array.from({ length: 39 }, (_, at) => (at + 1) * 20);
    expect(shiftsWith(deck)).toEqual([]);
  });

  test('do not outvote the words', () => {
    const sentences = talk('cluster node pod container image', 'dough flour yeast oven crust');
    const shifts = shiftsWith([390, 392, 500, 600], sentences);
    expect(Math.min(...shifts.map((shift) => Math.abs(shift - 400)))).toBeLessThanOrEqual(20);
  });
});
