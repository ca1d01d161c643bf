import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../drizzle/ids.ts';
import { acceptTopics, decideTopic } from '../../drizzle/queries/topics.ts';
import { collectionItems, collections } from '../../drizzle/schema/collections.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let owner: TestPerson;
let reader: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  owner = await server.person('curator', { team: 'platform' });
  reader = await server.person('member', { team: 'sales' });
});
afterAll(() => server.close());

type Made = Parameters<typeof makeSession>[1] & { readonly topics?: readonly string[] };
async function add(title: string, { topics = [], ...rest }: Made = {}): Promise<string> {
  const { id } = await makeSession(server.db, { ownerId: owner.id, team: 'platform', title, ...rest });
  await server.db.transaction((tx) => acceptTopics(tx, id, [...topics]));
  return id;
}
async function collect(sessionIds: readonly string[], visibility: 'organisation' | 'private'): Promise<void> {
  const id = newId();
  const made = { id, slug: id, title: id, visibility, ownerId: owner.id, updatedById: owner.id };
  await server.db.insert(collections).values(made);
  const items = sessionIds.map((sessionId, position) => ({
    ...{ id: newId(), collectionId: id, sessionId, position },
  }));
  await server.db.insert(collectionItems).values(items);
}
const related = async (id: string, who = reader): Promise<string[]> => {
  const answer = await server.app.inject({ url: `/api/sessions/${id}/related`, headers: who.headers });
  expect(answer.statusCode).toBe(200);
  return answer.json().items.map(({ title }: { title: string }) => title);
};

test('sessions with more in common come first, and those with nothing not at all', async () => {
  const id = await add('This', { topics: ['pivots', 'slicers'], speakers: ['Dana', 'Speaker 1'] });
  const both = await add('Both topics', { topics: ['pivots', 'slicers'] });
  await add('One topic', { topics: ['pivots'], speakers: ['Speaker 1'] });
  await add('The speaker', { speakers: ['Dana'] });
  await add('Somebody', { speakers: ['Speaker 1'] });
  const collected = await add('In a collection');
  await collect([id, collected], 'organisation');
  expect(await related(id)).toEqual(['Both topics', 'In a collection', 'One topic', 'The speaker']);
  await server.db.transaction((tx) => decideTopic(tx, both, 'slicers', 'rejected'));
  expect((await related(id))[0]).toBe('In a collection');
});

test('what the reader may not open relates nothing', async () => {
  const id = await add('Open', { topics: ['budgets'] });
  await add('Private', { topics: ['budgets'], visibility: 'private' });
  await add('Of the team', { topics: ['budgets'], visibility: 'team' });
  await add('Binned', { topics: ['budgets'], deletedAt: new Date() });
  const other = await add('Collected by one alone');
  await collect([id, other], 'private');
  expect(await related(id)).toEqual([]);
  expect((await related(id, owner)).toSorted()).toEqual(['Collected by one alone', 'Of the team', 'Private']);
});
