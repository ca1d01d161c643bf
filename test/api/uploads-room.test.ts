import { type ClientRequest, request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { MediaStore } from '../../core/ports/media-store.ts';
import { form } from '../support/form.ts';
import type { TestPerson } from '../support/test-server.ts';
import { askTus, begin, offsetOf, sendPiece, type TusServer, tryToBegin } from '../support/tus.ts';
import { idOf, newRecording, openUploadServer, type UploadServer } from '../support/upload-server.ts';
import { waitUntil } from '../support/wait-until.ts';

const mebibyte = 2 ** 20;
const hourMs = 3_600_000;
/** What the store says that it has. */
let freeBytes: number;
let server: UploadServer;
let ana: TestPerson & { readonly tus: TusServer };
beforeAll(async () => {
  const plain = await openUploadServer();
  const store: MediaStore = { ...plain.store, freeBytes: async () => freeBytes };
  const small = await openUploadServer({ store, maxUploadBytes: 128 * mebibyte });
  server = {
    ...small,
    async close() {
      await small.close();
      await plain.close();
    },
  };
});
afterAll(() => server.close());
beforeEach(async () => {
  freeBytes = mebibyte;
  ana = await server.champion();
});

async function sendForm(sizeBytes: number): Promise<{ readonly status: number; readonly type: unknown }> {
  const { payload, headers } = await form([
    ['file', { name: 'a.mp4', bytes: Buffer.from(newRecording(sizeBytes)) }],
  ]);
  const url = '/api/sessions';
  const answer = await server.app.inject({
    ...{ method: 'POST', url, payload },
    headers: { ...headers, ...ana.headers },
  });
  return { status: answer.statusCode, type: answer.json().type };
}

/** The head of a form of so many bytes, which stays open; ends with the test. */
function beginForm(declaredBytes: number): ClientRequest {
  const sending = request(new URL('/api/sessions', ana.tus.url), {
    method: 'POST',
    agent: false,
    headers: {
      ...ana.headers,
      'content-type': 'multipart/form-data; boundary=part',
      'content-length': String(declaredBytes),
    },
  });
  sending.on('error', () => undefined);
  onTestFinished(() => void sending.destroy());
  sending.write('--part\r\n');
  return sending;
}

describe('where the store has 1 MiB left', () => {
  test('a larger form is refused before any of it is stored', async () => {
    const full = { status: 507, type: 'urn:brownbag:insufficient-storage' };
    expect(await sendForm(mebibyte + 1)).toEqual(full);
    expect((await sendForm(mebibyte / 2)).status).toBe(201);
    freeBytes = 0;
    expect(await sendForm(2_000)).toEqual(full);
  });

  test('an upload in pieces is refused as well, although its own disk has room', async () => {
    expect((await tryToBegin(ana.tus, mebibyte + 1)).status).toBe(507);
    freeBytes = 0;
    expect((await tryToBegin(ana.tus, null)).status).toBe(507);
  });

  test('a form leaves what an upload in pieces still has to receive', async () => {
    const path = await begin(ana.tus, 900_000);
    expect((await sendForm(400_000)).status).toBe(507);
    await sendPiece(ana.tus, path, 0, newRecording(600_000));
    expect((await sendForm(400_000)).status).toBe(201);
    await askTus(ana.tus, 'DELETE', path);
  });

  test('an upload in pieces leaves what a form still has to bring', async () => {
    const sending = beginForm(900_000);
    await waitUntil(() => server.uploads.forms.size === 1);
    expect((await tryToBegin(ana.tus, 400_000)).status).toBe(507);
    sending.destroy();
    await waitUntil(() => server.uploads.forms.size === 0);
    await askTus(ana.tus, 'DELETE', await begin(ana.tus, 400_000));
  });

  test('space is kept for an hour for who sends nothing, who then asks again', async () => {
    const idle = await begin(ana.tus, 900_000);
    expect((await tryToBegin(ana.tus, 900_000)).status).toBe(507);
    await server.age(idOf(idle), 2 * hourMs);
    const quick = await begin(ana.tus, 900_000);
    expect((await sendPiece(ana.tus, idle, 0, newRecording(900_000))).status).toBe(507);
    expect(await offsetOf(ana.tus, idle)).toBe(0);
    await askTus(ana.tus, 'DELETE', quick);
    expect((await sendPiece(ana.tus, idle, 0, newRecording(900_000))).status).toBe(204);
  });

  test('a recording without a length ends where the space does, and goes on when there is more', async () => {
    const bytes = newRecording(80 * mebibyte);
    const path = await begin(ana.tus, null);
    freeBytes = 0;
    expect((await sendPiece(ana.tus, path, 0, bytes)).status).toBe(507);
    const arrived = await offsetOf(ana.tus, path);
    expect([arrived >= 64 * mebibyte, arrived < bytes.length]).toEqual([true, true]);
    freeBytes = 100 * mebibyte;
    expect((await sendPiece(ana.tus, path, arrived, bytes.subarray(arrived))).status).toBe(204);
    await askTus(ana.tus, 'DELETE', path);
  });
});

test('who sends fifty forms at once is told to wait, and nobody else', async () => {
  freeBytes = 100 * mebibyte;
  const sending = Array.from({ length: 50 }, () => beginForm(10_000));
  await waitUntil(() => server.uploads.forms.size === sending.length);
  expect(await sendForm(2_000)).toEqual({ status: 429, type: 'urn:brownbag:too-many-requests' });
  ana = await server.champion();
  expect((await sendForm(2_000)).status).toBe(201);
});
