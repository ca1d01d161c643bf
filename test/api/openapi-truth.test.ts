import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { addTranscript } from '../../drizzle/queries/transcripts.ts';
import { makeSession } from '../factories.ts';
import { fakeRecording, form } from '../support/form.ts';
import { begin, metadataHeader, type TusServer } from '../support/tus.ts';
import { newRecording, openUploadServer, type UploadServer } from '../support/upload-server.ts';

interface Described {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly required: boolean }>>;
  readonly content?: Readonly<Record<string, unknown>>;
}
interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required: boolean }[];
  readonly responses: Readonly<Record<string, Described>>;
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What was answered, and what the document says of such an answer. */
interface Asked {
  readonly name: string;
  readonly answer: Response;
  readonly body: string;
  readonly described: Described | undefined;
}

let server: UploadServer;
let who: TusServer;
let api: OpenApi;
const asked: Asked[] = [];

type Ask = (
  call: string,
  url: string,
  options?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: BodyInit },
) => Promise<Response>;

/** Calls an operation of the document, such as `get /healthz`, and remembers what was answered. */
const ask: Ask = async (call, url, { headers = {}, body } = {}) => {
  const [method = '', path = ''] = call.split(' ');
  const answer = await fetch(new URL(url, who.url), {
    method: method.toUpperCase(),
    headers: { ...who.headers, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = path.endsWith('/events') ? await beginningOf(answer) : await answer.text();
  const described = api.paths[path]?.[method]?.responses[answer.status];
  asked.push({ name: `${call} ${answer.status}`, answer, body: text, described });
  return answer;
};

async function beginningOf(answer: Response): Promise<string> {
  const reader = answer.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return new TextDecoder().decode(value);
}

beforeAll(async () => {
  server = await openUploadServer();
  const ana = await server.champion();
  who = ana.tus;
  api = (await server.app.inject({ url: '/api/openapi.json' })).json();
  const { id } = await makeSession(server.db, { ownerId: ana.id, originalFilename: 'talk.mov' });
  const segments = [{ startSeconds: 0, endSeconds: 4, speaker: null, text: 'Hello' }];
  const transcript = { engine: 'captions', grade: 'given', language: 'en', segments } as const;
  await addTranscript(server.db, id, transcript, { origin: 'machine' });
  await askSessions(id);
  await askTranscripts(id);
  await askVocabulary();
  await askMedia(id);
  await askUploads();
});
afterAll(() => server.close());

async function askSessions(id: string): Promise<void> {
  const { payload, headers } = await form([['file', { name: 'a.mp4', bytes: fakeRecording('truth') }]]);
  const body = { headers, body: new Uint8Array(payload) };
  await ask('post /api/sessions', '/api/sessions', body);
  await ask('post /api/sessions', '/api/sessions', body);
  await ask('post /api/sessions', '/api/sessions', { body: 'no form' });
  await ask('get /api/sessions/{id}', `/api/sessions/${id}`);
  await ask('get /api/sessions/{id}/events', `/api/sessions/${id}/events`);
  await ask('get /metrics', '/metrics');
  await ask('get /metrics', '/metrics', { headers: { authorization: '' } });
}

async function askTranscripts(id: string): Promise<void> {
  const path = '/api/sessions/{id}/transcript';
  const url = `/api/sessions/${id}/transcript`;
  const json = await ask(`get ${path}`, url);
  const etag = json.headers.get('etag') ?? '';
  await ask(`get ${path}`, url, { headers: { 'if-none-match': etag } });
  for (const format of ['vtt', 'srt', 'txt', 'md']) {
    const written = await ask(`get ${path}.{format}`, `${url}.${format}`);
    const known = { 'if-none-match': written.headers.get('etag') ?? '' };
    await ask(`get ${path}.{format}`, `${url}.${format}`, { headers: known });
  }
  const edit = { headers: { 'content-type': 'application/json', 'if-match': etag }, body: '{"segments":[]}' };
  await ask(`put ${path}`, url, edit);
  await ask(`put ${path}`, url, edit);
}

async function askVocabulary(): Promise<void> {
  await ask('get /api/vocabulary.csv', '/api/vocabulary.csv');
  const { headers } = await server.person('curator');
  const file = { headers: { ...headers, 'content-type': 'text/csv' }, body: 'name\nkubectl' };
  const imported = 'post /api/vocabulary/import';
  await ask(imported, '/api/vocabulary/import', file);
  await ask(imported, '/api/vocabulary/import', { ...file, body: 'colour\nred' });
  await ask(imported, '/api/vocabulary/import', {
    headers: { ...headers, 'content-type': 'text/plain' },
    body: 'x',
  });
}

async function askMedia(id: string): Promise<void> {
  const get = 'get /media/{id}/{file}';
  const head = 'head /media/{id}/{file}';
  const types = Object.keys(api.paths['/media/{id}/{file}']?.['get']?.responses['200']?.content ?? {});
  for (const [place, contentType] of types.entries()) {
    const kind = contentType === 'application/octet-stream' ? 'original' : 'video';
    const file = { sessionId: id, fileName: `file-${place}`, kind, contentType, sizeBytes: 100 } as const;
    await server.store.write(`${id}/${file.fileName}`, Readable.from([Buffer.alloc(100)]), { maxBytes: 100 });
    await insertMediaFile(server.db, file);
    const url = `/media/${id}/${file.fileName}`;
    const etag = (await ask(get, url)).headers.get('etag') ?? '';
    await ask(head, url);
    await ask(get, url, { headers: { range: 'bytes=0-9', 'if-range': etag } });
    await ask(get, url, { headers: { range: 'bytes=0-9,20-29' } });
    await ask(get, url, { headers: { range: 'bytes=100-' } });
    await ask(get, url, { headers: { 'if-none-match': etag } });
    await ask(head, url, { headers: { 'if-none-match': etag } });
    await ask(get, url, { headers: { 'if-match': '"another"' } });
  }
  await ask(get, `/media/${id}/captions.vtt`);
  await ask(get, `/media/${id}/nothing`);
  await ask(head, `/media/${id}/nothing`);
}

async function askUploads(): Promise<void> {
  const bytes = newRecording(2_000);
  const one = '/api/uploads/{id}';
  const spoken = { 'tus-resumable': '1.0.0' };
  const piece = { ...spoken, 'content-type': 'application/offset+octet-stream' };
  const told = { 'upload-length': '2000', 'upload-metadata': metadataHeader({ filename: 'talk.mp4' }) };
  await ask('options /api/uploads', '/api/uploads');
  await ask(`options ${one}`, '/api/uploads/any');
  const begun = await ask('post /api/uploads', '/api/uploads', {
    headers: { ...piece, ...told },
    body: bytes.subarray(0, 1_000),
  });
  const url = begun.headers.get('location') ?? '';
  await ask(`head ${one}`, url, { headers: spoken });
  const from = (offset: number, to: number) => ({
    headers: { ...piece, 'upload-offset': String(offset) },
    body: bytes.subarray(offset, to),
  });
  await ask(`patch ${one}`, url, from(500, 600));
  await ask(`patch ${one}`, url, from(1_000, 1_500));
  await ask(`patch ${one}`, url, from(1_500, 2_000));
  await ask(`head ${one}`, url, { headers: spoken });
  await ask(`delete ${one}`, url, { headers: spoken });
  const whole = { headers: { ...piece, ...told }, body: newRecording(2_000) };
  await ask('post /api/uploads', '/api/uploads', whole);
  const deferred = await begin(who, null);
  await ask(`head ${one}`, deferred, { headers: spoken });
  await ask(`delete ${one}`, deferred, { headers: spoken });
  await ask(`head ${one}`, deferred, { headers: spoken });
}

test('every answer has a status that the document knows', () => {
  expect(asked.filter(({ described }) => !described).map(({ name, body }) => [name, body])).toEqual([]);
});

test('every body is of a content type that the document names, and where it names none there is none', () => {
  const typeOf = ({ answer, body }: Asked) =>
    body === '' ? null : (answer.headers.get('content-type') ?? '').replace(/;.*/, '');
  const wrong = asked.filter((one) => {
    const type = typeOf(one);
    const named = Object.keys(one.described?.content ?? {});
    if (one.name.startsWith('head ')) return type !== null;
    return type === null ? named.length > 0 : !named.includes(type);
  });
  expect(wrong.map((one) => [one.name, typeOf(one)])).toEqual([]);
});

test('every header that an answer always has is there', () => {
  const missing = asked.flatMap(({ name, answer, described }) =>
    Object.entries(described?.headers ?? {})
      .filter(([header, { required }]) => required && !answer.headers.has(header))
      .map(([header]) => [name, header]),
  );
  expect(missing).toEqual([]);
});

test('every header and content type that the document names is in some answer', () => {
  const called = new Set(asked.map(({ name }) => name.replace(/ \d+$/, '')));
  const unseen = [...called].flatMap((call) => {
    const [method = '', path = ''] = call.split(' ');
    return Object.entries(api.paths[path]?.[method]?.responses ?? {}).flatMap(([status, described]) => {
      if (Number(status) >= 400) return [];
      const answers = asked.filter(({ name }) => name === `${call} ${status}`).map(({ answer }) => answer);
      const headers = Object.keys(described.headers ?? {}).filter(
        (header) => !answers.some((answer) => answer.headers.has(header)),
      );
      const types = Object.keys(described.content ?? {}).filter(
        (type) => !answers.some((answer) => answer.headers.get('content-type')?.startsWith(type)),
      );
      return [...headers, ...types].map((what) => `${call} ${status}: ${what}`);
    });
  });
  expect(unseen).toEqual([]);
});

test('a request without a header that the document asks for is refused, as it says', async () => {
  const url = await begin(who, 2_000);
  const given: Readonly<Record<string, string>> = {
    'Tus-Resumable': '1.0.0',
    'Upload-Offset': '0',
    'Upload-Length': '2000',
    'Content-Type': 'application/offset+octet-stream',
  };
  const paths = { '/api/uploads': '/api/uploads', '/api/uploads/{id}': url };
  for (const [path, place] of Object.entries(paths))
    for (const [method, { parameters = [], responses }] of Object.entries(api.paths[path] ?? {}))
      for (const { name } of parameters.filter((one) => one.in === 'header' && one.required)) {
        const { [name]: _left, ...headers } = given;
        const body = method === 'patch' ? { body: newRecording(100) } : {};
        const answer = await ask(`${method} ${path}`, place, { headers, ...body });
        expect([method, path, name, responses[answer.status]?.content]).toEqual([
          ...[method, path, name],
          { 'application/problem+json': expect.anything() },
        ]);
      }
});

test('every reference leads somewhere, and every part of a path that varies is described', () => {
  const refs = [...JSON.stringify(api).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
  expect(refs.length).toBeGreaterThan(0);
  for (const ref of new Set(refs)) expect(api).toHaveProperty(ref.split('/'));
  for (const [path, operations] of Object.entries(api.paths))
    for (const { parameters = [] } of Object.values(operations)) {
      const named = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      expect([path, named.sort()]).toEqual([
        path,
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(),
      ]);
    }
});
