import { expect, test } from 'vitest';
import { withSpotted } from './spotted.ts';

const segments = [
  { startSeconds: 0, endSeconds: 5, speaker: 'Ann', text: 'So we open the table.' },
  { startSeconds: 5, endSeconds: 9, speaker: 'Bob', text: 'And then the slicers.' },
];
const spotted = (startSeconds: number, phrase: string) => ({
  startSeconds,
  endSeconds: startSeconds + 1,
  phrase,
});

test('a phrase stands after the segment in which it was heard, marked as not said for certain', () => {
  expect(withSpotted(segments, [spotted(3, 'Pivot table')])).toEqual([
    segments[0],
    { startSeconds: 3, endSeconds: 4, speaker: 'Ann', text: '[perhaps: Pivot table]' },
    segments[1],
  ]);
});

test('what the text says near it is not said again', () => {
  expect(withSpotted(segments, [spotted(7, 'Slicers'), spotted(2, 'the table')])).toBe(segments);
});

test('the same words elsewhere are something else', () => {
  expect(withSpotted(segments, [spotted(60, 'slicers')])).toHaveLength(3);
});
