import { expect, test } from 'vitest';
import { diffTexts, diffTranscripts } from './diff.ts';

const line = (startSeconds: number, text: string, endSeconds = startSeconds + 10) => ({
  ...{ startSeconds, endSeconds, text },
  speaker: null,
});
const kindsOf = (before: ReturnType<typeof line>[], after: ReturnType<typeof line>[]) =>
  diffTranscripts(before, after).map((one) => one.kind);

test.each([
  ['use cube control here', 'use kubectl here', 'use -cube control +kubectl here'],
  ['so so now', 'so now', 'so -so now'],
  ['same as ever', 'same as ever', 'same as ever'],
  ['', 'all new', '+all new'],
  ['all gone', '', '-all gone'],
  ['我们去北京', '我们去上海', '我们去 -北京 +上海'],
])('"%s" to "%s" reads "%s"', (before, after, expected) => {
  const marks = { same: '', removed: '-', added: '+' };
  expect(
    diffTexts(before, after)
      .map(({ kind, text }) => marks[kind] + text)
      .join(' '),
  ).toBe(expected);
});

test('a line that stays, one that changes, one that goes and one that comes are told apart', () => {
  const before = [line(0, 'a'), line(10, 'b'), line(20, 'c')];
  const after = [line(0, 'a'), line(10, 'B'), line(30, 'd')];
  expect(kindsOf(before, after)).toEqual(['kept', 'changed', 'removed', 'added']);
});

test('a line put between two others leaves these as they are', () => {
  const before = [line(0, 'a'), line(10, 'b'), line(20, 'c')];
  expect(kindsOf(before, [line(0, 'a'), line(9, 'new', 11), line(10, 'b'), line(20, 'c')])).toEqual([
    'kept',
    'added',
    'kept',
    'kept',
  ]);
  expect(kindsOf([line(0, 'a'), line(9, 'old', 11), line(10, 'b')], [line(0, 'a'), line(10, 'b')])).toEqual([
    'kept',
    'removed',
    'kept',
  ]);
});

test('so many long lines that all changed are compared until it is enough, the rest is shown as replaced', () => {
  const wordy = (letter: string) => Array.from({ length: 900 }, (_, at) => letter + at).join(' ');
  const textOf = (letter: string) => `${wordy(letter)} shared ${wordy(letter)}`;
  const talk = (letter: string) => Array.from({ length: 12 }, (_, at) => line(at * 10, textOf(letter)));
  const kinds = diffTranscripts(talk('a'), talk('b')).map((one) =>
    one.kind === 'changed' ? one.pieces.map((piece) => piece.kind).join(' ') : one.kind,
  );
  expect(kinds[0]).toBe('removed added same removed added');
  expect(kinds.at(-1)).toBe('removed added');
});

test('the same text at another time has changed, without a changed word', () => {
  expect(diffTranscripts([line(0, 'a b')], [line(1, 'a b')])).toMatchObject([
    { kind: 'changed', pieces: [{ kind: 'same', text: 'a b' }] },
  ]);
});
