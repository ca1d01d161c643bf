import { createHash, randomBytes } from 'node:crypto';
import { readdir, utimes } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { fakeRecording } from './form.ts';
import { openTestServer, type TestPerson, type TestServer } from './test-server.ts';
import { begin, beginPiece, type TusServer } from './tus.ts';
import { waitUntil } from './wait-until.ts';

export interface Champion extends TestPerson {
  readonly tus: TusServer;
}

export interface UploadServer extends TestServer {
  /** A person as who speaks the protocol. */
  as(person: Pick<TestPerson, 'headers'>): TusServer;
  /** A new champion in both forms. */
  champion(): Promise<Champion>;
  /** Begins an upload, sends the beginning of its only piece, and stays connected; some of it has arrived. */
  beginInPart(
    who: TusServer,
    bytes: Uint8Array<ArrayBuffer>,
    sentBytes: number,
    more?: Readonly<Record<string, string>>,
  ): Promise<{ readonly path: string; readonly socket: Socket }>;
  /** Ids of what waits for its rest. */
  staged(): Promise<readonly string[]>;
  /** Makes what has arrived of an upload look as if that had been so long ago. */
  age(id: string, ms: number): Promise<void>;
}

/** The whole server, listening. */
export async function openUploadServer(
  overrides: Parameters<typeof openTestServer>[0] = {},
): Promise<UploadServer> {
  const server = await openTestServer(overrides);
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  const dir = join(server.dataDir, 'uploads');
  const as = ({ headers }: Pick<TestPerson, 'headers'>): TusServer => ({
    url: server.app.listeningOrigin,
    headers: { ...headers },
  });
  return {
    ...server,
    as,
    async champion() {
      const person = await server.person('champion');
      return { ...person, tus: as(person) };
    },
    async beginInPart(who, bytes, sentBytes, more = {}) {
      const path = await begin(who, bytes.length);
      const beginning = { pieceBytes: bytes.length, bytes: bytes.subarray(0, sentBytes), more };
      const socket = await beginPiece(who, path, 0, beginning);
      await waitUntil(async () => (await server.uploads.staging.stat(idOf(path)))?.sizeBytes !== 0);
      return { path, socket };
    },
    staged: () => readdir(dir),
    async age(id, ms) {
      const then = new Date(Date.now() - ms);
      await utimes(join(dir, id), then, then);
    },
  };
}

/** Passes for a recording where only the first bytes are looked at; each is of another content. */
export function newRecording(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = fakeRecording('r', sizeBytes);
  randomBytes(16).copy(bytes, 20);
  return new Uint8Array(bytes);
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The last part of an upload's path. */
export const idOf = (path: string): string => path.split('/').at(-1) ?? '';

/** The problem in an answer of the Fetch standard; fails when it is none. */
export async function problemIn(answer: Response): Promise<Record<string, unknown>> {
  const type = answer.headers.get('content-type');
  if (!type?.startsWith('application/problem+json'))
    throw new Error(`${answer.status} ${type}: ${await answer.text()}`);
  return await answer.json();
}
