import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ann: TestPerson;
let bob: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ann = await server.person('member', { name: 'Ann' });
  bob = await server.person('member', { name: 'Bob' });
});
afterAll(() => server.close());

interface Ask {
  readonly as?: TestPerson;
  readonly match?: string;
  readonly payload?: object;
}
const call = (method: 'GET' | 'PUT' | 'POST', url: string, { as = ann, match, payload }: Ask = {}) =>
  server.app.inject({
    ...{ method, url, headers: { ...as.headers, ...(match === undefined ? {} : { 'if-match': match }) } },
    ...(payload ? { payload } : {}),
  });
const newSession = async () => `/api/sessions/${(await makeSession(server.db)).slug}/notes`;
const write = (url: string, text: string, match: string, as?: TestPerson) =>
  call('PUT', url, { match, payload: { text }, ...(as && { as }) });
/** A page of which Ann wrote the first version and Bob the second. */
async function twoVersions(): Promise<string> {
  const url = await newSession();
  await write(url, '# Plan\none\ntwo', '"0"');
  await write(url, '# Plan\none\ntwo and a half\nthree', '"1"', bob);
  return url;
}

describe('the notes of a session', () => {
  test('are an empty page until somebody writes', async () => {
    const answer = await call('GET', await newSession());
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { version: 0, text: '', author: null, updatedAt: null },
    ]);
  });

  test('are written by every member who may open it, each on what the other wrote', async () => {
    const url = await newSession();
    const first = await call('GET', url);
    const anns = await write(url, 'one\r\ntwo \n\n', String(first.headers.etag));
    expect([anns.statusCode, anns.json()]).toMatchObject([
      200,
      { version: 1, text: 'one\ntwo', author: { id: ann.id, name: 'Ann' } },
    ]);
    const bobs = await write(url, 'one\ntwo\nthree', String(anns.headers.etag), bob);
    expect([bobs.statusCode, bobs.json()]).toMatchObject([200, { version: 2, author: { name: 'Bob' } }]);
    const read = await call('GET', url);
    expect([read.json(), read.headers.etag]).toEqual([bobs.json(), bobs.headers.etag]);
  });

  test('are not overwritten: who is late is told what is kept now', async () => {
    const url = await twoVersions();
    const late = await write(url, 'mine alone', '"1"');
    expect([late.statusCode, late.json()]).toMatchObject([
      412,
      { current: { version: 2, text: '# Plan\none\ntwo and a half\nthree', author: { name: 'Bob' } } },
    ]);
    expect((await call('GET', url)).json().version).toBe(2);
    expect((await write(url, 'mine alone', '"nonsense"')).statusCode).toBe(412);
    expect((await write(url, 'both', '"2"')).json()).toMatchObject({ version: 3, text: 'both' });
  });

  test('are not written by who does not say what they have seen', async () => {
    const url = await newSession();
    expect((await call('PUT', url, { payload: { text: 'x' } })).statusCode).toBe(428);
    expect((await write(url, 'x', '*')).statusCode).toBe(200);
  });

  test('are kept once when two write at the same time', async () => {
    const url = await newSession();
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((text) => write(url, text, '"0"')));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 412, 412, 412]);
    const winner = answers.find(({ statusCode }) => statusCode === 200)?.json();
    for (const answer of answers.filter(({ statusCode }) => statusCode === 412))
      expect(answer.json().current).toEqual(winner);
  });

  test('stay the version they are when nothing was changed', async () => {
    const url = await twoVersions();
    const same = await write(url, '# Plan\none\ntwo and a half\nthree\n', '"2"');
    expect([same.statusCode, same.json()]).toMatchObject([200, { version: 2, author: { name: 'Bob' } }]);
    expect((await write(await newSession(), '  ', '"0"')).json().version).toBe(0);
  });

  test('need not be sent again to who has them', async () => {
    const url = await twoVersions();
    const etag = String((await call('GET', url)).headers.etag);
    const headers = { ...ann.headers, 'if-none-match': etag };
    const again = await server.app.inject({ url, headers });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  test('have at most 200 kB, counted as they are kept', async () => {
    const url = await newSession();
    expect((await write(url, 'a'.repeat(200_000), '"0"')).statusCode).toBe(200);
    for (const text of ['a'.repeat(200_001), 'ä'.repeat(100_001)]) {
      const answer = await write(url, text, '"1"');
      expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringMatching(/200/)]);
    }
    expect((await write(url, 'a NUL: \0', '"1"')).statusCode).toBe(400);
  });
});

describe('the history of notes', () => {
  test('says who changed how much, newest first, a page at a time', async () => {
    const url = await twoVersions();
    const first = (await call('GET', `${url}/history?limit=1`)).json();
    expect(first.items).toMatchObject([
      { version: 2, author: { name: 'Bob' }, linesAdded: 2, linesRemoved: 1, restoredFrom: null },
    ]);
    const second = (await call('GET', `${url}/history?limit=1&cursor=${first.nextCursor}`)).json();
    expect(second).toMatchObject({
      items: [{ version: 1, author: { name: 'Ann' }, linesAdded: 3, linesRemoved: 0 }],
      nextCursor: null,
    });
    expect((await call('GET', `${url}/history?cursor=x`)).statusCode).toBe(400);
    expect((await call('GET', `${await newSession()}/history`)).json()).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  test('shows each version, and what it changed', async () => {
    const url = await twoVersions();
    expect((await call('GET', `${url}/history/1`)).json()).toMatchObject({
      version: 1,
      text: '# Plan\none\ntwo',
    });
    const kept = ['# Plan', 'one'].map((text) => ({ kind: 'kept', text }));
    const diff = (await call('GET', `${url}/history/2/diff`)).json();
    expect(diff).toMatchObject({ from: 1, to: 2 });
    expect(diff.lines.slice(0, 2)).toEqual(kept);
    expect((await call('GET', `${url}/history/1/diff`)).json()).toMatchObject({ from: 0, to: 1 });
    const back = (await call('GET', `${url}/history/1/diff?from=2`)).json();
    expect(back).toMatchObject({ from: 2, to: 1 });
    for (const path of ['3', '3/diff', '2/diff?from=3'])
      expect((await call('GET', `${url}/history/${path}`)).statusCode).toBe(404);
  });

  test('brings an older text back as a new version, and refuses that to who is late', async () => {
    const url = await twoVersions();
    const restore = (version: number, match?: string) =>
      call('POST', `${url}/history/${version}/restore`, match === undefined ? {} : { match });
    expect((await restore(1)).statusCode).toBe(428);
    const late = await restore(1, '"1"');
    expect([late.statusCode, late.json().current.version]).toEqual([412, 2]);
    expect((await restore(7, '"2"')).statusCode).toBe(404);
    const restored = await restore(1, '"2"');
    expect([restored.statusCode, restored.json()]).toMatchObject([
      200,
      { version: 3, text: '# Plan\none\ntwo', author: { name: 'Ann' } },
    ]);
    const { items } = (await call('GET', `${url}/history`)).json();
    expect(items).toMatchObject([{ version: 3, restoredFrom: 1 }, { version: 2 }, { version: 1 }]);
  });
});
