import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { ana, server, shareUploadServer } from '../support/shared-upload-server.ts';
import { askTus, begin, metadataHeader, offsetOf, sendByTus, sendPiece } from '../support/tus.ts';
import { idOf, newRecording, problemIn, sha256 } from '../support/upload-server.ts';

shareUploadServer();

const session = async (id: string) =>
  (await server.app.inject({ url: `/api/sessions/${id}`, headers: ana.headers })).json();
const stored = async (id: string) => new Uint8Array(await buffer(await server.store.open(`${id}/original`)));
const digest = (algorithm: string, bytes: Uint8Array) =>
  `${algorithm} ${createHash(algorithm).update(bytes).digest('base64')}`;

describe('an upload in pieces', () => {
  test('becomes a session with what was said of it', async () => {
    const bytes = newRecording(300_000);
    const sent = await sendByTus(ana.tus, Buffer.from(bytes), {
      chunkSize: 100_000,
      metadata: {
        filename: 'zoom_0.mp4',
        filetype: 'video/mp4',
        title: 'Zero-downtime Postgres — größer',
        description: 'How we did it',
        recordedAt: '2026-03-12T10:00:00Z',
        speakers: '["Ana Ruiz","  ","Ben Okafor"]',
        topics: 'Postgres',
        visibility: 'team',
        language: 'en',
      },
    });
    expect(sent.sessionId).toBe(sent.id);
    expect(await session(sent.id)).toMatchObject({
      title: 'Zero-downtime Postgres — größer',
      description: 'How we did it',
      recordedAt: '2026-03-12T10:00:00.000Z',
      speakers: ['Ana Ruiz', 'Ben Okafor'],
      topics: ['Postgres'],
      visibility: 'team',
      language: 'en',
      status: 'processing',
      original: { filename: 'zoom_0.mp4', bytes: 300_000, sha256: sha256(bytes) },
    });
    expect(sha256(await stored(sent.id))).toBe(sha256(bytes));
    expect(await server.staged()).not.toContain(sent.id);
  });

  test('may come with its creation, whole or in part', async () => {
    const bytes = newRecording(10_000);
    const whole = await askTus(
      ana.tus,
      'POST',
      '/api/uploads',
      { 'upload-length': '10000', 'upload-metadata': metadataHeader({ filename: 'whole.mp4' }) },
      bytes,
    );
    expect(whole.status).toBe(201);
    expect(whole.headers.get('upload-offset')).toBe('10000');
    expect(whole.headers.get('x-session-id')).toBe(idOf(whole.headers.get('location') ?? ''));

    const part = await askTus(
      ana.tus,
      'POST',
      '/api/uploads',
      { 'upload-length': '20000', 'upload-metadata': metadataHeader({ filename: 'part.mp4' }) },
      bytes,
    );
    expect(part.headers.get('upload-offset')).toBe('10000');
    expect(part.headers.get('x-session-id')).toBeNull();
  });

  test('goes on where it was when the connection broke', async () => {
    const bytes = newRecording(3_000_000);
    const { path, socket } = await server.beginInPart(ana.tus, bytes, 2_000_000);
    socket.destroy();
    const offset = await offsetOf(ana.tus, path);
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(2_000_000);
    const last = await sendPiece(ana.tus, path, offset, bytes.subarray(offset));
    expect(last.status).toBe(204);
    expect((await session(idOf(path))).original.sha256).toBe(sha256(bytes));
    expect(sha256(await stored(idOf(path)))).toBe(sha256(bytes));
  });

  test('goes on at once while the server still waits on the connection that is dead', async () => {
    const bytes = newRecording(2_000_000);
    const { path, socket: silent } = await server.beginInPart(ana.tus, bytes, 1_500_000);
    const offset = await offsetOf(ana.tus, path);
    const last = await sendPiece(ana.tus, path, offset, bytes.subarray(offset));
    expect(last.headers.get('x-session-id')).toBe(idOf(path));
    expect((await session(idOf(path))).original.sha256).toBe(sha256(bytes));
    silent.destroy();
  });

  test('refuses a piece that does not follow on what is there', async () => {
    const path = await begin(ana.tus, 9_000);
    const answer = await sendPiece(ana.tus, path, 5, newRecording(100));
    expect([answer.status, (await problemIn(answer))['type']]).toEqual([409, 'urn:brownbag:conflict']);
  });

  test('tells a client that missed the last answer which session it is', async () => {
    const bytes = newRecording(8_000);
    const path = await begin(ana.tus, bytes.length);
    await sendPiece(ana.tus, path, 0, bytes);
    const asked = await askTus(ana.tus, 'HEAD', path);
    expect(asked.status).toBe(200);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'upload-offset': '8000',
      'upload-length': '8000',
      'x-session-id': idOf(path),
      'cache-control': 'no-store',
      'upload-metadata': metadataHeader({ filename: 'talk.mp4' }),
    });
    const again = await sendPiece(ana.tus, path, 8_000, new Uint8Array());
    expect([again.status, again.headers.get('x-session-id')]).toEqual([204, idOf(path)]);
  });

  test('may say its length at its end', async () => {
    const bytes = newRecording(6_000);
    const path = await begin(ana.tus, null);
    await sendPiece(ana.tus, path, 0, bytes.subarray(0, 5_000));
    const asked = await askTus(ana.tus, 'HEAD', path);
    expect([asked.headers.get('upload-defer-length'), asked.headers.get('upload-length')]).toEqual([
      '1',
      null,
    ]);
    await sendPiece(ana.tus, path, 5_000, bytes.subarray(5_000));
    const last = await sendPiece(ana.tus, path, 6_000, new Uint8Array(), { 'upload-length': '6000' });
    expect(last.headers.get('x-session-id')).toBe(idOf(path));
    expect((await session(idOf(path))).original).toMatchObject({ bytes: 6_000, sha256: sha256(bytes) });
  });

  test('of a stream without a length is taken from its own client', async () => {
    const bytes = newRecording(100_000);
    const parts = [bytes.subarray(0, 40_000), bytes.subarray(40_000, 70_000), bytes.subarray(70_000)];
    const stream = Readable.from(parts, { objectMode: false });
    const sent = await sendByTus(ana.tus, stream, { uploadLengthDeferred: true, chunkSize: 32_768 });
    expect((await session(sent.id)).original).toMatchObject({ bytes: 100_000, sha256: sha256(bytes) });
  });

  test('says when it expires, until it is a session', async () => {
    const bytes = newRecording(9_000);
    const path = await begin(ana.tus, bytes.length);
    const first = await sendPiece(ana.tus, path, 0, bytes.subarray(0, 4_500));
    const hours = (new Date(first.headers.get('upload-expires') ?? '').getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThan(24.1);
    const last = await sendPiece(ana.tus, path, 4_500, bytes.subarray(4_500));
    expect(last.headers.get('upload-expires')).toBeNull();
  });

  test('may be given up, and is gone then', async () => {
    const path = await begin(ana.tus, 9_000);
    await sendPiece(ana.tus, path, 0, newRecording(5_000));
    expect((await askTus(ana.tus, 'DELETE', path)).status).toBe(204);
    expect((await askTus(ana.tus, 'HEAD', path)).status).toBe(404);
    expect(await server.staged()).not.toContain(idOf(path));
  });

  test('cannot be given up any more when it is a session', async () => {
    const bytes = newRecording(5_000);
    const path = await begin(ana.tus, bytes.length);
    await sendPiece(ana.tus, path, 0, bytes);
    const answer = await askTus(ana.tus, 'DELETE', path);
    expect(answer.status).toBe(409);
    expect((await problemIn(answer))['detail']).toContain('session');
  });
});

describe('a piece with a checksum', () => {
  test.each(['sha1', 'sha256'])('is taken when it is what was sent (%s)', async (algorithm) => {
    const bytes = newRecording(9_000);
    const path = await begin(ana.tus, bytes.length);
    const answer = await sendPiece(ana.tus, path, 0, bytes, { 'upload-checksum': digest(algorithm, bytes) });
    expect(answer.headers.get('x-session-id')).toBe(idOf(path));
  });

  test('is discarded when it is not, and can be sent again', async () => {
    const bytes = newRecording(2_000_000);
    const path = await begin(ana.tus, bytes.length);
    await sendPiece(ana.tus, path, 0, bytes.subarray(0, 5_000));
    const rest = bytes.subarray(5_000);
    const checksum = { 'upload-checksum': digest('sha1', rest) };
    const broken = new Uint8Array(rest);
    broken[700_000] = 1;
    const answer = await sendPiece(ana.tus, path, 5_000, broken, checksum);
    expect([answer.status, (await problemIn(answer))['title']]).toEqual([460, 'Checksum Mismatch']);
    expect(await offsetOf(ana.tus, path)).toBe(5_000);
    const again = await sendPiece(ana.tus, path, 5_000, rest, checksum);
    expect(again.headers.get('x-session-id')).toBe(idOf(path));
    expect((await session(idOf(path))).original.sha256).toBe(sha256(bytes));
  });

  test('is discarded when the connection breaks before it is whole', async () => {
    const bytes = newRecording(2_000_000);
    const checksum = { 'upload-checksum': digest('sha1', bytes) };
    const { path, socket } = await server.beginInPart(ana.tus, bytes, 1_500_000, checksum);
    socket.destroy();
    expect(await offsetOf(ana.tus, path)).toBe(0);
  });

  test.each(['md4 aGVsbG8=', 'sha1', 'sha1 a b'])('is refused when it reads “%s”', async (checksum) => {
    const path = await begin(ana.tus, 9_000);
    const answer = await sendPiece(ana.tus, path, 0, newRecording(9_000), { 'upload-checksum': checksum });
    expect([answer.status, (await problemIn(answer))['detail']]).toEqual([
      400,
      expect.stringContaining('sha256'),
    ]);
    expect(await offsetOf(ana.tus, path)).toBe(0);
  });
});

test('OPTIONS says what is spoken here', async () => {
  const answer = await askTus(ana.tus, 'OPTIONS', '/api/uploads');
  expect(answer.status).toBe(204);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'tus-version': '1.0.0',
    'tus-extension': 'creation,creation-with-upload,creation-defer-length,termination,checksum,expiration',
    'tus-max-size': String(64 * 2 ** 20),
    'tus-checksum-algorithm': 'sha1,sha256',
  });
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

test('a person sees their unfinished uploads, and only theirs', async () => {
  const ben = await server.champion();
  const first = await begin(ben.tus, 9_000, { title: 'First', filename: 'first.mp4' });
  const live = await begin(ben.tus, null, { live: '1' });
  await sendPiece(ben.tus, first, 0, newRecording(5_000));
  await begin(ana.tus, 9_000);
  const answer = await server.app.inject({ url: '/api/uploads', headers: ben.headers });
  expect(answer.json()).toEqual({
    nextCursor: null,
    items: [
      {
        id: idOf(first),
        filename: 'first.mp4',
        title: 'First',
        receivedBytes: 5_000,
        totalBytes: 9_000,
        isLive: false,
        createdAt: expect.any(String),
        expiresAt: expect.any(String),
      },
      expect.objectContaining({
        id: idOf(live),
        title: null,
        receivedBytes: 0,
        totalBytes: null,
        isLive: true,
      }),
    ],
  });
});
