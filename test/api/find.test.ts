import { afterAll, beforeAll, expect, test } from 'vitest';
import { FindResponse } from '../../core/api/search.ts';
import { indexSession } from '../support/indexed.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ana: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ana = await server.person('champion');
});
afterAll(() => server.close());

const ask = (id: string, query: Readonly<Record<string, string>>) =>
  server.app.inject({ url: `/api/sessions/${id}/find`, query, headers: ana.headers });
const find = async (id: string, query: Readonly<Record<string, string>>) =>
  FindResponse.parse((await ask(id, query)).json());

test('every moment comes with its places, by id and by slug', async () => {
  const { id, slug } = await indexSession(server, {}, ['deploy it', 'nothing', 'deploying & testing']);
  for (const name of [id, slug])
    expect(await find(name, { q: 'deploy' })).toMatchObject({
      query: 'deploy',
      total: 2,
      corrections: [],
      nextCursor: null,
      items: [
        {
          url: `/sessions/${slug}?t=0`,
          snippet: '<mark>deploy</mark> it',
          strength: 1,
          places: [{ startSeconds: 0, text: 'deploy', word: 'deploy' }],
        },
        {
          url: `/sessions/${slug}?t=80`,
          snippet: '<mark>deploying</mark> &amp; testing',
          places: [{ text: 'deploying' }],
        },
      ],
    });
});

test('pages are in order of time, complete and without repeats, also when the text changes between them', async () => {
  const texts = Array.from({ length: 12 }, (_, at) => `owl ${at}`);
  const session = await indexSession(server, {}, texts);
  const first = await find(session.id, { q: 'owl', limit: '5' });
  expect(first.items.map(({ startSeconds }) => startSeconds)).toEqual([0, 40, 80, 120, 160]);
  await indexSession(server, session, ['lark', ...texts.slice(1)]);
  const second = await find(session.id, { q: 'owl', limit: '5', cursor: first.nextCursor ?? '' });
  const third = await find(session.id, { q: 'owl', limit: '5', cursor: second.nextCursor ?? '' });
  expect([...second.items, ...third.items].map(({ startSeconds }) => startSeconds)).toEqual([
    200, 240, 280, 320, 360, 400, 440,
  ]);
  expect(third.nextCursor).toBeNull();
});

test.each(['nonsense', 'W10', Buffer.from('[1,0]').toString('base64url')])(
  'the cursor [%s] is refused',
  async (cursor) => {
    const { id } = await indexSession(server, {}, ['owl']);
    expect((await ask(id, { q: 'owl', cursor })).statusCode).toBe(400);
  },
);

test.each(['', '\0', '"', '-', '*', 'a'.repeat(1_000), '\ud800', "'; drop table sessions"])(
  '[%s] is answered',
  async (q) => {
    const { id } = await indexSession(server, {}, ['the owl']);
    expect((await find(id, { q })).items).toEqual([]);
  },
);
