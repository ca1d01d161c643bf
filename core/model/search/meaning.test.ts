import { expect, test } from 'vitest';
import { leastSimilarity } from './meaning.ts';

const sample = (usual: number, spread: number) =>
  Array.from({ length: 101 }, (_, at) => usual + spread * Math.sin(at * 7));

test('what counts as similar is told by what is usual in a model', () => {
  const wide = leastSimilarity(sample(0.1, 0.08), { population: 10_000, dimensions: 1536 });
  const narrow = leastSimilarity(sample(0.75, 0.03), { population: 10_000, dimensions: 1536 });
  expect(wide).toBeGreaterThan(0.3);
  expect(wide).toBeLessThan(0.6);
  expect(narrow).toBeGreaterThan(0.8);
  expect(narrow).toBeLessThan(0.95);
});

test('among more passages chance brings nearer ones', () => {
  const at = (population: number) => leastSimilarity(sample(0.1, 0.08), { population, dimensions: 768 });
  expect(at(100)).toBeLessThan(at(100_000));
});

test('a few related passages in the sample do not raise what is asked of others', () => {
  const given = { population: 1_000, dimensions: 768 };
  const without = leastSimilarity(sample(0.1, 0.05), given);
  const related = Array.from({ length: 10 }, () => 0.8);
  expect(leastSimilarity([...sample(0.1, 0.05), ...related], given)).toBeLessThan(without + 0.05);
});

test('few passages, all alike or none at all, do not make chance a match', () => {
  const given = { population: 78, dimensions: 256 };
  expect(leastSimilarity([0.2, 0.2, 0.2], given)).toBeGreaterThan(0.35);
  expect(leastSimilarity([], given)).toBeGreaterThan(0.15);
});
