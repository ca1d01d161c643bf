import { once } from 'node:events';
import { appendFile, copyFile, stat, utimes } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { mediaFixture } from '../support/fixtures.ts';
import type { Canaries } from '../support/hostile/hostile.ts';

/** Stands in the local canary and must stand nowhere else. */
export const canaryMark = 'CANARY-5e0f3a';

const before = new Date('2001-01-01T00:00:00Z');

/** A recording that nobody may open: its size (160x90) is usual, its length of 6.8 s and its mark are not. */
export async function writeCanary(folder: string): Promise<string> {
  const path = join(folder, 'canary.ts');
  await copyFile(mediaFixture('huge-start.m2ts'), path);
  await appendFile(path, canaryMark);
  await utimes(path, before, before);
  return path;
}

/** Whether it was read since; file systems mounted without access times never say so. */
export const wasRead = async (canary: string): Promise<boolean> =>
  (await stat(canary)).atimeMs !== before.getTime();

/** A server on the loopback that keeps what it was asked for. */
export async function listen(): Promise<{
  readonly remote: Canaries['remote'];
  readonly requests: readonly string[];
  close(): void;
}> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { remote: `http://127.0.0.1:${port}`, requests, close: () => void server.close() };
}
