import { expect, test } from 'vitest';
import { SessionPatch } from '../../../../core/api/sessions.ts';
import { UploadAbout, UploadMetadata } from '../../../../core/api/uploads.ts';
import { chaptersOf, metadataOf, sessionPatchOf, uploadAboutOf, withMark, withoutMark } from './about.ts';

const about = { title: ' ', speakers: 'Ana, Ben', topics: '', visibility: 'team' } as const;
const startedAt = new Date(2026, 2, 12, 14, 5);

test('the first mark names what came before it, too, and nameless ones are numbered', () => {
  const marks = withMark(withMark([], 61), 120.5);
  expect(chaptersOf(marks)).toEqual([
    { startSeconds: 0, title: 'Beginning' },
    { startSeconds: 61, title: 'Chapter 2' },
    { startSeconds: 120.5, title: 'Chapter 3' },
  ]);
  expect(chaptersOf(marks.map((mark) => ({ ...mark, title: ' Demo ' })))[2]?.title).toBe('Demo');
});

test('what is pressed twice is one mark, and at the very beginning none', () => {
  expect(withMark([], 0.4)).toEqual([]);
  const once = withMark([], 10);
  expect(withMark(once, 10.5)).toBe(once);
});

test('a mark that is taken back leaves nothing behind', () => {
  const marks = withMark([], 61);
  expect(withoutMark(marks, 1)).toEqual([]);
  const two = withMark(marks, 90);
  expect(withoutMark(two, 1).map(({ startSeconds }) => startSeconds)).toEqual([0, 90]);
  expect(new Set(withMark(withoutMark(two, 2), 95).map(({ id }) => id)).size).toBe(3);
});

test('what is said of it is what the server takes', () => {
  const said = uploadAboutOf({ about, marks: withMark([], 61), startedAt });
  expect(UploadAbout.parse(said)).toMatchObject({
    ...{ title: 'Recording of 12 March, 14:05', speakers: ['Ana', 'Ben'], topics: [], visibility: 'team' },
    chapters: [{ startSeconds: 0 }, { startSeconds: 61 }],
  });
  const patch = sessionPatchOf({ about, startedAt });
  expect(SessionPatch.parse(patch)).toEqual(patch);
});

test('what it is said to be at the start travels as metadata', () => {
  const metadata = metadataOf({ about, startedAt }, { mimeType: 'video/webm', ending: 'webm' });
  expect(UploadMetadata.parse(metadata)).toMatchObject({
    ...{ title: 'Recording of 12 March, 14:05', speakers: ['Ana', 'Ben'], topics: [], visibility: 'team' },
    filename: 'Recording.webm',
  });
});

test('a second part has its own name, and its chapters count from its beginning', () => {
  const marks = withMark(withMark([], 61), 120.5);
  const said = uploadAboutOf({
    about: { ...about, title: 'Talk' },
    marks,
    startedAt,
    part: 2,
    beforeSeconds: 100,
  });
  expect([said.title, said.chapters]).toEqual([
    'Talk, part 2',
    [
      { startSeconds: 0, title: 'Chapter 2' },
      { startSeconds: 20.5, title: 'Chapter 3' },
    ],
  ]);
});
