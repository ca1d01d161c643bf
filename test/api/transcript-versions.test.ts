import { afterAll, beforeAll, expect, test } from 'vitest';
import { addTranscript, removeMachineTranscript } from '../../drizzle/queries/transcripts.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ana: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ana = await server.person('champion');
});
afterAll(() => server.close());

const forms = ['', '.vtt', '.srt', '.txt', '.md'] as const;
const said = (text: string) => [{ startSeconds: 0, endSeconds: 4, speaker: null, text }];

/** What a machine has written of the session; gives its id and version. */
const transcribed = (sessionId: string, text: string, language = 'en') =>
  addTranscript(
    server.db,
    sessionId,
    { engine: 'captions', grade: 'given', language, segments: said(text) },
    { origin: 'machine' },
  );

async function newSession(text: string, language?: string): Promise<string> {
  const { id } = await makeSession(server.db, { ownerId: ana.id });
  await transcribed(id, text, language);
  return id;
}

const call = (
  method: 'GET' | 'PUT' | 'PATCH',
  url: string,
  { payload, headers = {} }: { payload?: object; headers?: Readonly<Record<string, string>> } = {},
) =>
  server.app.inject({
    ...{ method, url, headers: { ...ana.headers, ...headers } },
    ...(payload ? { payload } : {}),
  });
const read = (id: string, form: string, etag?: string) =>
  call('GET', `/api/sessions/${id}/transcript${form}`, etag ? { headers: { 'if-none-match': etag } } : {});
const etagOf = async (id: string, form: string) => String((await read(id, form)).headers.etag);

test('no two forms or languages of a version have the same ETag', async () => {
  const ids = [await newSession('Hallo', 'de'), await newSession('Hallo', 'nl')];
  const pages = ids.flatMap((id) => ['', '.vtt'].map((form) => [id, form] as const));
  const [id = ''] = ids;
  const tags = await Promise.all(
    [...pages, ...forms.slice(2).map((form) => [id, form] as const)].map(([session, form]) =>
      etagOf(session, form),
    ),
  );
  tags.push(String((await call('GET', `/media/${id}/captions.vtt`)).headers.etag));
  for (const tag of tags) expect(tag).toMatch(/^"[^"]+"$/);
  expect(new Set(tags).size).toBe(tags.length);
});

test.each(forms)('who has transcript%s is told so, until it changes', async (form) => {
  const id = await newSession('before');
  const etag = await etagOf(id, form);
  const again = await read(id, form, etag);
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag]);
  await removeMachineTranscript(server.db, id);
  await transcribed(id, 'after, with the same number');
  const changed = await read(id, form, etag);
  expect([changed.statusCode, changed.body]).toEqual([200, expect.stringContaining('same number')]);
});

test('the text is another one when its language is, and when something else was heard beside it', async () => {
  const id = await newSession('Hello');
  const put = { segments: [{ ...said('Bye')[0], startSeconds: 30, endSeconds: 31 }, ...said('Hello')] };
  await call('PUT', `/api/sessions/${id}/transcript`, { payload: put });
  const heard = { engine: 'captions', grade: 'given', language: 'en', segments: said('Hello') } as const;
  const tags = [await etagOf(id, '')];
  const spotted = [{ startSeconds: 1, endSeconds: 2, phrase: 'kubectl' }];
  await addTranscript(server.db, id, { ...heard, spotted }, { origin: 'machine' });
  tags.push(await etagOf(id, ''));
  await call('PATCH', `/api/sessions/${id}`, { payload: { language: 'de' } });
  tags.push(await etagOf(id, ''));
  expect(new Set(tags).size).toBe(3);
  expect((await read(id, '.vtt')).body).toContain('Language: de');
  expect((await call('GET', `/media/${id}/captions.vtt`)).body).toContain('Language: de');
  // What the editor started from is the same text all the while.
  const headers = { 'if-match': String(tags[0]) };
  const edit = { payload: { edits: [{ op: 'remove', segment: 1 }] }, headers };
  expect((await call('PATCH', `/api/sessions/${id}/transcript`, edit)).statusCode).toBe(200);
});

test('Markdown is another one when the title, which it begins with, is', async () => {
  const id = await newSession('Hello');
  const etags = [await etagOf(id, '.md'), await etagOf(id, '.txt')];
  await call('PATCH', `/api/sessions/${id}`, { payload: { title: 'Better' } });
  const answers = [await read(id, '.md', etags[0]), await read(id, '.txt', etags[1])];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 304]);
});

test('an edit of a text that was taken away is refused: the next has another number', async () => {
  const id = await newSession('before');
  const url = `/api/sessions/${id}/transcript`;
  const etag = await etagOf(id, '');
  const { version: before } = (await read(id, '')).json();
  await removeMachineTranscript(server.db, id);
  const { version } = await transcribed(id, 'after');
  const edit = (match: string) =>
    call('PUT', url, { payload: { segments: said('by hand') }, headers: { 'if-match': match } });
  expect((await edit(etag)).statusCode).toBe(412);
  expect((await edit(`"${before}"`)).statusCode).toBe(412);
  expect((await edit('"nonsense"')).statusCode).toBe(412);
  expect((await edit(`"${version}"`)).statusCode).toBe(200);
});
