import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TransientError } from '../../core/model/errors.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import { newId } from '../../drizzle/ids.ts';
import { findUpload, updateUpload } from '../../drizzle/queries/uploads.ts';
import { updateUser } from '../../drizzle/queries/users.ts';
import { uploads as uploadsTable } from '../../drizzle/schema/uploads.ts';
import { finishHeld } from '../../server/uploads/tus/finish.ts';
import { sweepUploads } from '../../server/uploads/tus/sweep.ts';
import { ana, server, shareUploadServer } from '../support/shared-upload-server.ts';
import { askTus, begin, beginPiece, offsetOf, sendByTus, sendPiece } from '../support/tus.ts';
import { idOf, newRecording, openUploadServer, problemIn, sha256 } from '../support/upload-server.ts';
import { waitUntil } from '../support/wait-until.ts';

shareUploadServer();

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const sweep = () => sweepUploads(server.uploads, new AbortController().signal);
const session = async (id: string) =>
  (await server.app.inject({ url: `/api/sessions/${id}`, headers: ana.headers })).json();
const sessionsOf = async () =>
  (await server.app.inject({ url: '/api/sessions?limit=100', headers: ana.headers })).json().items;

/** Sends a part, as if the rest never came. */
async function abandon(
  bytes: Uint8Array<ArrayBuffer>,
  totalBytes: number | null,
  metadata = {},
): Promise<string> {
  const path = await begin(ana.tus, totalBytes, metadata);
  if (bytes.length > 0) await sendPiece(ana.tus, path, 0, bytes);
  return path;
}

describe('an upload whose rest never comes', () => {
  test('is kept for a day after its last byte, and then removed', async () => {
    const path = await abandon(newRecording(5_000), 9_000);
    await server.age(idOf(path), dayMs - minuteMs);
    await sweep();
    expect(await offsetOf(ana.tus, path)).toBe(5_000);
    await server.age(idOf(path), dayMs + minuteMs);
    await sweep();
    expect((await askTus(ana.tus, 'HEAD', path)).status).toBe(404);
    expect(await server.staged()).not.toContain(idOf(path));
  });

  test('is not removed while a piece of it is being sent', async () => {
    const bytes = newRecording(2_000_000);
    const { path, socket } = await server.beginInPart(ana.tus, bytes, 1_000_000);
    await server.age(idOf(path), 2 * dayMs);
    await sweep();
    socket.write(bytes.subarray(1_000_000));
    await waitUntil(async () => (await findUpload(server.db, idOf(path)))?.sessionId === idOf(path));
    socket.destroy();
  });
});

describe('a live recording that breaks off', () => {
  test('becomes a session of what has arrived, after a quarter of an hour', async () => {
    const bytes = newRecording(7_000);
    const path = await abandon(bytes, null, { live: '1', title: 'Demo day' });
    await server.age(idOf(path), 14 * minuteMs);
    await sweep();
    expect((await findUpload(server.db, idOf(path)))?.sessionId).toBeNull();
    await server.age(idOf(path), 16 * minuteMs);
    await sweep();
    expect(await session(idOf(path))).toMatchObject({
      title: 'Demo day',
      original: { bytes: 7_000, sha256: sha256(bytes) },
    });
    const asked = await askTus(ana.tus, 'HEAD', path);
    expect([asked.headers.get('upload-length'), asked.headers.get('x-session-id')]).toEqual([
      '7000',
      idOf(path),
    ]);
    const later = await sendPiece(ana.tus, path, 7_000, newRecording(5_000));
    expect([later.status, later.headers.get('x-session-id')]).toEqual([409, idOf(path)]);
    expect((await problemIn(later))['detail']).toContain('broken off');
  });

  test('says so in its expiry', async () => {
    const path = await begin(ana.tus, null, { live: '1' });
    const piece = await sendPiece(ana.tus, path, 0, newRecording(5_000));
    const minutes = (new Date(piece.headers.get('upload-expires') ?? '').getTime() - Date.now()) / minuteMs;
    expect(Math.round(minutes)).toBe(15);
  });

  test('is removed when nothing has arrived', async () => {
    const path = await abandon(newRecording(0), null, { live: '1' });
    await server.age(idOf(path), 16 * minuteMs);
    await sweep();
    expect((await askTus(ana.tus, 'HEAD', path)).status).toBe(404);
  });
});

describe('when the server was killed', () => {
  test('in a piece with a checksum, that piece is sent again', async () => {
    const bytes = newRecording(9_000);
    const path = await abandon(bytes, 20_000);
    await updateUpload(server.db, idOf(path), { uncheckedFrom: 6_000 });
    expect(await offsetOf(ana.tus, path)).toBe(6_000);
    expect((await server.uploads.staging.stat(idOf(path)))?.sizeBytes).toBe(6_000);
  });

  test('after the last byte, the sweep makes the session', async () => {
    const bytes = newRecording(9_000);
    const path = await begin(ana.tus, bytes.length);
    await writeFile(server.uploads.staging.pathOf(idOf(path)), bytes);
    await sweep();
    expect((await session(idOf(path))).original.sha256).toBe(sha256(bytes));
  });

  test('after the recording was moved to the store, the sweep makes the session', async () => {
    const bytes = newRecording(9_000);
    const path = await begin(ana.tus, bytes.length);
    const source = join(server.dataDir, 'moved');
    await writeFile(source, bytes);
    await server.store.putFile(`${idOf(path)}/original`, source);
    await server.uploads.staging.remove(idOf(path));
    await updateUpload(server.db, idOf(path), { sha256: sha256(bytes) });
    expect(await offsetOf(ana.tus, path)).toBe(9_000);
    expect((await session(idOf(path))).original).toMatchObject({ bytes: 9_000, sha256: sha256(bytes) });
  });

  test('after the session was made, it stays the only one', async () => {
    const { id, url } = await sendByTus(ana.tus, Buffer.from(newRecording(9_000)));
    const before = await sessionsOf();
    await server.db
      .update(uploadsTable)
      .set({ sessionId: null, finishedAt: null })
      .where(eq(uploadsTable.id, id));
    await sweep();
    expect((await askTus(ana.tus, 'HEAD', new URL(url).pathname)).headers.get('x-session-id')).toBe(id);
    expect(await sessionsOf()).toEqual(before);
  });
});

test('what cannot be put into the store now is kept, and put there as soon as that works', async () => {
  let isBroken = true;
  const store: MediaStore = {
    ...server.store,
    putFile: (key, path, signal) =>
      isBroken
        ? Promise.reject(new TransientError('the store is away'))
        : server.store.putFile(key, path, signal),
  };
  const other = await openUploadServer({ store });
  onTestFinished(() => other.close());
  const { tus, headers } = await other.champion();
  const bytes = newRecording(9_000);
  const path = await begin(tus, bytes.length);
  expect((await sendPiece(tus, path, 0, bytes)).status).toBe(503);
  isBroken = false;
  const asked = await askTus(tus, 'HEAD', path);
  expect([asked.headers.get('upload-offset'), asked.headers.get('x-session-id')]).toEqual([
    '9000',
    idOf(path),
  ]);
  const answer = await other.app.inject({ url: `/api/sessions/${idOf(path)}`, headers });
  expect(answer.json().original.sha256).toBe(sha256(bytes));
});

test('what can never be put into the store is tried ever more seldom, and given up after a week', async () => {
  let tries = 0;
  const store: MediaStore = {
    ...server.store,
    async putFile() {
      tries += 1;
      throw new TransientError('the store is full');
    },
  };
  const other = await openUploadServer({ store });
  onTestFinished(() => other.close());
  const { tus } = await other.champion();
  const path = await begin(tus, 9_000);
  await writeFile(other.uploads.staging.pathOf(idOf(path)), newRecording(9_000));
  const begun = Date.now();
  const sweepAfter = async (ms: number) => {
    await sweepUploads(other.uploads, new AbortController().signal, begun + ms);
    return tries;
  };
  expect(await sweepAfter(0)).toBe(1);
  expect(await sweepAfter(minuteMs)).toBe(1);
  expect(await sweepAfter(2 * minuteMs)).toBe(2);
  expect(await sweepAfter(5 * minuteMs)).toBe(2);
  for (const days of [1, 2, 3]) await sweepAfter(days * dayMs);
  expect(await findUpload(other.db, idOf(path))).toBeDefined();
  await sweepAfter(8 * dayMs);
  expect(await findUpload(other.db, idOf(path))).toBeUndefined();
  expect(await other.staged()).toEqual([]);
});

test('several who ask at once for the end of an upload get one session', async () => {
  const bytes = newRecording(9_000);
  const path = await begin(ana.tus, bytes.length);
  await writeFile(server.uploads.staging.pathOf(idOf(path)), bytes);
  const answers = await Promise.all([
    sweep(),
    ...Array.from({ length: 5 }, () => askTus(ana.tus, 'HEAD', path)),
    ...Array.from({ length: 5 }, () => sendPiece(ana.tus, path, 9_000, new Uint8Array())),
  ]);
  const ids = answers.map((answer) => answer?.headers.get('x-session-id'));
  expect(new Set(ids.slice(1))).toEqual(new Set([idOf(path)]));
});

describe('an upload that another server is receiving, whose folder is not shared', () => {
  const beginElsewhere = async (metadata: Readonly<Record<string, string>>, ageMs: number) => {
    const path = await begin(ana.tus, null, metadata);
    await server.uploads.staging.remove(idOf(path));
    const createdAt = new Date(Date.now() - ageMs);
    await server.db
      .update(uploadsTable)
      .set({ createdAt })
      .where(eq(uploadsTable.id, idOf(path)));
    return path;
  };

  test.each([{}, { live: '1' }])('is left alone for a week: %o', async (metadata) => {
    const path = await beginElsewhere(metadata, 6 * dayMs);
    await sweep();
    expect(await findUpload(server.db, idOf(path))).toBeDefined();
    const old = await beginElsewhere(metadata, 8 * dayMs);
    await sweep();
    expect(await findUpload(server.db, idOf(old))).toBeUndefined();
  });

  test('is not taken for one of which nothing has arrived', async () => {
    const path = await beginElsewhere({}, 0);
    expect((await askTus(ana.tus, 'HEAD', path)).status).toBe(404);
    expect((await sendPiece(ana.tus, path, 0, newRecording(5_000))).status).toBe(404);
  });
});

describe('an upload that is given up while it is finished', () => {
  test('is kept when its session was made', async () => {
    const { id, url } = await sendByTus(ana.tus, Buffer.from(newRecording(9_000)));
    await server.db
      .update(uploadsTable)
      .set({ sessionId: null, finishedAt: null })
      .where(eq(uploadsTable.id, id));
    expect((await askTus(ana.tus, 'DELETE', url)).status).toBe(409);
    expect(await findUpload(server.db, id)).toBeDefined();
    expect((await server.store.stat(`${id}/original`)).sizeBytes).toBe(9_000);
  });

  test('leaves nothing in the store when it was moved there before', async () => {
    const path = await begin(ana.tus, 9_000);
    const staged = server.uploads.staging.pathOf(idOf(path));
    await writeFile(staged, newRecording(9_000));
    await server.store.putFile(`${idOf(path)}/original`, staged);
    await updateUpload(server.db, idOf(path), { sha256: sha256(newRecording(9_000)) });
    expect((await askTus(ana.tus, 'DELETE', path)).status).toBe(204);
    expect(await findUpload(server.db, idOf(path))).toBeUndefined();
    expect(await server.store.list(idOf(path))).toEqual([]);
  });
});

test('two who finish an upload at once, a lock having been lost, leave its recording where it is', async () => {
  const bytes = newRecording(9_000);
  const path = await begin(ana.tus, bytes.length);
  await writeFile(server.uploads.staging.pathOf(idOf(path)), bytes);
  const row = await findUpload(server.db, idOf(path));
  if (!row) throw new Error('the upload is gone');
  const { hashes } = server.uploads;
  const slower: typeof server.uploads = {
    ...server.uploads,
    hashes: {
      ...hashes,
      async digest(...asked) {
        const digest = await hashes.digest(...asked);
        await finishHeld(server.uploads, row);
        return digest;
      },
    },
  };
  expect(await finishHeld(slower, row)).toBe(idOf(path));
  expect((await server.store.stat(`${idOf(path)}/original`)).sizeBytes).toBe(9_000);
  expect((await findUpload(server.db, idOf(path)))?.sessionId).toBe(idOf(path));
});

test('an upload of one who is no champion any more is not made a session', async () => {
  const ben = await server.champion();
  const bytes = newRecording(9_000);
  const path = await begin(ben.tus, bytes.length);
  await writeFile(server.uploads.staging.pathOf(idOf(path)), bytes);
  await updateUser(server.db, ben.id, { role: 'member' });
  await sweep();
  expect(await findUpload(server.db, idOf(path))).toBeUndefined();
  expect(await server.staged()).not.toContain(idOf(path));
  expect(await server.store.list(idOf(path))).toEqual([]);
});

test('a staged file without a row is removed when it is old, and only then', async () => {
  const [old, young] = [newId(), newId()];
  await writeFile(server.uploads.staging.pathOf(old), 'left');
  await writeFile(server.uploads.staging.pathOf(young), 'left');
  await server.age(old, dayMs + minuteMs);
  await sweep();
  const staged = await server.staged();
  expect([staged.includes(old), staged.includes(young)]).toEqual([false, true]);
});

test('a server that stops does not wait for a piece that is being sent, and keeps what has arrived of it', async () => {
  const other = await openUploadServer();
  const { tus } = await other.champion();
  const path = await begin(tus, 3_000_000);
  const bytes = newRecording(3_000_000).subarray(0, 1_700_000);
  const socket = await beginPiece(tus, path, 0, { pieceBytes: 3_000_000, bytes });
  const arrived = async () => (await other.uploads.staging.stat(idOf(path)))?.sizeBytes ?? 0;
  await waitUntil(async () => (await arrived()) > 500_000);
  const closed = new Promise((resolve) => socket.once('close', resolve).resume());
  await other.app.close();
  await closed;
  expect(await arrived()).toBeGreaterThan(500_000);
  await other.close();
});
