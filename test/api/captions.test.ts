import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bringUpToDate } from '../../core/actions/index-now.ts';
import { originalFileName } from '../../core/model/media-names.ts';
import { findCaptionsFile } from '../../drizzle/queries/media-files.ts';
import { addTranscript, findTranscript } from '../../drizzle/queries/transcripts.ts';
import { fakeRecording, form } from '../support/form.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ana: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ana = await server.person('champion');
});
afterAll(() => server.close());

const vtt = (text: string) => `WEBVTT\n\n00:00.000 --> 00:04.000\n<v Ana>${text}\n`;

/** A new session of Ana's, of these files. */
async function add(parts: Parameters<typeof form>[0]): Promise<string> {
  const { payload, headers } = await form(parts);
  const url = '/api/sessions';
  const answer = await server.app.inject({
    ...{ method: 'POST', url, payload },
    headers: { ...headers, ...ana.headers },
  });
  return answer.json().id;
}
const addRecording = (seed: string) => add([['file', { name: 'a.mp4', bytes: fakeRecording(seed) }]]);

interface Put {
  readonly payload: string | Buffer;
  readonly headers?: object;
  readonly query?: string;
  readonly person?: TestPerson;
}
const put = (
  id: string,
  { payload, headers = { 'content-type': 'text/vtt' }, query = '', person = ana }: Put,
) =>
  server.app.inject({
    ...{ method: 'PUT', url: `/api/sessions/${id}/captions${query}`, payload },
    headers: { ...person.headers, ...headers },
  });
const remove = (id: string) =>
  server.app.inject({ method: 'DELETE', url: `/api/sessions/${id}/captions`, headers: ana.headers });

const namesIn = async (id: string) =>
  (await server.store.list(id)).map((object) => object.key.slice(id.length + 1)).sort();
const stagesOf = (session: { stages: { name: string; status: string }[] }) =>
  Object.fromEntries(session.stages.map(({ name, status }) => [name, status]));
const shown = async (id: string) =>
  (await findTranscript(server.db, id))?.segments.map(({ text }) => text).join(' ');

const given = { engine: 'captions', grade: 'given', language: 'en' } as const;
const said = (text: string) => ({
  ...given,
  segments: [{ startSeconds: 0, endSeconds: 4, speaker: null, text }],
});
/** As the stage does with the file that the session has now. */
const transcribed = (id: string, text: string) =>
  addTranscript(server.db, id, said(text), { origin: 'machine' });
const edited = (id: string, text: string) =>
  addTranscript(server.db, id, said(text), { origin: 'person', authorId: ana.id });

/** As the stage does. */
async function indexed(id: string): Promise<void> {
  await bringUpToDate(server.db, server.searchIndex, id);
}
const foundBy = async (words: string): Promise<number> =>
  (await server.app.inject({ url: `/api/search?q=${words}`, headers: ana.headers })).json().total;

describe('PUT /api/sessions/:id/captions', () => {
  test('gives a recording captions, and has its transcript made again, not its picture', async () => {
    const id = await addRecording('first');
    const answer = await put(id, { payload: vtt('Hello') });
    expect([answer.statusCode, answer.json().id]).toEqual([200, id]);
    expect(stagesOf(answer.json())).toMatchObject({
      transcribe: 'waiting',
      tag: 'waiting',
      index: 'waiting',
    });
    const file = await findCaptionsFile(server.db, id);
    expect(await namesIn(id)).toEqual([file?.fileName, originalFileName].sort());
  });

  test('replaces captions under a new name; what they replace is left to the sweep', async () => {
    const id = await add([['captions', { name: 'a.vtt', bytes: vtt('replaces') }]]);
    const before = await namesIn(id);
    await put(id, { payload: vtt('Better') });
    const file = await findCaptionsFile(server.db, id);
    expect(before).not.toContain(file?.fileName);
    expect(await namesIn(id)).toEqual([...before, file?.fileName].sort());
  });

  test('of a transcript-only session makes them its content, so that they are known when they come again', async () => {
    const id = await add([['captions', { name: 'a.vtt', bytes: vtt('only') }]]);
    const text = vtt('only, and better');
    await put(id, { payload: text });
    const { payload, headers } = await form([['captions', { name: 'b.vtt', bytes: text }]]);
    const again = { method: 'POST' as const, url: '/api/sessions', payload };
    const answer = await server.app.inject({ ...again, headers: { ...headers, ...ana.headers } });
    expect([answer.statusCode, answer.json().id]).toEqual([409, id]);
  });

  test.each(['application/x-subrip', 'text/plain; charset=utf-16', 'application/octet-stream'])(
    'takes a body of type %s as the bytes that it is',
    async (type) => {
      const id = await addRecording(type);
      const srt = '\uFEFF1\r\n00:00:01,000 --> 00:00:02,000\r\nGrüße\r\n';
      const answer = await put(id, {
        payload: Buffer.from(srt, 'utf16le'),
        headers: { 'content-type': type },
      });
      expect(answer.statusCode).toBe(200);
    },
  );

  test('takes the file of a form', async () => {
    const id = await addRecording('form');
    const { payload, headers } = await form([['captions', { name: 'a.srt', bytes: vtt('Hello') }]]);
    expect((await put(id, { payload, headers })).statusCode).toBe(200);
  });

  test('leaves what people have edited, unless asked to replace it; later edits are shown again', async () => {
    const id = await addRecording('edited');
    await edited(id, 'By hand.');
    await put(id, { payload: vtt('From the file.') });
    await transcribed(id, 'From the file.');
    expect(await shown(id)).toBe('By hand.');

    const answer = await put(id, { payload: vtt('From the file.'), query: '?replaceEdits=true' });
    expect(answer.statusCode).toBe(200);
    await transcribed(id, 'From the file.');
    expect(await shown(id)).toBe('From the file.');
    await edited(id, 'By hand again.');
    await transcribed(id, 'From the file.');
    expect(await shown(id)).toBe('By hand again.');
  });

  const large = vtt('x').padEnd(10 * 2 ** 20 + 1);
  test.each([
    ['a file without captions', { payload: 'hello' }, 422, /no captions in this file/],
    ['a Word document', { payload: 'PK\u0003\u0004' }, 422, /Word document.*Upload WebVTT/],
    ['an empty file', { payload: Buffer.alloc(0) }, 422, /no captions in this file/],
    ['more than 10 MB', { payload: large }, 413, /larger than 10 MB/],
    [
      'a form that is none',
      { payload: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      /text\/vtt/,
    ],
    ['JSON', { payload: '{}', headers: { 'content-type': 'application/json' } }, 415, /text\/vtt/],
    ['an unknown wish', { payload: vtt('x'), query: '?replaceEdits=maybe' }, 400, /replaceEdits/],
  ] as const)('refuses %s, and everything stays as it is', async (_what, request, status, detail) => {
    const id = await add([['captions', { name: 'a.vtt', bytes: vtt(`refuses ${_what}`) }]]);
    const before = [await namesIn(id), await findCaptionsFile(server.db, id)];
    const answer = await put(id, request);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
    expect(answer.json().detail).toMatch(detail);
    expect([await namesIn(id), await findCaptionsFile(server.db, id)]).toEqual(before);
  });

  test.each([
    ['another file', [['poster', { name: 'a.png', bytes: 'x' }]], /“poster” that is not expected/],
    [
      'two files',
      [
        ['captions', { name: 'a', bytes: vtt('1') }],
        ['captions', { name: 'b', bytes: vtt('2') }],
      ],
      /not expected/,
    ],
    ['no file', [['title', 'x']], /no file “captions”/],
  ] as const)('refuses a form with %s, and keeps nothing of it', async (what, parts, detail) => {
    const id = await addRecording(what);
    const answer = await put(id, await form(parts));
    expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringMatching(detail)]);
    expect(await namesIn(id)).toEqual([originalFileName]);
  });

  test('is for the owner and curators, before a byte is stored', async () => {
    const id = await addRecording('rights');
    const other = await server.person('champion');
    expect((await put(id, { payload: vtt('x'), person: other })).statusCode).toBe(403);
    expect(await namesIn(id)).toEqual([originalFileName]);
    expect((await put(id, { payload: vtt('x'), person: await server.person('curator') })).statusCode).toBe(
      200,
    );
  });
});

describe('DELETE /api/sessions/:id/captions', () => {
  test('has the recording transcribed; what the captions said is neither shown nor found any more', async () => {
    const id = await addRecording('delete');
    await put(id, { payload: vtt('The marmalade dashboard') });
    await transcribed(id, 'The marmalade dashboard');
    await indexed(id);
    expect(await foundBy('marmalade')).toBe(1);
    const answer = await remove(id);
    expect(answer.statusCode).toBe(200);
    expect(stagesOf(answer.json())).toMatchObject({
      transcribe: 'waiting',
      tag: 'waiting',
      index: 'waiting',
    });
    expect(await findCaptionsFile(server.db, id)).toBeUndefined();
    expect(answer.json().media.captions).toBeNull();
    expect(await foundBy('marmalade')).toBe(0);
  });

  test('leaves what people have edited', async () => {
    const id = await addRecording('delete edited');
    await put(id, { payload: vtt('x') });
    await edited(id, 'By hand.');
    await remove(id);
    expect(await shown(id)).toBe('By hand.');
  });

  test('finds nothing where there are none, and refuses to leave a session with nothing at all', async () => {
    expect((await remove(await addRecording('without'))).statusCode).toBe(404);
    const id = await add([['captions', { name: 'a.vtt', bytes: vtt('all there is') }]]);
    const answer = await remove(id);
    expect([answer.statusCode, answer.json().detail]).toEqual([409, expect.stringMatching(/captions alone/)]);
  });
});
