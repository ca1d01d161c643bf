import { expect, test } from 'vitest';
import { TranscriptPut } from './transcripts.ts';

const text = (count: number, letters: number) => ({
  segments: Array.from({ length: count }, (_, at) => ({
    ...{ startSeconds: at, endSeconds: at + 1, speaker: null },
    text: 'a'.repeat(letters),
  })),
});

test.each([
  [50_000, 40, true],
  [50_001, 1, false],
  [201, 10_000, false],
])('a text of %i segments of %i letters each is taken: %s', (count, letters, isTaken) => {
  expect(TranscriptPut.safeParse(text(count, letters)).success).toBe(isTaken);
});
