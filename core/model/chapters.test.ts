import { expect, test } from 'vitest';
import { fileChapters, snapChapters, tidyChapters } from './chapters.ts';

const chapter = (startSeconds: number, title = `At ${startSeconds}`) => ({ startSeconds, title });
const startsOf = (starts: readonly number[], durationSeconds = 1_000) =>
  tidyChapters(
    starts.map((start) => chapter(start)),
    durationSeconds,
  ).map(({ startSeconds }) => startSeconds);

test('chapters are put in order and the first begins with the recording', () => {
  expect(startsOf([400, 7, 200])).toEqual([0, 200, 400]);
});

test('none is shorter than two minutes, the last one included', () => {
  expect(startsOf([0, 119, 120, 239, 240, 881, 5_000])).toEqual([0, 120, 240]);
});

test('one chapter is none', () => {
  expect(startsOf([0])).toEqual([]);
  expect(startsOf([0, 100], 200)).toEqual([]);
});

test('titles are one line of at most 80 characters, and empty ones are left out', () => {
  const titles = tidyChapters(
    [chapter(0, ' Set\n up '), chapter(200, ' '), chapter(400, 'x'.repeat(200))],
    1_000,
  );
  expect(titles.map(({ title }) => title)).toEqual(['Set up', 'x'.repeat(80)]);
});

const snapped = (starts: readonly number[], slideChanges: readonly number[]) =>
  snapChapters(
    starts.map((start) => chapter(start)),
    slideChanges,
    1_000,
  ).map(({ startSeconds }) => startSeconds);

test('a chapter moves to the nearest slide change within ten seconds, the first one never', () => {
  expect(snapped([0, 200, 500], [5, 192, 203, 511])).toEqual([0, 203, 500]);
});

test('no chapter gets shorter than two minutes by moving', () => {
  expect(snapped([0, 125, 247, 878], [118, 240, 252, 886])).toEqual([0, 125, 252, 878]);
});

test('chapters that were moved stay when they are moved again', () => {
  const changes = [195, 204, 318, 330];
  const once = snapped([0, 200, 325], changes);
  expect(snapped(once, changes)).toEqual(once);
});

test('chapters of a file stay as they are, but for those outside of the recording', () => {
  const found = [
    chapter(90),
    chapter(30),
    chapter(-20),
    chapter(-5),
    chapter(30.5),
    chapter(100),
    chapter(130),
  ];
  expect(fileChapters(found, 100)).toEqual([
    { startSeconds: 0, title: 'At -5' },
    { startSeconds: 30, title: 'At 30' },
    { startSeconds: 30.5, title: 'At 30.5' },
    { startSeconds: 90, title: 'At 90' },
  ]);
  expect(fileChapters([chapter(0), chapter(200)], 100)).toEqual([]);
  expect(fileChapters([chapter(0), { startSeconds: null, title: 'When?' }], 100)).toEqual([]);
});

test('titles of a file are cleaned, and those without one are numbered', () => {
  const titles = ['  Set\u0000\n up\u001b[2J ', '\t', '\u{1F600}'.repeat(99), '<b>Bold</b>'];
  const chapters = fileChapters(
    titles.map((title, at) => chapter(at, title)),
    null,
  );
  expect(chapters.map(({ title }) => title)).toEqual([
    'Set up [2J',
    'Chapter 2',
    '\u{1F600}'.repeat(60),
    '<b>Bold</b>',
  ]);
});

test('a file has at most 200 chapters', () => {
  const found = Array.from({ length: 10_000 }, (_, at) => chapter(at));
  expect(fileChapters(found, null)).toHaveLength(200);
});
