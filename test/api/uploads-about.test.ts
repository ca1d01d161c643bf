import { expect, test } from 'vitest';
import { sweepUploads } from '../../server/uploads/tus/sweep.ts';
import { ana, server, shareUploadServer } from '../support/shared-upload-server.ts';
import { begin, offsetOf, sendPiece } from '../support/tus.ts';
import { idOf, newRecording } from '../support/upload-server.ts';

shareUploadServer();

const minuteMs = 60_000;
const sweep = () => sweepUploads(server.uploads, new AbortController().signal);
const say = (path: string, payload: object, { headers } = ana) =>
  server.app.inject({ method: 'PUT', url: `${path}/about`, headers, payload });
const session = async (id: string) =>
  (await server.app.inject({ url: `/api/sessions/${id}`, headers: ana.headers })).json();
const beginLive = () =>
  begin(ana.tus, null, { live: '1', title: 'Untitled', speakers: 'Ana', topics: 'Excel' });

const about = {
  title: 'Pivot tables',
  speakers: ['Ben'],
  visibility: 'private',
  chapters: [
    { startSeconds: 90, title: 'Questions' },
    { startSeconds: 0, title: ' Beginning ' },
  ],
};

test('what is said of a recording while it arrives is what its session is, chapters in order', async () => {
  const path = await beginLive();
  const bytes = newRecording(9_000);
  await sendPiece(ana.tus, path, 0, bytes);
  const answer = await say(path, about);
  expect([answer.statusCode, answer.json()]).toMatchObject([
    200,
    { title: 'Pivot tables', receivedBytes: 9_000 },
  ]);
  await sendPiece(ana.tus, path, 9_000, new Uint8Array(), { 'upload-length': '9000' });
  expect(await session(idOf(path))).toMatchObject({
    ...{ title: 'Pivot tables', speakers: ['Ben'], topics: [], visibility: 'private', chaptersBy: 'person' },
    chapters: [
      { startSeconds: 0, title: 'Beginning' },
      { startSeconds: 90, title: 'Questions' },
    ],
  });
  const late = await say(path, about);
  expect([late.statusCode, late.json().id]).toEqual([409, idOf(path)]);
});

test('it holds for a recording that broke off, too, and the last word counts', async () => {
  const path = await beginLive();
  await sendPiece(ana.tus, path, 0, newRecording(7_000));
  await say(path, about);
  await say(path, { title: 'Pivots', chapters: [] });
  await server.age(idOf(path), 16 * minuteMs);
  await sweep();
  expect(await session(idOf(path))).toMatchObject({
    ...{ title: 'Pivots', visibility: 'organisation', chapters: [], chaptersBy: null },
  });
});

test('nonsense, and what others say of it, is refused', async () => {
  const path = await beginLive();
  const twice = [1, 1].map((startSeconds) => ({ startSeconds, title: 'Twice' }));
  expect((await say(path, { chapters: twice })).statusCode).toBe(422);
  expect((await say(path, { chapters: [{ startSeconds: -1, title: 'Before' }] })).statusCode).toBe(400);
  expect((await say(path, { live: '0' })).statusCode).toBe(400);
  expect((await say(path, about, await server.champion())).statusCode).toBe(404);
});

test('a live recording that is paused stays one as long as pieces without a byte come', async () => {
  const path = await beginLive();
  await sendPiece(ana.tus, path, 0, newRecording(5_000));
  await server.age(idOf(path), 16 * minuteMs);
  expect((await sendPiece(ana.tus, path, 5_000, new Uint8Array())).status).toBe(204);
  await sweep();
  expect(await offsetOf(ana.tus, path)).toBe(5_000);
  expect((await session(idOf(path))).status).toBe(404);
});
