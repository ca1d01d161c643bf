import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localStore } from '../../core/engines/store/local.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { makeSession } from '../factories.ts';
import { silentLog } from '../support/log.ts';
import { connectTo } from '../support/raw-http.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';
import { waitUntil } from '../support/wait-until.ts';

/** More than the kernel keeps for a client that does not read. */
const sizeBytes = 32 * 2 ** 20;
const stalledMs = 300;

let rootDir: string;
let server: TestServer;
let ana: TestPerson;
let url: string;
let path: string;
/** What was opened for the answers of a test. */
let sources: Readable[];
/** Called before each opening. */
let onOpen: (signal: AbortSignal | undefined) => Promise<void>;

beforeAll(async () => {
  rootDir = await mkdtemp(join(tmpdir(), 'brownbag-media-'));
  const local = await localStore({ rootDir, log: silentLog });
  const store: MediaStore = {
    ...local,
    async open(key, range, signal) {
      await onOpen(signal);
      const source = await local.open(key, range, signal);
      sources.push(source);
      return source;
    },
  };
  server = await openTestServer({ store, slowClientLimits: { stalledMs, mostOpen: 100 } });
  ana = await server.person('champion');
  const { id: sessionId } = await makeSession(server.db, { ownerId: ana.id });
  const fileName = 'video-1a2b.mp4';
  await store.write(`${sessionId}/${fileName}`, Readable.from([Buffer.alloc(sizeBytes)]), {
    maxBytes: sizeBytes,
  });
  const file = { sessionId, fileName, kind: 'video', contentType: 'video/mp4', sizeBytes } as const;
  await insertMediaFile(server.db, file);
  path = `/media/${sessionId}/${fileName}`;
  url = await server.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await server.close();
  await rm(rootDir, { recursive: true, force: true });
});
beforeEach(() => {
  sources = [];
  onOpen = async () => {};
});

/** Asks on a connection of its own. */
async function ask(range?: string) {
  const connection = await connectTo({ url });
  const lines = [`GET ${path} HTTP/1.1`, 'Host: localhost', `Authorization: ${ana.headers.authorization}`];
  connection.write([...lines, ...(range ? [`Range: ${range}`] : []), '\r\n'].join('\r\n'));
  return connection;
}

const areClosed = () => sources.length > 0 && sources.every((source) => source.closed);

describe.each([
  ['the whole', undefined],
  ['several ranges', `bytes=0-${sizeBytes / 2},-1000`],
])('a client that asked for %s', (_name, range) => {
  test('and stops reading is cut off, and its file is closed', async () => {
    const client = await ask(range);
    await waitUntil(() => client.answer.startsWith('HTTP/1.1 20'));
    client.pause();
    await waitUntil(areClosed);
    client.resume();
    await client.closed;
    expect(client.answer.length).toBeLessThan(sizeBytes / 2);
  });

  test('and leaves has its file closed', async () => {
    const client = await ask(range);
    await waitUntil(() => client.answer !== '');
    client.pause();
    client.drop();
    await waitUntil(areClosed);
    expect(sources).toHaveLength(1);
  });

  test('and leaves before the file is open calls off the opening', async () => {
    let state = 'not begun';
    onOpen = async (signal) => {
      state = 'opening';
      if (signal && !signal.aborted) await once(signal, 'abort');
      state = 'called off';
    };
    const client = await ask(range);
    await waitUntil(() => state === 'opening');
    client.drop();
    await waitUntil(() => state === 'called off');
    expect(sources).toEqual([]);
  });
});

test('a client that left while its right to the file was looked up has nothing opened for it', async () => {
  const asked = once(server.app.server, 'request');
  await server.db.transaction(async (tx) => {
    await tx.execute(sql`lock table sessions in access exclusive mode`);
    const client = await ask();
    const [, answer]: ServerResponse[] = await asked;
    client.drop();
    if (answer) await once(answer, 'close');
  });
  await server.app.inject({ url: path, headers: { ...ana.headers, range: 'bytes=0-0' } });
  expect(sources).toHaveLength(1);
});

test('a file that cannot be opened is a problem that nobody keeps for the file', async () => {
  onOpen = async () => {
    throw new Error('the store is away');
  };
  const { statusCode, headers } = await server.app.inject({ url: path, headers: ana.headers });
  expect([statusCode, headers['cache-control']]).toEqual([500, 'no-store']);
  expect(Object.keys(headers)).not.toContain('etag');
  expect(Object.keys(headers)).not.toContain('last-modified');
});

test('a file that cannot be read to its end ends the connection, not the server', async () => {
  const client = await ask();
  // What breaks before the first byte is a problem that can still be answered.
  await waitUntil(() => client.answer !== '');
  sources[0]?.destroy(new Error('the disk is gone'));
  await client.closed;
  expect(client.answer).toMatch(/^HTTP\/1.1 200/);
  const { statusCode } = await server.app.inject({ url: path, headers: ana.headers, method: 'HEAD' });
  expect(statusCode).toBe(200);
});
