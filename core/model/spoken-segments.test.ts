import { expect, test } from 'vitest';
import { segmentsOfWords } from './spoken-segments.ts';
import type { Word } from './transcript.ts';

/** Words of 0.3 s each, `pauses` seconds apart. */
function speak(texts: readonly string[], pauses: readonly number[] = []): Word[] {
  let at = 0;
  return texts.map((text, index) => {
    const startSeconds = at + (pauses[index] ?? 0);
    at = startSeconds + 0.3;
    return { startSeconds, endSeconds: at, text };
  });
}

test('a pause of half a second starts a new segment, capitalised and without a full stop', () => {
  const segments = segmentsOfWords(speak(['hello', 'there', 'open', 'the', 'file'], [1, 0, 0.5]));
  expect(segments.map(({ startSeconds, text }) => ({ startSeconds, text }))).toEqual([
    { startSeconds: 1, text: 'Hello there' },
    { startSeconds: 2.1, text: 'Open the file' },
  ]);
});

test('words keep their own spelling and times', () => {
  expect(segmentsOfWords(speak(['hello']))[0]?.words).toEqual([
    { startSeconds: 0, endSeconds: 0.3, text: 'hello' },
  ]);
});

test('long speech is divided at its longest pause', () => {
  const texts = Array.from({ length: 40 }, (_, index) => `w${index}`);
  const pauses = texts.map((_, index) => (index === 22 ? 0.4 : 0));
  expect(segmentsOfWords(speak(texts, pauses)).map((segment) => segment.words?.length)).toEqual([22, 18]);
});

test('no segment has more than 30 words or lasts more than 12 s, and none is lost', () => {
  const words = speak(
    Array.from({ length: 500 }, (_, index) => `w${index}`),
    Array.from({ length: 500 }, (_, index) => (index % 11) / 25),
  );
  const segments = segmentsOfWords(words);
  for (const segment of segments) {
    expect(segment.words?.length).toBeLessThanOrEqual(30);
    expect(segment.endSeconds - segment.startSeconds).toBeLessThanOrEqual(12);
  }
  expect(segments.flatMap((segment) => segment.words ?? [])).toEqual(words);
});

test('one endless word is a segment of its own', () => {
  const words = [
    { startSeconds: 0, endSeconds: 20, text: 'ohm' },
    { startSeconds: 20, endSeconds: 21, text: 'yes' },
  ];
  expect(segmentsOfWords(words).map((segment) => segment.text)).toEqual(['Ohm', 'Yes']);
});

test('no words give no segments', () => {
  expect(segmentsOfWords([])).toEqual([]);
});
