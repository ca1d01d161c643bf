import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localStore } from '../../core/engines/store/local.ts';
import { s3Store } from '../../core/engines/store/s3.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { addTranscript, removeMachineTranscript } from '../../drizzle/queries/transcripts.ts';
import { makeSession } from '../factories.ts';
import { readByteRanges } from '../support/byte-ranges.ts';
import { silentLog } from '../support/log.ts';
import { startS3 } from '../support/s3.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

const bytes = Buffer.from(Array.from({ length: 1000 }, (_, position) => position % 251));
const files = [
  ['video-1a2b.mp4', 'video', 'video/mp4'],
  ['video-3c4d.webm', 'video', 'video/webm'],
  ['audio-1a2b.m4a', 'audio', 'audio/mp4'],
  ['poster-1a2b.jpg', 'poster', 'image/jpeg'],
  ['poster-3c4d.webp', 'poster', 'image/webp'],
  ['original', 'original', 'application/octet-stream'],
  ['captions', 'captions', 'application/octet-stream'],
] as const;

interface OpenStore {
  readonly store: MediaStore;
  remove(): Promise<void>;
}

async function openLocal(): Promise<OpenStore> {
  const rootDir = await mkdtemp(join(tmpdir(), 'brownbag-media-'));
  const store = await localStore({ rootDir, log: silentLog });
  return { store, remove: () => rm(rootDir, { recursive: true, force: true }) };
}

async function openS3(): Promise<OpenStore> {
  const { endpoint, credentials, remove } = await startS3();
  const bucket = `media-${randomUUID()}`;
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  const scratchDir = await mkdtemp(join(tmpdir(), 'brownbag-media-'));
  return {
    store: await s3Store({ endpoint, credentials, bucket, region: 'us-east-1', scratchDir, log: silentLog }),
    async remove() {
      await remove();
      await rm(scratchDir, { recursive: true, force: true });
    },
  };
}

describe.each([
  ['a folder', openLocal],
  ['an object store', openS3],
])('GET /media/:id/:file, from %s', (_name, openStore) => {
  let opened: OpenStore;
  let server: TestServer;
  let ana: TestPerson;
  let sessionId: string;

  beforeAll(async () => {
    opened = await openStore();
    server = await openTestServer({ store: opened.store });
    ana = await server.person('champion');
    const session = await makeSession(server.db, { ownerId: ana.id, originalFilename: 'Ana’s "talk".html' });
    sessionId = session.id;
    for (const [fileName, kind, contentType] of files) {
      await opened.store.write(`${sessionId}/${fileName}`, Readable.from([bytes]), { maxBytes: 10_000 });
      await insertMediaFile(server.db, { sessionId, fileName, kind, contentType, sizeBytes: bytes.length });
    }
  });
  afterAll(async () => {
    await server.close();
    await opened.store.close();
    await opened.remove();
  });

  const ask = (
    file: string,
    headers: Readonly<Record<string, string>> = {},
    method: 'GET' | 'HEAD' = 'GET',
  ) =>
    server.app.inject({
      method,
      url: `/media/${sessionId}/${file}`,
      headers: { ...ana.headers, ...headers },
    });
  const get = (headers?: Readonly<Record<string, string>>, method?: 'GET' | 'HEAD') =>
    ask('video-1a2b.mp4', headers, method);

  test('sends the whole with its length, ETag, date and no need to ask again', async () => {
    const answer = await get();
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.equals(bytes)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-length': '1000',
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers.etag).toMatch(/^".+"$/);
    expect(answer.headers['last-modified']).toMatch(/GMT$/);
  });

  test('says of each kind of file what it is', async () => {
    for (const [file, kind, contentType] of files) {
      if (kind === 'captions') continue;
      const answer = await ask(file, {}, 'HEAD');
      expect([file, answer.headers['content-type']]).toEqual([file, contentType]);
    }
  });

  test.each([
    ['bytes=0-99', 0, 100],
    ['bytes=900-', 900, 1000],
    ['bytes=-1', 999, 1000],
    ['bytes=990-5000', 990, 1000],
    ['bytes=0-9,10-19', 0, 20],
    ['bytes=0-9,2000-', 0, 10],
  ])('sends %s alone', async (range, start, end) => {
    const answer = await get({ range });
    expect(answer.statusCode).toBe(206);
    expect(answer.headers).toMatchObject({
      'content-type': 'video/mp4',
      'content-range': `bytes ${start}-${end - 1}/1000`,
      'content-length': String(end - start),
    });
    expect(answer.rawPayload.equals(bytes.subarray(start, end))).toBe(true);
  });

  test('sends several ranges as parts, in the order in which they were asked for', async () => {
    const answer = await get({ range: 'bytes=-5, 0-1, 500-509' });
    expect(answer.statusCode).toBe(206);
    expect(answer.headers['content-range']).toBeUndefined();
    expect(answer.headers['content-length']).toBe(String(answer.rawPayload.length));
    const parts = readByteRanges(String(answer.headers['content-type']), answer.rawPayload);
    expect(parts).toEqual(
      [
        [995, 999],
        [0, 1],
        [500, 509],
      ].map(([start = 0, end = 0]) => ({
        contentType: 'video/mp4',
        start,
        end,
        sizeBytes: 1000,
        bytes: bytes.subarray(start, end + 1),
      })),
    );
  });

  test('whatever ranges are asked for, the bytes that come are theirs', async () => {
    const range = fc
      .tuple(fc.nat(990), fc.nat(300))
      .map(([start, length]) => [start, start + length] as const);
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 1, maxLength: 8 }), async (ranges) => {
        const answer = await get({ range: `bytes=${ranges.map((ends) => ends.join('-')).join()}` });
        expect(answer.headers['content-length']).toBe(String(answer.rawPayload.length));
        const type = String(answer.headers['content-type']);
        const start = Number(/^bytes (\d+)-/.exec(String(answer.headers['content-range']))?.[1]);
        const parts = type.startsWith('multipart/')
          ? readByteRanges(type, answer.rawPayload)
          : [{ start, bytes: answer.rawPayload }];
        const got: (number | undefined)[] = Array.from(bytes, () => undefined);
        for (const part of parts)
          for (const [offset, byte] of part.bytes.entries()) got[part.start + offset] = byte;
        const isAsked = (at: number) => ranges.some(([first, last]) => at >= first && at <= last);
        expect(got).toEqual(Array.from(bytes, (byte, at) => (isAsked(at) ? byte : undefined)));
      }),
      { numRuns: 30 },
    );
  });

  test('sends the whole to who asks for hundreds of crumbs', async () => {
    const crumbs = Array.from({ length: 300 }, (_, part) => `${part * 3}-${part * 3}`);
    const answer = await get({ range: `bytes=${crumbs.join()}` });
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.equals(bytes)).toBe(true);
  });

  test('answers a range behind the end with the size, as a problem that nobody keeps', async () => {
    const answer = await get({ range: 'bytes=1000-' });
    expect(answer.statusCode).toBe(416);
    expect(answer.headers['content-range']).toBe('bytes */1000');
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('sends the part only to who knows this version: its ETag, or its date', async () => {
    const { etag, 'last-modified': date } = (await get()).headers;
    const status = async (validator: unknown) =>
      (await get({ range: 'bytes=0-9', 'if-range': String(validator) })).statusCode;
    expect(await status(etag)).toBe(206);
    expect(await status(date)).toBe(206);
    expect(await status('"old"')).toBe(200);
    expect(await status(`W/${etag}`)).toBe(200);
    expect(await status('Sun, 06 Nov 1994 08:49:37 GMT')).toBe(200);
  });

  test('answers 304 to who has it already, and 412 to who wants another one', async () => {
    const { etag, 'last-modified': date } = (await get()).headers;
    const known = await get({ 'if-none-match': `"other", ${etag}`, range: 'bytes=0-9' });
    expect([known.statusCode, known.rawPayload.length, known.headers.etag]).toEqual([304, 0, etag]);
    expect((await get({ 'if-modified-since': String(date) })).statusCode).toBe(304);
    expect((await get({ 'if-match': '"other"' })).statusCode).toBe(412);
  });

  test('answers HEAD with the headers of the whole and no body, whatever the range', async () => {
    const { date: _date, ...expected } = (await get()).headers;
    const head = await get({ range: 'bytes=0-9' }, 'HEAD');
    expect(head.statusCode).toBe(200);
    expect(head.headers).toMatchObject(expected);
    expect(head.rawPayload).toHaveLength(0);
  });

  test('an original is a download in a sandbox, whatever its name and content pretend', async () => {
    const answer = await ask('original');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="Ana_s _talk_.html"; filename*=UTF-8''Ana%E2%80%99s%20%22talk%22.html`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.rawPayload.equals(bytes)).toBe(true);
  });

  test.each(['captions', 'nothing.mp4', '..%2F..%2Fauth-secret', '%2e%2e', 'captions.vtt'])(
    'has nothing at %s',
    async (file) => {
      expect((await ask(file)).statusCode).toBe(404);
    },
  );

  test('sends captions again only when they are others', async () => {
    const { id } = await makeSession(server.db, { ownerId: ana.id });
    const url = `/media/${id}/captions.vtt`;
    const segments = [{ startSeconds: 0, endSeconds: 1, speaker: null, text: 'Hello' }];
    const told = { engine: 'captions', grade: 'given', language: 'en', segments } as const;
    await server.db.transaction((tx) => addTranscript(tx, id, told, { origin: 'machine' }));
    const first = await server.app.inject({ url, headers: ana.headers });
    const headers = { ...ana.headers, 'if-none-match': String(first.headers['etag']) };
    expect((await server.app.inject({ url, headers })).statusCode).toBe(304);
    await server.db.transaction((tx) => removeMachineTranscript(tx, id));
    await server.db.transaction((tx) => addTranscript(tx, id, told, { origin: 'machine' }));
    const again = await server.app.inject({ url, headers });
    expect([again.statusCode, again.body]).toEqual([200, expect.stringContaining('Hello')]);
  });

  test('what the store has lost is not found', async () => {
    const lost = { sessionId, fileName: 'video-lost.mp4', kind: 'video', contentType: 'video/mp4' } as const;
    await insertMediaFile(server.db, { ...lost, sizeBytes: 10 });
    expect((await ask('video-lost.mp4')).statusCode).toBe(404);
  });
});
