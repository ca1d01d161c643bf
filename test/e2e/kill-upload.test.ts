import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, signIn } from '../support/client.ts';
import { mediaFixture } from '../support/fixtures.ts';
import { largeRecording } from '../support/large-recording.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';
import { everyRow } from '../support/rows.ts';
import { askTus, begin, beginPiece, offsetOf, sendPiece, type TusServer } from '../support/tus.ts';
import { unfinishedFiles } from '../support/unfinished-files.ts';
import { waitUntil } from '../support/wait-until.ts';

const mebibyte = 1024 ** 2;
const pieceBytes = 16 * mebibyte;
let product: Product;
let client: Client;
beforeAll(async () => {
  product = await makeProduct({ ...withAdmin, TRANSCRIBER: 'none' });
  await product.start();
  client = await signIn(product);
});
afterAll(() => product.remove());

const sender = (): TusServer => ({ url: product.url, headers: { cookie: client.cookie } });
const stagedBytes = (path: string) =>
  stat(join(product.dataDir, 'uploads', path.split('/').at(-1) ?? '')).then(
    ({ size }) => size,
    () => null,
  );
const stagedPast = (path: string, offset: number) =>
  waitUntil(async () => ((await stagedBytes(path)) ?? 0) > offset);
/** Rejects with what is answered to a piece before its end. */
const refusalOn = async (socket: Socket): Promise<never> => {
  const [answer] = await once(socket, 'data');
  throw new Error(`The piece was refused: ${answer}`);
};
const restart = async () => {
  await product.kill();
  await waitUntil(() => product.processes().length === 0);
  await product.start();
};
const recording = async (sizeBytes: number) =>
  new Uint8Array(await buffer(largeRecording(await readFile(mediaFixture('zoom-like.mp4')), sizeBytes)));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pieceAt = (bytes: Uint8Array<ArrayBuffer>, offset: number) =>
  bytes.subarray(offset, offset + pieceBytes);

/** Sends the piece at `offset` and gives the offset after it; rejects with the problem that it was refused with. */
async function sendNext(path: string, bytes: Uint8Array<ArrayBuffer>, offset: number): Promise<number> {
  const answer = await sendPiece(sender(), path, offset, pieceAt(bytes, offset));
  if (answer.status !== 204) throw new Error(`${answer.status} at ${offset}: ${await answer.text()}`);
  return Number(answer.headers.get('upload-offset'));
}

/** The session that the upload has become. */
const sessionOf = async (path: string) =>
  (await askTus(sender(), 'HEAD', path)).headers.get('x-session-id') ?? '';

/** The original as it is in the store. */
async function original(id: string): Promise<Uint8Array> {
  return await readFile(join(product.dataDir, 'media', id, 'original'));
}

/** How much of the upload is there at each kill. */
const shares = everyRow([0.1, 0.3, 0.5, 0.7, 0.9], (share) =>
  share < 0.2 ? 'at the beginning' : share > 0.8 ? 'at the end' : 'in the middle',
);

test('an upload survives kills of the server: no byte is lost, and no more than a piece is sent again', async () => {
  const bytes = await recording(128 * mebibyte);
  const path = await begin(sender(), bytes.length, { filename: 'all-hands.mp4' });
  let offset = 0;
  for (const share of shares) {
    while (offset < share * bytes.length) offset = await sendNext(path, bytes, offset);
    // The beginning of the next piece arrives, and no more. How much a kill leaves of it differs, so that the
    // last piece may be a short one.
    const piece = pieceAt(bytes, offset);
    const beginning = piece.subarray(0, piece.length / 2);
    const socket = await beginPiece(sender(), path, offset, { pieceBytes: piece.length, bytes: beginning });
    await Promise.race([stagedPast(path, offset + beginning.length / 2), refusalOn(socket)]);
    await restart();
    socket.destroy();
    const kept = await offsetOf(sender(), path);
    expect(kept).toBeGreaterThan(offset + beginning.length / 2);
    expect(kept).toBeLessThanOrEqual(offset + beginning.length);
    offset = kept;
  }
  while (offset < bytes.length) offset = await sendNext(path, bytes, offset);
  const id = await sessionOf(path);
  expect((await client.session(id)).original).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes) });
  expect(sha256(await original(id))).toBe(sha256(bytes));
});

test.each([
  ['all bytes have arrived', (staged: number | null, size: number) => staged === size],
  ['the recording is no longer where it arrived', (staged: number | null) => staged === null],
])('a kill as soon as %s ends in exactly one session', async (_when, isDue) => {
  const bytes = await recording(24 * mebibyte);
  const path = await begin(sender(), bytes.length, { filename: 'end.mp4' });
  const before = (await client.sessions()).length;
  let answer: Response | undefined;
  const sending = sendPiece(sender(), path, 0, bytes).then(
    (answered) => (answer = answered),
    () => undefined,
  );
  // The kill may come after the answer as well, but not after a refusal.
  await waitUntil(async () => answer !== undefined || isDue(await stagedBytes(path), bytes.length), 1);
  if (answer?.ok === false) throw new Error(`${answer.status}: ${await answer.text()}`);
  await restart();
  await sending;
  const asked = await askTus(sender(), 'HEAD', path);
  expect(asked.status).toBe(200);
  let offset = Number(asked.headers.get('upload-offset'));
  while (offset < bytes.length) offset = await sendNext(path, bytes, offset);
  const id = await sessionOf(path);
  expect(path).toContain(id);
  expect((await client.session(id)).original).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes) });
  expect(sha256(await original(id))).toBe(sha256(bytes));
  expect(await client.sessions()).toHaveLength(before + 1);
  await client.processed(id);
  expect(unfinishedFiles(product)).toEqual([]);
});
