import { describe, expect, test } from 'vitest';
import { type Candidate, meantBy, prefixKeys, rankSuggestions, slipKeys } from './suggest.ts';

const candidate = (given: Partial<Candidate> & Pick<Candidate, 'kind' | 'text'>): Candidate => ({
  folded: given.text.toLowerCase(),
  slug: null,
  isStart: true,
  uses: 1,
  isSlip: false,
  ...given,
});
const texts = (typed: string, candidates: readonly Candidate[]) =>
  rankSuggestions(typed, candidates).map(({ text }) => text);

describe('suggestions', () => {
  test('begin with what begins so, most used first, and end with forgiven slips', () => {
    expect(
      texts('pi', [
        candidate({ kind: 'topic', text: 'Pint', isSlip: true, uses: 99 }),
        candidate({ kind: 'session', text: 'A pivot', isStart: false, uses: 50 }),
        candidate({ kind: 'topic', text: 'Pivot tables', uses: 2 }),
        candidate({ kind: 'speaker', text: 'Pia', uses: 7 }),
      ]),
    ).toEqual(['Pia', 'Pivot tables', 'A pivot', 'Pint']);
  });

  test('are eight of mixed kinds, though one kind has more that are used more', () => {
    const titles = Array.from({ length: 12 }, (_, at) =>
      candidate({ kind: 'session', text: `How to ${at}`, uses: 100 }),
    );
    const found = rankSuggestions('ho', [
      ...titles,
      candidate({ kind: 'topic', text: 'Hooks' }),
      candidate({ kind: 'phrase', text: 'hotfix' }),
    ]);
    expect(found).toHaveLength(8);
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['session', 'topic', 'phrase']));
  });

  test('name nothing twice, and no phrase that is typed already or the name of something', () => {
    expect(
      texts('pivot', [
        candidate({ kind: 'topic', text: 'Pivot tables' }),
        candidate({ kind: 'phrase', text: 'pivot tables' }),
        candidate({ kind: 'phrase', text: 'Pivot' }),
        candidate({ kind: 'session', text: 'Pivot demo' }),
        candidate({ kind: 'session', text: 'pivot Demo' }),
      ]),
    ).toEqual(['Pivot tables', 'Pivot demo']);
  });
});

describe('one slip', () => {
  test.each([
    ['kubrne', 'kubernetes', 'a letter left out'],
    ['kuuber', 'kubernetes', 'a letter twice'],
    ['kubwr', 'kubernetes', 'another letter'],
    ['ukber', 'kubernetes', 'two letters swapped, the first'],
    ['kubernetse', 'kubernetes', 'late in a long word'],
    ['kubernetees', 'kubernetes', 'the whole word'],
    ['deplyo', 'deployment', 'swapped at the end'],
    ['пивто', 'пивот', 'in another script'],
  ])('in %s is forgiven: %s (%s)', (typed, word) => {
    const keys = new Set(prefixKeys(word));
    expect(slipKeys(typed).some((key) => keys.has(key))).toBe(true);
    expect(meantBy(typed, [word], 5)).toEqual([word]);
  });

  test('is not forgiven in three letters or in numbers, nor are two', () => {
    expect(slipKeys('kbu')).toEqual([]);
    expect(slipKeys('2024')).toEqual([]);
    expect(meantBy('kbuenr', ['kubernetes'], 5)).toEqual([]);
  });
});
