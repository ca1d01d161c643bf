import { afterAll, beforeAll, expect, test } from 'vitest';
import { CollectionList } from '../../core/api/collections.ts';
import { collecting } from '../support/collecting.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let curator: TestPerson;
let mate: TestPerson;
let reader: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  curator = await server.person('curator', { team: 'platform' });
  mate = await server.person('member', { team: 'platform' });
  reader = await server.person('member', { team: 'sales' });
});
afterAll(() => server.close());

const listOf = async (who: TestPerson, id: string) => {
  const answer = await collecting(server).call(who, 'GET', `/api/sessions/${id}/collections`);
  expect(answer.statusCode).toBe(200);
  return CollectionList.parse(answer.json()).items;
};
const titlesFor = async (who: TestPerson, id: string) => (await listOf(who, id)).map(({ title }) => title);

test('a session names the collections that hold it or a moment of it, once each', async () => {
  const { talk, make } = collecting(server);
  const { id, slug } = await talk(curator, 'Shown');
  const other = await talk(curator, 'Another');
  const moments = [0, 60].map((startSeconds) => ({ sessionId: id, startSeconds }));
  await make(curator, { title: 'Moments of it', items: moments });
  await make(curator, { title: 'All of it', items: [{ sessionId: id }, { sessionId: other.id }] });
  await make(curator, { title: 'Without it', items: [{ sessionId: other.id }] });
  expect(await titlesFor(reader, id)).toEqual(['All of it', 'Moments of it']);
  expect(await titlesFor(reader, slug)).toEqual(['All of it', 'Moments of it']);
});

test('a collection that the reader may not open is not named', async () => {
  const { talk, make } = collecting(server);
  const { id } = await talk(curator, 'In hidden ones');
  const items = [{ sessionId: id }];
  await make(curator, { title: 'Of the curator alone', visibility: 'private', items });
  await make(curator, { title: 'Of the team', visibility: 'team', items });
  expect(await titlesFor(curator, id)).toEqual(['Of the curator alone', 'Of the team']);
  expect(await titlesFor(mate, id)).toEqual(['Of the team']);
  expect(await titlesFor(reader, id)).toEqual([]);
});

test('what a collection holds beside the session is counted as far as the reader may open it', async () => {
  const { talk, make } = collecting(server);
  const { id } = await talk(curator, 'Beside a secret');
  const secret = await talk(curator, 'Secret', { visibility: 'private' });
  await make(curator, { title: 'Mixed', items: [{ sessionId: id }, { sessionId: secret.id }] });
  expect((await listOf(reader, id)).map(({ itemCount }) => itemCount)).toEqual([1]);
  expect((await listOf(curator, id)).map(({ itemCount }) => itemCount)).toEqual([2]);
});

test('a session that the reader may not open, or that is in the bin, is not there', async () => {
  const { talk, call } = collecting(server);
  const secret = await talk(curator, 'Private', { visibility: 'private' });
  const binned = await talk(curator, 'Binned', { deletedAt: new Date() });
  for (const id of [secret.id, binned.id, 'nowhere'])
    expect((await call(reader, 'GET', `/api/sessions/${id}/collections`)).statusCode).toBe(404);
});
