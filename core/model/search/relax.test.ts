import { expect, test } from 'vitest';
import { relaxedSubsets } from './relax.ts';

const passages = 10_000;
const rare = { weight: 8, share: 0.0005 };
const middling = { weight: 5, share: 0.01 };
const common = { weight: 2, share: 0.12 };

test('one of two words is enough when it says most of the query', () => {
  expect(relaxedSubsets([rare, common], passages)).toEqual([[0]]);
});

test('no set repeats what a smaller one finds', () => {
  const sets = relaxedSubsets([rare, middling, common, middling], passages);
  for (const one of sets)
    for (const other of sets)
      if (one !== other) expect(other.every((index) => one.includes(index))).toBe(false);
});

test('a set expected to find too much is left out', () => {
  const huge = { weight: 5, share: 0.5 };
  expect(relaxedSubsets([huge, { ...huge, share: 0.01 }], passages)).toEqual([[1]]);
});

test('when every set finds too much the rarest is still tried', () => {
  expect(
    relaxedSubsets(
      [
        { weight: 3, share: 0.6 },
        { weight: 3, share: 0.5 },
      ],
      passages,
    ),
  ).toEqual([[1]]);
});

test('sets that say little of the query are left out', () => {
  expect(relaxedSubsets([{ ...rare, share: 0.3 }, common], passages)).toEqual([[0]]);
});

test('what is always there may stand alone', () => {
  expect(relaxedSubsets([common], passages, 10)).toEqual([[]]);
  expect(relaxedSubsets([common], passages)).toEqual([]);
});

test('twenty words give few enough sets', () => {
  const sets = relaxedSubsets(
    Array.from({ length: 20 }, () => rare),
    passages,
  );
  expect(sets.length).toBeGreaterThan(0);
  expect(sets.length).toBeLessThan(256);
});
