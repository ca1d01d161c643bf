import { afterAll, beforeAll, expect, test } from 'vitest';
import { Session } from '../../core/api/sessions.ts';
import { forgetMediaFiles, insertMediaFile } from '../../drizzle/queries/media-files.ts';
import type { sessions } from '../../drizzle/schema/sessions.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ana: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ana = await server.person('champion');
});
afterAll(() => server.close());

const files = {
  original: { kind: 'video', quality: 'original', contentType: 'video/webm', width: 2560, height: 1440 },
  standard: {
    kind: 'video',
    quality: 'standard',
    contentType: 'video/mp4',
    width: 1280,
    height: 720,
    durationSeconds: 61.5,
  },
  high: {
    kind: 'video',
    quality: 'high',
    contentType: 'video/mp4',
    width: 1920,
    height: 1080,
    durationSeconds: 61.5,
  },
  sound: { kind: 'audio', contentType: 'audio/mp4' },
  storyboard: { kind: 'storyboard', contentType: 'text/vtt; charset=utf-8' },
  sprite: { kind: 'sprite', contentType: 'image/webp' },
  waveform: { kind: 'waveform', contentType: 'application/json' },
} as const;

/** A session with these files, each named as here. */
async function addSession(
  names: readonly (keyof typeof files)[],
  overrides: Partial<typeof sessions.$inferInsert> = {},
): Promise<string> {
  const { id } = await makeSession(server.db, { ownerId: ana.id, ...overrides });
  for (const fileName of names)
    await insertMediaFile(server.db, { sessionId: id, fileName, sizeBytes: 10, ...files[fileName] });
  return id;
}
const get = async (id: string) =>
  Session.parse((await server.app.inject({ url: `/api/sessions/${id}`, headers: ana.headers })).json());

test('what there is to play comes with its size and length, the best for every device first', async () => {
  const id = await addSession(['sound', 'original', 'standard']);
  const { media } = await get(id);
  expect(media.renditions).toEqual([
    {
      path: `${id}/standard`,
      kind: 'video',
      quality: 'standard',
      contentType: 'video/mp4',
      width: 1280,
      height: 720,
      durationSeconds: 61.5,
      bytes: 10,
    },
    expect.objectContaining({ path: `${id}/original`, quality: 'original', contentType: 'video/webm' }),
    expect.objectContaining({
      path: `${id}/sound`,
      kind: 'audio',
      quality: null,
      width: null,
      durationSeconds: null,
    }),
  ]);
  expect(media).toMatchObject({ video: `${id}/standard`, audio: `${id}/sound` });
});

test.each([
  ['a light one', 60_000_000, ['high', 'standard']],
  ['not one that slow connections cannot take', 63_000_000, ['standard', 'high']],
])('a version that shows more comes before the small one: %s', async (_what, sizeBytes, names) => {
  const id = await addSession(['standard']);
  await insertMediaFile(server.db, { sessionId: id, fileName: 'high', sizeBytes, ...files.high });
  const { media } = await get(id);
  expect(media.renditions.map(({ quality }) => quality)).toEqual(names);
  expect(media.video).toBe(`${id}/${names[0]}`);
});

test('the original quality is played while there is no other', async () => {
  const id = await addSession(['original']);
  expect((await get(id)).media).toMatchObject({ video: `${id}/original`, audio: null });
});

test('a file that was replaced is named no more, and still served to who has its name', async () => {
  const id = await addSession(['waveform']);
  await forgetMediaFiles(server.db, id, ['waveform']);
  expect((await get(id)).media.waveform).toBeNull();
  const answer = await server.app.inject({
    method: 'HEAD',
    url: `/media/${id}/waveform`,
    headers: ana.headers,
  });
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/json']);
});

test('storyboard and waveform are named, the image of the storyboard by its own file alone', async () => {
  const id = await addSession(['storyboard', 'sprite', 'waveform']);
  const { media } = await get(id);
  expect(media).toMatchObject({ storyboard: `${id}/storyboard`, waveform: `${id}/waveform` });
  expect(JSON.stringify(media)).not.toContain('sprite');
});

test('what was made of the original is said in sentences, beside its upright size', async () => {
  const id = await addSession([], {
    probe: {
      container: 'mov',
      durationSeconds: 61.5,
      video: {
        index: 0,
        codec: 'hevc',
        codecTag: null,
        profile: null,
        level: null,
        pixelFormat: null,
        fieldOrder: null,
        width: 1920,
        height: 1080,
        rotation: 90,
        sampleAspectRatio: 1,
        startSeconds: 0,
        bitRate: null,
      },
      audio: null,
      audioTrackCount: 0,
      subtitles: [],
    },
    plan: {
      kind: 'play',
      first: { kind: 'audio', audio: 'copy' },
      later: null,
      reasons: ['HEVC video does not play in every browser: converted to H.264', 'There is no sound'],
    },
  });
  expect((await get(id)).original).toMatchObject({
    width: 1080,
    height: 1920,
    durationSeconds: 61.5,
    plan: ['HEVC video does not play in every browser: converted to H.264.', 'There is no sound.'],
  });
});
