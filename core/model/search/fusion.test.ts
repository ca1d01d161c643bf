import { describe, expect, test } from 'vitest';
import { fuseRanks, fuseSessions } from './fusion.ts';

describe('fusing by reciprocal rank', () => {
  test('puts first who is high in both lists', () => {
    expect(
      fuseRanks([
        ['a', 'b', 'c'],
        ['c', 'd', 'b'],
      ]),
    ).toEqual(['c', 'b', 'a', 'd']);
  });

  test('keeps the order of one list alone, and the first list before the second among equals', () => {
    expect(fuseRanks([['a', 'b', 'c'], []])).toEqual(['a', 'b', 'c']);
    expect(
      fuseRanks([
        ['a', 'b'],
        ['x', 'y'],
      ]),
    ).toEqual(['a', 'x', 'b', 'y']);
  });
});

describe('fusing sessions', () => {
  const scored = (entries: Readonly<Record<string, number>>) => new Map(Object.entries(entries));

  test('the first session that holds the words stays first whatever means the same', () => {
    const { order } = fuseSessions({
      words: ['exact', 'other', 'third'],
      scores: scored({ exact: 1, other: 0.9, third: 0.9 }),
      meaning: ['third', 'stranger', 'other'],
    });
    expect(order).toEqual(['exact', 'third', 'other', 'stranger']);
  });

  test('where the words are hardly found, what means the same may come first', () => {
    const { order, added } = fuseSessions({
      words: ['some', 'few'],
      scores: scored({ some: 0.4, few: 0.35 }),
      meaning: ['stranger', 'few'],
    });
    expect(order).toEqual(['few', 'some', 'stranger']);
    expect(added).toEqual(['stranger']);
  });

  test('what means the same comes after all that hold the words, and the less the more there are of these', () => {
    const meaning = Array.from({ length: 20 }, (_, at) => `meant ${at}`);
    const addedTo = (count: number) => {
      const words = Array.from({ length: count }, (_, at) => `said ${at}`);
      const fused = fuseSessions({ words, scores: new Map(words.map((id) => [id, 1])), meaning });
      expect(fused.order.slice(0, count)).toEqual(words);
      expect(fused.order).toHaveLength(count + fused.added.length);
      return fused.added.length;
    };
    expect([0, 4, 10, 50].map(addedTo)).toEqual([10, 6, 3, 3]);
  });

  test('words alone keep their order', () => {
    const words = ['a', 'b', 'c'];
    expect(fuseSessions({ words, scores: new Map(), meaning: [] })).toEqual({ order: words, added: [] });
  });
});
