import { describe, expect, test } from 'vitest';
import type { TranscriptDiff } from '../../../../../core/api/transcripts.ts';
import { diffTranscripts } from '../../../../../core/model/transcript/diff.ts';
import { differenceOf, stretchesOf, summaryOf } from './version-words.ts';

const line = (startSeconds: number, text: string, speaker: string | null = null) => ({
  startSeconds,
  endSeconds: startSeconds + 4,
  speaker,
  text,
});
const talk = Array.from({ length: 12 }, (_, at) => line(at * 5, `Sentence number ${at}.`));
const compare = (after: readonly ReturnType<typeof line>[]): TranscriptDiff['lines'] =>
  diffTranscripts(talk, after).map((found) =>
    found.kind === 'changed' ? { ...found, pieces: [...found.pieces] } : found,
  );

describe('a version is summed up', () => {
  test('by the words that came and went', () => {
    expect(summaryOf(compare(talk.with(5, line(25, 'Sentence number five, I think.'))))).toBe(
      '1 line: 3 words added, 1 word removed',
    );
    expect(summaryOf(compare(talk.slice(1)))).toBe('1 line: 3 words removed');
  });
  test('also when only a name changed, or nothing', () => {
    expect(summaryOf(compare(talk.with(0, line(0, 'Sentence number 0.', 'Ana'))))).toBe(
      '1 line: the same words',
    );
    expect(summaryOf(compare(talk))).toBe('Nothing was changed in the text.');
  });
});

test('lines far from any change are counted, those beside it shown', () => {
  const kinds = stretchesOf(compare(talk.with(5, line(25, 'Other.')))).map((stretch) =>
    stretch.kind === 'same' ? stretch.lines : stretch.line.kind,
  );
  expect(kinds).toEqual([4, 'kept', 'changed', 'kept', 5]);
});

test.each([
  [{ words: 7 }, ' (+2)'],
  [{ words: 3 }, ' (−2)'],
  [{ words: 5 }, ''],
])('how many words more or fewer: %o', (version, words) => {
  expect(differenceOf(version, { words: 5 })).toBe(words);
  expect(differenceOf(version, undefined)).toBe('');
});
