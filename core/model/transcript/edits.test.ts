import { describe, expect, test } from 'vitest';
import { DomainError } from '../errors.ts';
import { mostSegments, type Segment } from '../transcript.ts';
import { applyEdits, type Edit } from './edits.ts';

const timed = (text: string, startSeconds = 0): Segment => {
  const words = text.split(' ').map((word, at) => ({
    ...{ text: word, startSeconds: startSeconds + at, endSeconds: startSeconds + at + 1 },
    confidence: 0.5,
  }));
  return { startSeconds, endSeconds: startSeconds + words.length, speaker: 'Ana', text, words };
};
const plain = (text: string, startSeconds: number, speaker: string | null = null): Segment => ({
  ...{ startSeconds, endSeconds: startSeconds + 4 },
  ...{ speaker, text },
});
const read = (segments: readonly Segment[]) =>
  segments.map(({ startSeconds, endSeconds, text }) => `${startSeconds}-${endSeconds} ${text}`);
const wordsOf = (segment: Segment | undefined) => segment?.words?.map((word) => word.text);

describe('split', () => {
  test('divides the words and cuts where the right side begins to speak', () => {
    const parts = applyEdits([timed('we start. Then we go')], [{ op: 'split', segment: 0, at: 10 }]);
    expect(read(parts)).toEqual(['0-2 we start.', '2-5 Then we go']);
    expect(parts.map(wordsOf)).toEqual([
      ['we', 'start.'],
      ['Then', 'we', 'go'],
    ]);
  });

  test('without word times goes by the length of the text, unless it is told when', () => {
    const segment = { startSeconds: 0, endSeconds: 10, speaker: null, text: 'one two three four' };
    expect(read(applyEdits([segment], [{ op: 'split', segment: 0, at: 8 }]))).toEqual([
      '0-5 one two',
      '5-10 three four',
    ]);
    const told = applyEdits([segment], [{ op: 'split', segment: 0, at: 8, atSeconds: 3 }]);
    expect(read(told)).toEqual(['0-3 one two', '3-10 three four']);
  });

  test('divides text that is written without blanks, and text from right to left', () => {
    const chinese = { ...plain('我们去北京', 0), endSeconds: 6 };
    expect(read(applyEdits([chinese], [{ op: 'split', segment: 0, at: 2 }]))).toEqual([
      '0-2 我们',
      '2-6 去北京',
    ]);
    const arabic = plain('مرحبا بالعالم', 0);
    expect(read(applyEdits([arabic], [{ op: 'split', segment: 0, at: 6 }]))).toEqual([
      '0-2 مرحبا',
      '2-4 بالعالم',
    ]);
  });
});

describe('merge', () => {
  test('joins texts, times and words', () => {
    const merged = applyEdits([timed('one two'), timed('three', 5)], [{ op: 'merge', segment: 0 }]);
    expect(read(merged)).toEqual(['0-6 one two three']);
    expect(wordsOf(merged[0])).toEqual(['one', 'two', 'three']);
  });

  test('times the words of the side that has none, and puts no blank into Chinese', () => {
    const merged = applyEdits([timed('one two'), plain('x y', 4)], [{ op: 'merge', segment: 0 }]);
    expect(merged[0]?.words?.map(({ startSeconds }) => startSeconds)).toEqual([0, 1, 4, 6]);
    expect(read(applyEdits([plain('我们', 0), plain('去。', 4)], [{ op: 'merge', segment: 0 }]))).toEqual([
      '0-8 我们去。',
    ]);
  });
});

test('a split and a merge leave what was there', () => {
  const segments = [timed('we start. Then we go'), timed('on', 7)];
  expect(
    applyEdits(segments, [
      { op: 'split', segment: 0, at: 10 },
      { op: 'merge', segment: 0 },
    ]),
  ).toEqual(segments);
});

test('edits are made one after the other, each on what the one before has left', () => {
  const edits: Edit[] = [
    { op: 'insert', startSeconds: 1, endSeconds: 2, speaker: 'Bob', text: 'Hello' },
    { op: 'remove', segment: 0 },
    { op: 'change', segment: 0, startSeconds: 9, endSeconds: 10, text: 'Hello there' },
    { op: 'renameSpeaker', from: 'Bob', to: 'Bob Lee' },
  ];
  const after = applyEdits([plain('gone', 0), plain('stays', 4, 'Bob')], edits);
  expect(read(after)).toEqual(['4-8 stays', '9-10 Hello there']);
  expect(after.map(({ speaker }) => speaker)).toEqual(['Bob Lee', 'Bob Lee']);
});

test.each([
  [{ op: 'change', segment: 2, text: 'x' }, 'edits.1.segment'],
  [{ op: 'change', segment: 0, endSeconds: -1 }, 'edits.1.endSeconds'],
  [{ op: 'insert', startSeconds: 2, endSeconds: 1, speaker: null, text: 'x' }, 'edits.1.endSeconds'],
  [{ op: 'split', segment: 0, at: 0 }, 'edits.1.at'],
  [{ op: 'split', segment: 0, at: 99 }, 'edits.1.at'],
  [{ op: 'split', segment: 1, at: 3 }, 'edits.1.at'],
  [{ op: 'split', segment: 0, at: 3, atSeconds: 77 }, 'edits.1.atSeconds'],
  [{ op: 'merge', segment: 1 }, 'edits.1.segment'],
  [{ op: 'remove', segment: 9 }, 'edits.1.segment'],
  [{ op: 'renameSpeaker', from: 'Nobody', to: 'Ana' }, 'edits.1.from'],
] as const)('%j cannot be made, and says where', (edit, path) => {
  const segments = [plain('one two', 0), plain('a 🦜 b', 4)];
  const attempt = () => applyEdits(segments, [{ op: 'change', segment: 0, text: 'one two' }, edit]);
  expect(attempt).toThrow(DomainError);
  expect(attempt).toThrow(
    expect.objectContaining({ extra: { errors: [expect.objectContaining({ path })] } }),
  );
});

test('words keep their times through many long changes until too much is compared; then new ones share the time', () => {
  const wordy = (letter: string) => Array.from({ length: 900 }, (_, at) => letter + at).join(' ');
  const textOf = (letter: string) => `${wordy(letter)} shared ${wordy(letter)}`;
  const talk = Array.from({ length: 12 }, (_, at) => timed(textOf('a'), at * 2_000));
  const edits = talk.map((_, segment): Edit => ({ op: 'change', segment, text: `${textOf('b')} end` }));
  const changed = applyEdits(talk, edits);
  const sharedAt = ({ words = [], startSeconds }: Segment) =>
    (words.find(({ text }) => text === 'shared')?.startSeconds ?? 0) - startSeconds;
  expect(changed.map(sharedAt).slice(0, 2)).toEqual([900, 900]);
  expect(changed.map(sharedAt).at(-1)).not.toBe(900);
  expect(changed.map((segment) => segment.words?.length)).toEqual(talk.map(() => 1_802));
});

test('edits make no transcript that is longer than one may be, but shorten one that is', () => {
  const full = Array.from({ length: mostSegments + 1 }, (_, at) => ({
    ...{ startSeconds: at, endSeconds: at + 1 },
    ...{ speaker: null, text: 'one two' },
  }));
  const split: Edit = { op: 'split', segment: 0, at: 3 };
  expect(() => applyEdits(full.slice(1), [split])).toThrow('more than 50,000 segments');
  expect(applyEdits(full, [{ op: 'merge', segment: 0 }])).toHaveLength(mostSegments);
  const long = Array.from({ length: 200 }, (_, at) => ({ ...line(at), text: 'x'.repeat(10_000) }));
  expect(() => applyEdits(long, [{ op: 'insert', ...line(0) }])).toThrow('more than 2,000,000 letters');
});

const line = (startSeconds: number) => ({
  ...{ startSeconds, endSeconds: startSeconds + 1 },
  ...{ speaker: null, text: 'x' },
});
