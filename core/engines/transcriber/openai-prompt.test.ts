import { expect, test } from 'vitest';
import { promptOf } from './openai-prompt.ts';

test('names are joined in order, each once and on one line', () => {
  expect(promptOf(['Git bisect', 'Ann  Lee', 'Git bisect', ' ', 'find\nthe bug'])).toBe(
    'Git bisect, Ann Lee, find the bug',
  );
});

test('what would not be read is left out, without cutting a name', () => {
  const prompt = promptOf(Array.from({ length: 200 }, (_, at) => `Kubernetes ${at}`));
  expect(Buffer.byteLength(prompt)).toBeLessThanOrEqual(600);
  expect(prompt).toMatch(/Kubernetes \d+$/);
  expect(prompt.startsWith('Kubernetes 0, ')).toBe(true);
});

test('a script with many bytes a letter gets fewer names', () => {
  const names = Array.from({ length: 100 }, (_, at) => `会議の記録${at}`);
  expect(promptOf(names).split(', ').length).toBeLessThan(40);
});

test('without names there is no prompt', () => {
  expect(promptOf([])).toBe('');
});
