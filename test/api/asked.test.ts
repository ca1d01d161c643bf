import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dismissedSubjects, searchLog } from '../../drizzle/schema/searches.ts';
import { searching } from '../support/searching.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let on: ReturnType<typeof searching>;
let champion: TestPerson;
let curator: TestPerson;
let people: TestPerson[];
let talk: { readonly id: string };
beforeAll(async () => {
  server = await openTestServer();
  on = searching(server);
  champion = await server.person('champion');
  curator = await server.person('curator');
  people = [];
  for (const name of ['Mallory Keen', 'Trent Ewing', 'Sybil Young'])
    people.push(await server.person('member', { name }));
  talk = await on.addSession({ title: 'Sourdough for beginners' });
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.searchLog.settled();
  await server.db.delete(searchLog);
  await server.db.delete(dismissedSubjects);
});

/** So many people search for it, each in one of the given ways. */
async function wanted(count: number, ...queries: string[]): Promise<(string | null)[]> {
  const ids = [];
  for (const [at, person] of people.slice(0, count).entries())
    ids.push((await on.search(person, queries[at % queries.length] ?? '')).searchId);
  await server.searchLog.settled();
  return ids;
}
const queries = async () => (await on.asked(champion)).map(({ query }) => query);

test('what several people looked for in vain is listed by what it is about, with how many and never who', async () => {
  await wanted(2, 'how do I tune Elasticsearch?', 'elasticsearch tune');
  const items = await on.asked(champion);
  expect(items).toEqual([
    {
      subject: 'elasticsearch tune',
      query: 'elasticsearch tune',
      people: 2,
      asks: 0,
      wasFound: false,
      lastAskedAt: expect.any(String),
    },
  ]);
  const answer = await server.app.inject({ url: '/api/asked', headers: champion.headers });
  for (const { id, email } of people) {
    expect(answer.body).not.toContain(id);
    expect(answer.body).not.toContain(email);
  }
  expect(answer.body).not.toMatch(/Mallory|Trent|Sybil/);
});

test('what one person typed is listed only when that person asks for it', async () => {
  const [id = null] = await wanted(1, 'burnout help');
  expect(await queries()).toEqual([]);
  expect(await on.ask(people[0] ?? champion, id)).toBe(204);
  expect(await on.asked(champion)).toMatchObject([{ query: 'burnout help', people: 1, asks: 1 }]);
});

test('what most people asked for outright stands first', async () => {
  await wanted(3, 'haskell monads');
  const [id = null] = await wanted(1, 'erlang actors');
  await on.ask(people[0] ?? champion, id);
  expect(await queries()).toEqual(['erlang actors', 'haskell monads']);
});

test('what was found, but opened by none of three people, is listed as such', async () => {
  await wanted(2, 'sourdough');
  expect(await queries()).toEqual([]);
  await wanted(3, 'sourdough');
  expect(await on.asked(champion)).toMatchObject([{ query: 'sourdough', people: 3, wasFound: true }]);
});

test('what only some of them could find is listed as if nobody had found anything', async () => {
  await on.addSession({ title: 'Lockpicking', ownerId: people[0]?.id ?? '', visibility: 'private' });
  await wanted(3, 'lockpicking');
  expect(await on.asked(champion)).toMatchObject([{ query: 'lockpicking', people: 3, wasFound: false }]);
});

test('what led somebody to what everybody may open is not listed', async () => {
  await wanted(3, 'sourdough');
  await on.searchAndOpen(champion, 'Sourdough?', talk.id);
  expect(await queries()).toEqual([]);
});

test('what leads to a session of their own only is missing to the others still', async () => {
  const own = await on.addSession({ title: 'Notes', ownerId: champion.id, visibility: 'private' });
  await wanted(2, 'quantum toast');
  await on.searchAndOpen(champion, 'quantum toast', own.id);
  expect(await queries()).toEqual(['quantum toast']);
});

test('what a search now answers for everybody drops out, and what it answers for some does not', async () => {
  await wanted(2, 'how to do falconry at a base');
  await wanted(2, 'beekeeping basics');
  await on.addSession({ title: 'Falconry on our bases' });
  await on.addSession({ title: 'Beekeeping basics', ownerId: champion.id, visibility: 'private' });
  expect(await queries()).toEqual(['beekeeping basics']);
});

test('searches narrowed to something, and those of 90 days ago, do not count', async () => {
  await wanted(2, 'speaker:nobody cryptids');
  for (const person of people) await on.search(person, 'cryptozoology', { topic: 'none' });
  await server.searchLog.settled();
  expect(await queries()).toEqual([]);
  await server.db.update(searchLog).set({ query: 'x', subject: 'x', isPlain: true, filters: {} });
  expect(await queries()).toEqual(['x']);
  await server.db.update(searchLog).set({ at: sql`now() - interval '91 days'` });
  expect(await queries()).toEqual([]);
});

test('a curator dismisses what nobody needs to show', async () => {
  await wanted(2, 'cafeteria menu');
  expect(await on.dismiss(champion, 'cafeteria menu')).toBe(403);
  const [item] = await on.asked(champion);
  expect(await on.dismiss(curator, item?.subject ?? '')).toBe(204);
  expect(await on.dismiss(curator, item?.subject ?? '')).toBe(204);
  expect(await queries()).toEqual([]);
});

test('one who asks goes on asking: typing further is another search', async () => {
  const [id = null] = await wanted(1, 'juggling');
  const [asker = champion] = people;
  await on.ask(asker, id);
  await on.search(asker, 'juggling clubs');
  await server.searchLog.settled();
  const rows = await server.db.select().from(searchLog).where(eq(searchLog.userId, asker.id));
  expect(rows.map(({ query, askedAt }) => [query, askedAt !== null]).sort()).toEqual([
    ['juggling clubs', false],
    ['juggling', true],
  ]);
});
