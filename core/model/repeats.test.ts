import { expect, test } from 'vitest';
import { withoutLoops } from './repeats.ts';
import type { Segment } from './transcript.ts';

const segmentsOf = (...texts: string[]): Segment[] =>
  texts.map((text, index) => ({ startSeconds: index, endSeconds: index + 1, speaker: null, text }));
const textsOf = (segments: readonly Segment[]): string[] => segments.map((segment) => segment.text);

test('a phrase that is repeated within a segment is kept once', () => {
  const segments = segmentsOf('Now open it. Thank you. Thank you. thank you Thank you! Next');
  expect(textsOf(withoutLoops(segments))).toEqual(['Now open it. Thank you. Next']);
});

test('the timed words of a loop go with its text', () => {
  const words = ['so', 'yes', 'yes', 'yes', 'yes', 'no'].map((text, index) => ({
    startSeconds: index,
    endSeconds: index + 1,
    text,
  }));
  const [segment] = withoutLoops([
    { startSeconds: 0, endSeconds: 6, speaker: null, text: 'so yes yes yes yes no', words },
  ]);
  expect(segment?.words?.map((word) => word.startSeconds)).toEqual([0, 1, 5]);
});

test('a segment that follows itself four times is kept once, at its first time', () => {
  const segments = withoutLoops(segmentsOf('Hello.', 'Bye.', 'Bye.', 'bye', 'Bye!', 'Again.'));
  expect(segments.map(({ startSeconds, text }) => [startSeconds, text])).toEqual([
    [0, 'Hello.'],
    [1, 'Bye.'],
    [5, 'Again.'],
  ]);
});

test('two segments that take turns are a loop too', () => {
  expect(textsOf(withoutLoops(segmentsOf('A', 'B', 'A', 'B', 'A', 'B', 'A', 'B', 'C')))).toEqual([
    'A',
    'B',
    'C',
  ]);
});

test('what is said three times stays', () => {
  const segments = segmentsOf('No, no, no.', 'Location, location, location!', 'Yes.', 'Yes.', 'Yes.');
  expect(withoutLoops(segments)).toEqual(segments);
});
