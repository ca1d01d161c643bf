import { expect, test } from 'vitest';
import type { Segment } from '../transcript.ts';
import { secondAt } from './clock.ts';
import { buildPassages } from './passages.ts';

const speech = (words: number, at = 0) =>
  Array.from({ length: words }, (_, word) => `w${at + word}`).join(' ');
const segment = (
  startSeconds: number,
  endSeconds: number,
  text: string,
  speaker: string | null = null,
): Segment => ({
  startSeconds,
  endSeconds,
  speaker,
  text,
});
/** One cue every 5 s with 15 words. */
const cues = (count: number, ending = '') =>
  Array.from({ length: count }, (_, at) => segment(at * 5, at * 5 + 5, speech(15, at * 15) + ending));

test('nothing said gives no passage', () => {
  expect(buildPassages([])).toEqual([]);
  expect(buildPassages([segment(0, 5, '  ')])).toEqual([]);
});

test('a short talk is one passage', () => {
  expect(buildPassages([segment(1, 3, 'Hello there.', 'Ann'), segment(3, 6, 'Hi.', 'Bob')])).toMatchObject([
    { startSeconds: 1, endSeconds: 6, speaker: 'Ann', text: 'Hello there. Hi.' },
  ]);
});

test('no passage is longer than 45 s or 120 words, and nothing is lost', () => {
  const segments = cues(100);
  const passages = buildPassages(segments);
  for (const passage of passages) {
    expect(passage.endSeconds - passage.startSeconds).toBeLessThanOrEqual(45);
    expect(passage.text.split(' ').length).toBeLessThanOrEqual(120);
  }
  expect(passages.map((passage) => passage.text).join(' ')).toBe(segments.map((one) => one.text).join(' '));
});

test('a passage ends with a sentence once it is long enough', () => {
  expect(buildPassages(cues(12, '.')).map(({ startSeconds }) => startSeconds)).toEqual([0, 30]);
});

test('a passage ends where another speaker begins once it is long enough', () => {
  const segments = cues(12).map((one, at) => ({ ...one, speaker: at < 7 ? 'Ann' : 'Bob' }));
  expect(buildPassages(segments).map(({ startSeconds, speaker }) => [startSeconds, speaker])).toEqual([
    [0, 'Ann'],
    [35, 'Bob'],
  ]);
});

test('a silence ends a passage', () => {
  expect(buildPassages([segment(0, 4, 'before'), segment(20, 24, 'after')])).toHaveLength(2);
});

test('one endless segment is cut evenly in time', () => {
  const passages = buildPassages([segment(10, 130, speech(300), 'Ann')]);
  expect(passages.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([
    [10, 50],
    [50, 90],
    [90, 130],
  ]);
});

test('the words of an endless segment say when its parts begin', () => {
  const words = Array.from({ length: 200 }, (_, at) => ({
    startSeconds: at < 100 ? at * 0.1 : 40 + at * 0.1,
    endSeconds: 0,
    text: '',
  }));
  const passages = buildPassages([{ ...segment(0, 60, speech(200)), words }]);
  expect(passages.map(({ startSeconds }) => startSeconds)).toEqual([0, 50]);
});

test('speech without blanks is cut by letters', () => {
  const passages = buildPassages([segment(0, 600, '会議'.repeat(3_000))]);
  expect(passages.length).toBeGreaterThanOrEqual(14);
  expect(passages.map((passage) => passage.text).join('')).toBe('会議'.repeat(3_000));
});

test('a passage knows to a quarter of a second when each of its words is said', () => {
  const words = Array.from({ length: 40 }, (_, at) => ({
    text: `w${at}`,
    startSeconds: 5 + at * 0.3 + (at > 20 ? 6 : 0),
    endSeconds: 5 + at * 0.3 + (at > 20 ? 6.3 : 0.3),
  }));
  const text = words.map((word) => word.text).join(' ');
  const [passage] = buildPassages([
    segment(0, 5, 'Before that.'),
    { ...segment(5, 23, text), words },
    segment(23, 25, 'After it.'),
  ]);
  for (const word of words) {
    const offset = passage?.text.search(new RegExp(`\\b${word.text}\\b`)) ?? -1;
    const second = secondAt(passage?.clock ?? [], offset) ?? Number.NaN;
    expect(Math.abs(second - word.startSeconds)).toBeLessThanOrEqual(0.26);
  }
  expect(passage?.clock.length).toBeLessThan(12);
});
