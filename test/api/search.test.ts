import { afterAll, beforeAll, expect, test } from 'vitest';
import { SearchResponse } from '../../core/api/search.ts';
import { indexSession } from '../support/indexed.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ana: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ana = await server.person('member');
});
afterAll(() => server.close());

const search = async (q: string) => {
  const url = `/api/search?q=${encodeURIComponent(q)}`;
  return SearchResponse.parse((await server.app.inject({ url, headers: ana.headers })).json());
};

test('an answer tells which parts of the query were read as filters', async () => {
  const { understood, query } = await search('owl speaker:"Zoe Quill" lang:german colour:red');
  expect(query).toBe('owl speaker:"Zoe Quill" lang:german colour:red');
  expect(understood).toEqual([
    { operator: 'speaker', value: 'Zoe Quill', text: 'speaker:"Zoe Quill"' },
    { operator: 'lang', value: 'de', text: 'lang:german' },
  ]);
});

test.each(['\0', '"', 'speaker:\0', "in:'; drop table sessions", '東京 c++ -"', 'after:0000'])(
  '[%s] is answered',
  async (q) => {
    expect((await search(q)).hits).toEqual([]);
  },
);

test('curators are told why a moment was found, others that they may not ask', async () => {
  await indexSession(server, { title: 'Kubernetes' }, ['we deploy the cluster']);
  const url = '/api/search?q=deploying%20kubernetes&explain=1';
  const cora = await server.person('curator');
  const answer = SearchResponse.parse((await server.app.inject({ url, headers: cora.headers })).json());
  expect(answer.hits[0]?.moments[0]?.explanation).toMatchObject({
    level: 'all words',
    words: [
      { word: 'deploying', how: 'stem', timesSaid: 1, isInHeading: false },
      { word: 'kubernetes', how: 'exact', timesSaid: 0, isInHeading: true },
    ],
    sessionShare: 1,
  });
  expect((await server.app.inject({ url, headers: ana.headers })).statusCode).toBe(403);
  expect((await search('deploying kubernetes')).hits[0]?.moments[0]).not.toHaveProperty('explanation');
});
