import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../../../core/model/transcript/edits.ts';
import type { Segment } from '../../../../../core/model/transcript.ts';
import { editsFor, hunksBetween, judge, linesAt } from './hunks.ts';

const line = (startSeconds: number, text: string, speaker: string | null = 'Ana'): Segment => ({
  startSeconds,
  endSeconds: startSeconds + 4,
  speaker,
  text,
});
const talk = [line(0, 'Good morning.'), line(5, 'We use cube control.'), line(10, 'It is a tool.')];
const textsOf = (segments: readonly Segment[]) => segments.map(({ text }) => text);

describe('what differs between two texts', () => {
  test.each<[string, readonly Segment[]]>([
    ['a changed line', [line(0, 'Good morning.'), line(5, 'We use kubectl.'), line(10, 'It is a tool.')]],
    ['a removed line', [line(0, 'Good morning.'), line(10, 'It is a tool.')]],
    ['a new last line', [...talk, line(15, 'Bye.')]],
    ['everything', [line(1, 'Hallo.'), line(20, 'Nichts.')]],
    ['other speakers', talk.map((segment) => ({ ...segment, speaker: 'Ben' }))],
    ['moved starts', talk.map((segment) => ({ ...segment, startSeconds: segment.startSeconds + 0.5 }))],
    ['nothing left', []],
  ])('can be made of the first as edits, and back: %s', (_, after) => {
    const there = editsFor(talk, hunksBetween(talk, after));
    expect(applyEdits(talk, there)).toEqual(after);
    expect(applyEdits(after, editsFor(after, hunksBetween(after, talk)))).toEqual(talk);
  });

  test('is nothing for the same text', () => {
    expect(hunksBetween(talk, [...talk])).toEqual([]);
  });

  test('is one hunk a line where lines beside each other changed', () => {
    const after = talk.map((segment) => ({ ...segment, text: segment.text.toUpperCase() }));
    expect(hunksBetween(talk, after)).toHaveLength(3);
  });

  test('is taken back for a line that was split, and for two that were joined', () => {
    const split = applyEdits(talk, [{ op: 'split', segment: 1, at: 6 }]);
    expect(textsOf(applyEdits(split, editsFor(split, hunksBetween(split, talk))))).toEqual(textsOf(talk));
    const joined = applyEdits(talk, [{ op: 'merge', segment: 0 }]);
    expect(applyEdits(joined, editsFor(joined, hunksBetween(joined, talk)))).toEqual(talk);
  });
});

describe('on the text of somebody else', () => {
  const mine = hunksBetween(talk, [
    line(0, 'Good morning!'),
    line(5, 'We use kubectl.'),
    line(10, 'It is a tool.'),
  ]);

  test('lines that they left alone are changed', () => {
    const theirs = [line(0, 'Good morning.'), line(5, 'We use cube control.'), line(10, 'A good tool.')];
    const { clean, contested } = judge(mine, theirs);
    expect(contested).toEqual([]);
    expect(textsOf(applyEdits(theirs, editsFor(theirs, clean)))).toEqual([
      'Good morning!',
      'We use kubectl.',
      'A good tool.',
    ]);
  });

  test('lines that they changed too are contested, with what stands there now', () => {
    const theirs = [line(0, 'Good morning.'), line(5, 'We use cubectl.'), line(10, 'It is a tool.')];
    const { clean, contested } = judge(mine, theirs);
    expect(clean.flatMap(({ after }) => textsOf(after))).toEqual(['Good morning!']);
    expect(contested.flatMap(({ after }) => textsOf(after))).toEqual(['We use kubectl.']);
    expect(contested.flatMap((hunk) => textsOf(linesAt(theirs, hunk)))).toEqual(['We use cubectl.']);
  });

  test('what they wrote in the same words is done already', () => {
    const theirs = [line(0, 'Good morning!'), line(5, 'We use kubectl.'), line(10, 'It is a tool.')];
    expect(judge(mine, theirs)).toEqual({ clean: [], contested: [] });
  });
});
