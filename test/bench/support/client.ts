import { createReadStream, statSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { SearchResponse } from '../../../core/api/search.ts';
import { Session, SessionCreated } from '../../../core/api/sessions.ts';
import { admin } from '../../support/product.ts';

/** The admin of a running product, as a program calls it. */
export interface Client {
  readonly cookie: string;
  /** One form of files, by field, streamed from disk; resolves with the answer's session. */
  upload(files: Readonly<Record<string, string>>): Promise<SessionCreated>;
  session(id: string): Promise<Session>;
  search(words: string): Promise<SearchResponse>;
}

/** Longer than any answer to a question takes on a busy machine. */
const timeoutMs = 60_000;

export async function signIn(url: string, signal: AbortSignal): Promise<Client> {
  const answer = await fetch(new URL('/api/auth/sign-in/email', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(admin),
    signal,
  });
  if (!answer.ok) throw new Error(`cannot sign in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const get = async (path: string): Promise<unknown> => {
    // A signal of its own for each: what listens to the run's own goes only when the garbage is collected.
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const got = await fetch(new URL(path, url), { headers: { cookie }, signal: limit });
    if (!got.ok) throw new Error(`${path}: ${got.status} ${await got.text()}`);
    return got.json();
  };
  return {
    cookie,
    async upload(files) {
      return SessionCreated.parse(await post(new URL('/api/sessions', url), { cookie, files, signal }));
    },
    session: async (id) => Session.parse(await get(`/api/sessions/${id}`)),
    search: async (words) => SearchResponse.parse(await get(`/api/search?q=${encodeURIComponent(words)}`)),
  };
}

interface Form {
  readonly cookie: string;
  readonly files: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const boundary = 'bench-f1a7c04e9d';
const end = `--${boundary}--\r\n`;

/** By hand, because `FormData` has no files that stay on disk in every Node.js that we support. */
async function post(url: URL, { cookie, files, signal }: Form): Promise<unknown> {
  const parts = Object.entries(files).map(([field, path]) => ({
    path,
    head:
      `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${basename(path)}"\r\n` +
      'content-type: application/octet-stream\r\n\r\n',
  }));
  const size = parts.reduce((sum, { path, head }) => sum + head.length + statSync(path).size + 2, end.length);
  const sent = request(url, {
    method: 'POST',
    headers: {
      cookie,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': size,
    },
    signal,
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject);
  });
  const body = async function* () {
    for (const { path, head } of parts) {
      yield head;
      yield* createReadStream(path, { highWaterMark: 2 ** 20 });
      yield '\r\n';
    }
    yield end;
  };
  const [answer] = await Promise.all([answered, pipeline(body, sent, { signal })]);
  const said = await text(answer);
  if (answer.statusCode !== 201) throw new Error(`upload: ${answer.statusCode} ${said}`);
  return JSON.parse(said);
}
