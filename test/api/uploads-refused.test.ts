import { describe, expect, onTestFinished, test } from 'vitest';
import { hashPassword } from '../../server/auth/passwords.ts';
import { makeUser } from '../factories.ts';
import { ana, server, shareUploadServer } from '../support/shared-upload-server.ts';
import {
  askTus,
  begin,
  beginPiece,
  offsetOf,
  refusalOf,
  sendByTus,
  sendPiece,
  type TusServer,
  tryToBegin,
} from '../support/tus.ts';
import { idOf, newRecording, openUploadServer, problemIn, sha256 } from '../support/upload-server.ts';
import { waitUntil } from '../support/wait-until.ts';

shareUploadServer();

const openServer = async (overrides: Parameters<typeof openUploadServer>[0]) => {
  const opened = await openUploadServer(overrides);
  onTestFinished(() => opened.close());
  return opened;
};
/** Status and type. */
const refusal = async (answer: Response) => [answer.status, (await problemIn(answer))['type']];
const notes = new TextEncoder().encode('These are the minutes of our meeting.\n'.repeat(1_000));
const mebibyte = 2 ** 20;

describe('before anything of it is sent, an upload is refused', () => {
  test('of one who is no champion', async () => {
    const member = await server.person('member');
    expect(await refusal(await tryToBegin(server.as(member), 9_000))).toEqual([
      403,
      'urn:brownbag:not-allowed',
    ]);
    const stranger = { url: ana.tus.url, headers: {} };
    expect((await tryToBegin(stranger, 9_000)).status).toBe(401);
  });

  test('that is too large, also for its own client', async () => {
    const answer = await tryToBegin(ana.tus, 64 * mebibyte + 1);
    expect(answer.status).toBe(413);
    expect((await problemIn(answer))['detail']).toContain('at most 64.0 MiB');
    const sending = sendByTus(ana.tus, Buffer.from(newRecording(10)), { uploadSize: 65 * mebibyte });
    expect(await refusalOf(sending)).toMatchObject({
      status: 413,
      problem: { type: 'urn:brownbag:too-large' },
    });
  });

  test('that the disk cannot hold, what others still have to receive counted', async () => {
    const small = await openServer({ maxUploadBytes: Number.MAX_SAFE_INTEGER });
    const { tus } = await small.champion();
    const mostOfIt = Math.floor((await small.uploads.staging.freeBytes()) * 0.6);
    expect(await refusal(await tryToBegin(tus, 2 * mostOfIt))).toEqual([
      507,
      'urn:brownbag:insufficient-storage',
    ]);
    const first = await begin(tus, mostOfIt);
    expect((await tryToBegin(tus, mostOfIt)).status).toBe(507);
    const deferred = await begin(tus, null);
    const declared = await sendPiece(tus, deferred, 0, newRecording(5_000), {
      'upload-length': String(mostOfIt),
    });
    expect(declared.status).toBe(507);
    await askTus(tus, 'DELETE', first);
    await begin(tus, mostOfIt);
  });

  test('of one who has fifty that are unfinished', async () => {
    const ben = await server.champion();
    await Promise.all(Array.from({ length: 50 }, () => begin(ben.tus, 9_000)));
    expect(await refusal(await tryToBegin(ben.tus, 9_000))).toEqual([429, 'urn:brownbag:too-many-requests']);
    expect((await tryToBegin(ana.tus, 9_000)).status).toBe(201);
  });

  test('of a recording that is here, when its hash is sent', async () => {
    const bytes = newRecording(5_000);
    const { id } = await sendByTus(ana.tus, Buffer.from(bytes));
    const answer = await tryToBegin(ana.tus, bytes.length, { sha256: sha256(bytes).toUpperCase() });
    expect(answer.status).toBe(409);
    expect(await problemIn(answer)).toMatchObject({
      type: 'urn:brownbag:duplicate-recording',
      id,
      url: expect.stringMatching(/^\/sessions\//),
    });
  });

  test.each([
    [{ visibility: 'world' }, 'visibility'],
    [{ recordedAt: 'yesterday' }, 'recordedAt'],
    [{ speakers: '[1, 2]' }, 'speakers'],
    [{ sha256: 'abc' }, 'sha256'],
    [{ live: 'yes' }, 'live'],
  ])('that says %o of itself', async (metadata, field) => {
    const before = await server.staged();
    const answer = await tryToBegin(ana.tus, 9_000, metadata);
    expect(answer.status).toBe(400);
    expect(await problemIn(answer)).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ path: expect.stringContaining(field) })]),
    });
    expect(await server.staged()).toEqual(before);
  });

  test('that brings captions, and told where they go', async () => {
    const answer = await tryToBegin(ana.tus, 9_000, { captions: 'talk.vtt' });
    expect(answer.status).toBe(400);
    expect((await problemIn(answer))['detail']).toContain('PUT /api/sessions/:id/captions');
  });

  test('that is empty, has no length, or does not speak tus', async () => {
    expect(await refusal(await tryToBegin(ana.tus, 0))).toEqual([400, 'urn:brownbag:invalid']);
    expect((await askTus(ana.tus, 'POST', '/api/uploads')).status).toBe(400);
    const old = await askTus(ana.tus, 'POST', '/api/uploads', {
      'tus-resumable': '0.2.0',
      'upload-length': '9',
    });
    expect([old.status, old.headers.get('tus-version')]).toEqual([412, '1.0.0']);
    expect((await problemIn(old))['title']).toBe('Precondition Failed');
  });
});

describe('while it is sent, an upload is refused', () => {
  test('as soon as its head shows that it is no recording, and nothing of it is kept', async () => {
    const path = await begin(ana.tus, 50 * mebibyte);
    const socket = await beginPiece(ana.tus, path, 0, {
      pieceBytes: 50 * mebibyte,
      bytes: notes.subarray(0, 5_000),
    });
    let answer = '';
    socket.on('data', (bytes: Buffer) => {
      answer += bytes.toString('latin1');
    });
    await waitUntil(() => answer.includes('not a recording'));
    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
    socket.destroy();
    expect((await askTus(ana.tus, 'HEAD', path)).status).toBe(404);
    expect(await server.staged()).not.toContain(idOf(path));
  });

  test('to the face of a client that is still sending', async () => {
    const text = Buffer.alloc(30 * mebibyte, 'All work and no play makes Jack a dull boy. ');
    expect(await refusalOf(sendByTus(ana.tus, text))).toMatchObject({
      status: 415,
      problem: { type: 'urn:brownbag:unsupported-media' },
    });
  });

  test('also when all of it is shorter than a head', async () => {
    const path = await begin(ana.tus, 20);
    const answer = await sendPiece(ana.tus, path, 0, notes.slice(0, 20));
    expect(await refusal(answer)).toEqual([415, 'urn:brownbag:unsupported-media']);
    expect(await server.staged()).not.toContain(idOf(path));
  });

  test('when it is longer than it said, or than one without a length may be', async () => {
    const path = await begin(ana.tus, 9_000);
    expect((await sendPiece(ana.tus, path, 0, newRecording(9_001))).status).toBe(413);
    expect(await offsetOf(ana.tus, path)).toBe(0);
    const small = await openServer({ maxUploadBytes: 10_000 });
    const { tus } = await small.champion();
    const deferred = await begin(tus, null);
    expect(await refusal(await sendPiece(tus, deferred, 0, newRecording(10_001)))).toEqual([
      413,
      'urn:brownbag:too-large',
    ]);
    // Another one: of the first, what came before the limit may have been kept.
    const fitting = await begin(tus, null);
    await sendPiece(tus, fitting, 0, newRecording(6_000));
    const declared = await sendPiece(tus, fitting, 6_000, new Uint8Array(), { 'upload-length': '10001' });
    expect(declared.status).toBe(413);
  });

  test('after its last byte when it is here already; asked again it tells where', async () => {
    const bytes = newRecording(8_000);
    const known = await sendByTus(ana.tus, Buffer.from(bytes));
    const path = await begin(ana.tus, bytes.length);
    const answer = await sendPiece(ana.tus, path, 0, bytes);
    expect(answer.status).toBe(409);
    expect(await problemIn(answer)).toMatchObject({ type: 'urn:brownbag:duplicate-recording', id: known.id });
    expect(await server.staged()).not.toContain(idOf(path));
    expect((await askTus(ana.tus, 'HEAD', path)).headers.get('x-session-id')).toBe(known.id);
    const list = await server.app.inject({ url: '/api/uploads', headers: ana.headers });
    expect(list.json().items).not.toContainEqual(expect.objectContaining({ id: idOf(path) }));
  });

  test('of a private recording of somebody else nothing is told', async () => {
    const bytes = newRecording(8_000);
    const ben = await server.champion();
    await sendByTus(ben.tus, Buffer.from(bytes), { metadata: { visibility: 'private' } });
    const path = await begin(ana.tus, bytes.length, { sha256: sha256(bytes) });
    expect((await sendPiece(ana.tus, path, 0, bytes)).headers.get('x-session-id')).toBe(idOf(path));
  });
});

describe("somebody else's upload", () => {
  test('does not exist, whoever asks and however the address is written', async () => {
    const bytes = newRecording(9_000);
    const path = await begin(ana.tus, bytes.length);
    await sendPiece(ana.tus, path, 0, bytes.subarray(0, 5_000));
    const admin = server.as(await server.person('admin'));
    const own = await begin(admin, 9_000);
    for (const url of [path, `/api/uploads/${idOf(path).toUpperCase()}`, '/api/uploads/nonsense']) {
      expect((await askTus(admin, 'HEAD', url)).status).toBe(404);
      expect((await sendPiece(admin, url, 5_000, bytes.subarray(5_000))).status).toBe(404);
      expect(await refusal(await askTus(admin, 'DELETE', url))).toEqual([404, 'urn:brownbag:not-found']);
    }
    await askTus(admin, 'DELETE', `${own}?then=/${idOf(path)}`);
    expect(await offsetOf(ana.tus, path)).toBe(5_000);
  });

  test('may not be touched from another site with the cookie of its owner', async () => {
    const password = 'correct horse battery';
    await makeUser(server.db, {
      email: 'ada@example.org',
      role: 'champion',
      passwordHash: await hashPassword(password),
    });
    const signedIn = await server.app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      payload: { email: 'ada@example.org', password },
    });
    const cookie = signedIn.cookies
      .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
      .join('; ');
    const as = (site: string): TusServer => ({
      url: ana.tus.url,
      headers: { cookie, 'sec-fetch-site': site },
    });
    const path = await begin(as('same-origin'), 9_000);
    expect((await tryToBegin(as('cross-site'), 9_000)).status).toBe(403);
    expect((await sendPiece(as('cross-site'), path, 0, newRecording(5_000))).status).toBe(403);
    expect((await askTus(as('cross-site'), 'DELETE', path)).status).toBe(403);
    expect(await offsetOf(as('same-origin'), path)).toBe(0);
  });
});
