import { describe, expect, test } from 'vitest';
import { batchesOf, mostTexts } from './batches.ts';

describe('requests for vectors', () => {
  test('no texts make no request', () => {
    expect(batchesOf([])).toEqual([]);
  });

  test('have so many texts at most, in order', () => {
    const texts = Array.from({ length: mostTexts + 3 }, (_, at) => `text ${at}`);
    expect(batchesOf(texts).map((batch) => batch.length)).toEqual([mostTexts, 3]);
    expect(batchesOf(texts).flat()).toEqual(texts);
  });

  test('have no more tokens than a small server takes, whatever a text has', () => {
    const [short, long, character] = ['word', 'word '.repeat(9_000), '語'.repeat(9_000)];
    expect(batchesOf([short, long, long, short, long]).map((batch) => batch.length)).toEqual([4, 1]);
    expect(batchesOf([character, character, short]).map((batch) => batch.length)).toEqual([1, 2]);
  });
});
