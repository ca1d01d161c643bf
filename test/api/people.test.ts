import { afterAll, beforeAll, expect, test } from 'vitest';
import { PersonList } from '../../core/api/people.ts';
import { updateUser } from '../../drizzle/queries/users.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let member: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  member = await server.person('member', { name: 'Åsa Øberg' });
  for (const name of ['José Müller', 'Josefine Weiß', '山田 太郎', 'Marie-José Łukasik', '100% Real_Name'])
    await server.person('champion', { name });
  const gone = await server.person('champion', { name: 'José Gone' });
  await updateUser(server.db, gone.id, { disabledAt: new Date() });
});
afterAll(() => server.close());

const ask = (q?: string) =>
  server.app.inject({
    ...{ url: '/api/people', headers: member.headers },
    ...(q === undefined ? {} : { query: { q } }),
  });
const namesOf = async (q?: string) => PersonList.parse((await ask(q)).json()).items.map(({ name }) => name);

test.each([
  ['jose', ['José Müller', 'Josefine Weiß', 'Marie-José Łukasik']],
  ['MÜLL', ['José Müller']],
  ['weiss', ['Josefine Weiß']],
  ['ober', ['Åsa Øberg']],
  ['太郎', ['山田 太郎']],
  ['luka', ['Marie-José Łukasik']],
  ['%', ['100% Real_Name']],
  ['l_n', ['100% Real_Name']],
  ['nobody', []],
])('of those who are asked for by %j there are %j', async (q, names) => {
  expect(await namesOf(q)).toEqual(names);
});

test('members are told names and nothing else, of twenty people', async () => {
  const { items } = (await ask('åsa')).json();
  expect(items).toEqual([{ id: member.id, name: 'Åsa Øberg' }]);
  for (let at = 0; at < 25; at += 1) await server.person('member', { name: `Kim ${at}` });
  expect(await namesOf()).toHaveLength(20);
  expect(await namesOf('kim')).toHaveLength(20);
});

test('a name of more than a hundred letters is not looked for', async () => {
  expect((await ask('x'.repeat(101))).statusCode).toBe(400);
});
