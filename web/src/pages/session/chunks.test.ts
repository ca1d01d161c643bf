import { expect, test } from 'vitest';
import { estimateHeight, nextChunks } from './chunks.ts';

const line = (text: string, speaker: string | null = null) => ({
  startSeconds: 0,
  endSeconds: 1,
  speaker,
  text,
});

test('chunks come from the one in view to both sides, past those that are there', () => {
  expect(nextChunks(new Set(), { count: 9, near: 4, most: 4 })).toEqual([4, 5, 3, 6]);
  expect(nextChunks(new Set([4, 5, 3]), { count: 9, near: 4, most: 4 })).toEqual([6, 2, 7, 1]);
});

test('at an end they go on at the other side until all are there', () => {
  expect(nextChunks(new Set([8]), { count: 9, near: 8, most: 3 })).toEqual([7, 6, 5]);
  expect(nextChunks(new Set([0, 1, 2, 3]), { count: 5, near: 0, most: 3 })).toEqual([4]);
  expect(nextChunks(new Set([0, 1, 2]), { count: 3, near: 1, most: 3 })).toEqual([]);
});

test('a chunk keeps free what its rows, its lines and the names of who begins to speak take', () => {
  expect(estimateHeight([line(''), line('So'), line('x'.repeat(85))], 0)).toBe('calc(5lh + 36px)');
  expect(estimateHeight([line('So', 'Ann'), line('it', 'Ann'), line('is', 'Bo')], 0)).toBe(
    'calc(3lh + 94px)',
  );
});
