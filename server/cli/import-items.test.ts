import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type FindOptions, findItems } from './import-items.ts';

/** A folder with these files, each with a few bytes. */
async function folderOf(...files: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'brownbag-items-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), file);
  }
  return folder;
}

const recordings: FindOptions = { hasCaptions: true, transcriptsOnly: false };

/** What is found below the folder, as `recording` or `recording + captions`. */
async function findBelow(folder: string, options = recordings): Promise<string[]> {
  const { items } = await findItems([folder], options);
  return items.map(({ path, captionsPath }) =>
    [path, ...(captionsPath === null ? [] : [captionsPath])]
      .map((file) => relative(folder, file))
      .join(' + '),
  );
}

test('a folder gives its recordings in the order of their names, those of folders below too', async () => {
  const folder = await folderOf('talk-10.mp4', 'talk-2.MOV', 'more/deep/a.ogg', 'notes.txt', 'talk.vtt');
  expect(await findBelow(folder)).toEqual(['more/deep/a.ogg', 'talk-2.MOV', 'talk-10.mp4']);
});

test('what phones, camcorders and recorders call their files is found', async () => {
  const folder = await folderOf('clip.3gp', 'clip.m2ts', 'clip.ogv', 'memo.amr', 'talk.m4b', 'tape.w64');
  expect(await findBelow(folder)).toEqual([
    'clip.3gp',
    'clip.m2ts',
    'clip.ogv',
    'memo.amr',
    'talk.m4b',
    'tape.w64',
  ]);
});

test('captions of the same name go with a recording, the plainest name first', async () => {
  const folder = await folderOf(
    ...['a.mp4', 'a.vtt', 'a.en.vtt', 'B.mp4', 'b.de.srt', 'c.mp4', 'cc.vtt', 'v1.2.mp4', 'v1.2.en.sbv'],
  );
  expect(await findBelow(folder)).toEqual([
    'a.mp4 + a.vtt',
    'B.mp4 + b.de.srt',
    'c.mp4',
    'v1.2.mp4 + v1.2.en.sbv',
  ]);
  expect(await findBelow(folder, { ...recordings, hasCaptions: false })).toEqual([
    'a.mp4',
    'B.mp4',
    'c.mp4',
    'v1.2.mp4',
  ]);
});

test('a caption file goes with one recording only, of files that are named as well', async () => {
  const folder = await folderOf('standup.mp4', 'standup.monday.mp4', 'standup.monday.vtt', 'standup_en.vtt');
  expect(await findBelow(folder)).toEqual([
    'standup.monday.mp4 + standup.monday.vtt',
    'standup.mp4 + standup_en.vtt',
  ]);
  const { items } = await findItems([join(folder, 'standup.mp4')], recordings);
  expect(items.map(({ captionsPath }) => captionsPath)).toEqual([join(folder, 'standup_en.vtt')]);
});

test('captions alone are the items where only transcripts are asked for', async () => {
  const folder = await folderOf('a.mp4', 'a.vtt', 'b.srt');
  expect(await findBelow(folder, { ...recordings, transcriptsOnly: true })).toEqual([
    'a.vtt + a.vtt',
    'b.srt + b.srt',
  ]);
});

test('what is hidden or still on its way is left out', async () => {
  const folder = await folderOf(
    ...[
      '.talk.mp4',
      '.trash/a.mp4',
      '~a.mp4',
      'b.mp4.part',
      'c.temp.mp4',
      'd.mp4',
      'd.mp4.part',
      'e.tmp.mkv',
    ],
    ...['Talk.mp4.download/Talk.mp4', 'f.crdownload', 'part.1.mp4', 'a.party.mp4'],
  );
  expect(await findBelow(folder)).toEqual(['a.party.mp4', 'part.1.mp4']);
});

test('a file that is named is taken whatever it is called, and once', async () => {
  const folder = await folderOf('recording.part', 'recording.vtt', 'talk.mp4');
  const named = [join(folder, 'recording.part'), join(folder, 'talk.mp4'), folder, `${folder}/.`];
  const { items } = await findItems(named, recordings);
  expect(items).toEqual([
    { path: named[0], captionsPath: join(folder, 'recording.vtt'), isTranscript: false },
    { path: named[1], captionsPath: null, isTranscript: false },
  ]);
});

test('what cannot be looked at is told, and does not hide the rest', async () => {
  const folder = await folderOf('a.mp4');
  const gone = join(folder, 'gone');
  const { items, unreadable } = await findItems([gone, folder], recordings);
  expect(items.map(({ path }) => path)).toEqual([join(folder, 'a.mp4')]);
  expect(unreadable).toEqual([{ path: gone, error: expect.objectContaining({ code: 'ENOENT' }) }]);
});
