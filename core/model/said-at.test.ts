import { expect, test } from 'vitest';
import { saidAt } from './said-at.ts';
import type { Segment } from './transcript.ts';

const segment = (startSeconds: number, text: string, more: Partial<Segment> = {}): Segment => ({
  ...{ startSeconds, endSeconds: startSeconds + 10, speaker: null, text },
  ...more,
});

test('begins with the word that is said at that second', () => {
  const words = [
    { startSeconds: 0, endSeconds: 2, text: 'Roll' },
    { startSeconds: 2, endSeconds: 3, text: 'it' },
    { startSeconds: 3, endSeconds: 4, text: 'back,' },
    { startSeconds: 4, endSeconds: 9, text: 'now' },
  ];
  const said = [segment(0, 'Roll it back, now.', { words, speaker: 'Ida' }), segment(10, 'Thank you.')];
  expect(saidAt(said, 3)).toEqual({ speaker: 'Ida', text: 'back, now. Thank you.' });
  expect(saidAt(said, 2.95)?.text).toBe('back, now. Thank you.');
  expect(saidAt(said, 0)?.text).toBe('Roll it back, now. Thank you.');
});

test('words without times share those of their segment, also where no blanks part them', () => {
  expect(saidAt([segment(0, 'one two three four five')], 6)?.text).toBe('four five');
  expect(saidAt([segment(0, '今日は良い天気です')], 5)?.text).toMatch(/^.{2,6}$/u);
});

test('a moment of silence has the words that come after it, and none where nothing comes', () => {
  expect(saidAt([segment(0, 'before'), segment(30, 'after')], 15)?.text).toBe('after');
  expect(saidAt([segment(0, 'before')], 15)).toBeNull();
  expect(saidAt([segment(0, ' ')], 0)).toBeNull();
});

test('is cut between words after about 160 characters', () => {
  const text = saidAt([segment(0, 'word '.repeat(100))], 0)?.text ?? '';
  expect(text).toMatch(/^(word )+word…$/);
  expect(text.length).toBeGreaterThan(150);
  expect(text.length).toBeLessThanOrEqual(161);
  expect(saidAt([segment(0, '🎉'.repeat(300))], 0)?.text).toBe(`${'🎉'.repeat(160)}…`);
});
