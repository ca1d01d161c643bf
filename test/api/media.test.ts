import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

const bytes = Buffer.from(Array.from({ length: 1000 }, (_, position) => position % 251));
let server: TestServer;
let ana: TestPerson;
let sessionId: string;
let url: string;

beforeAll(async () => {
  server = await openTestServer();
  ana = await server.person('champion');
  const session = await makeSession(server.db, { ownerId: ana.id, originalFilename: 'Ana’s "talk".html' });
  sessionId = session.id;
  for (const [fileName, kind, contentType] of [
    ['video-1a2b.mp4', 'video', 'video/mp4'],
    ['original', 'original', 'application/octet-stream'],
    ['captions', 'captions', 'application/octet-stream'],
  ] as const) {
    await server.store.write(`${sessionId}/${fileName}`, Readable.from([bytes]), { maxBytes: 10_000 });
    await insertMediaFile(server.db, { sessionId, fileName, kind, contentType, sizeBytes: bytes.length });
  }
  url = `/media/${sessionId}/video-1a2b.mp4`;
});
afterAll(() => server.close());

const get = (headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  server.app.inject({ method, url, headers: { ...ana.headers, ...headers } });

describe('GET /media/:id/:file', () => {
  test('sends the whole with its type, length, ETag and no need to ask again', async () => {
    const answer = await get();
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.equals(bytes)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '1000',
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers.etag).toMatch(/^".+"$/);
    expect(answer.headers['last-modified']).toMatch(/GMT$/);
  });

  test.each([
    ['bytes=0-99', 0, 100],
    ['bytes=900-', 900, 1000],
    ['bytes=-1', 999, 1000],
    ['bytes=990-5000', 990, 1000],
  ])('sends %s alone', async (range, start, end) => {
    const answer = await get({ range });
    expect(answer.statusCode).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${start}-${end - 1}/1000`);
    expect(answer.rawPayload.equals(bytes.subarray(start, end))).toBe(true);
  });

  test('answers 416 with the size when the range lies behind the end', async () => {
    const answer = await get({ range: 'bytes=1000-' });
    expect(answer.statusCode).toBe(416);
    expect(answer.headers['content-range']).toBe('bytes */1000');
  });

  test('sends the whole when If-Range names another version, the part when it names this one', async () => {
    const { etag } = (await get()).headers;
    expect((await get({ range: 'bytes=0-9', 'if-range': '"old"' })).statusCode).toBe(200);
    expect((await get({ range: 'bytes=0-9', 'if-range': String(etag) })).statusCode).toBe(206);
  });

  test('answers 304 to who has it already, and HEAD without a body', async () => {
    const { etag } = (await get()).headers;
    expect((await get({ 'if-none-match': String(etag) })).statusCode).toBe(304);
    const head = await get({}, 'HEAD');
    expect(head.headers['content-length']).toBe('1000');
    expect(head.rawPayload).toHaveLength(0);
  });

  test('an original is a download in a sandbox, whatever its name and content pretend', async () => {
    const answer = await server.app.inject({ url: `/media/${sessionId}/original`, headers: ana.headers });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''Ana%E2%80%99s%20%22talk%22.html",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });

  test.each(['captions', 'nothing.mp4', '..%2F..%2Fauth-secret', '%2e%2e', 'captions.vtt'])(
    'has nothing at %s',
    async (file) => {
      const answer = await server.app.inject({ url: `/media/${sessionId}/${file}`, headers: ana.headers });
      expect(answer.statusCode).toBe(404);
    },
  );
});
