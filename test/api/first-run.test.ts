import { afterAll, beforeAll, expect, test } from 'vitest';
import { FirstRun } from '../../core/api/first-run.ts';
import { sampleSetting, writeSetting } from '../../drizzle/queries/settings.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let admin: TestPerson;
let member: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  admin = await server.person('admin');
  member = await server.person('member');
});
afterAll(() => server.close());

const sampleFor = async ({ headers }: TestPerson) =>
  FirstRun.parse((await server.app.inject({ url: '/api/first-run', headers })).json()).sample;
const keep = (value: unknown) => writeSetting(server.db, sampleSetting, value);

test('there is no sample before it was made, nor where it was not noted which session it is', async () => {
  expect(await sampleFor(member)).toBeNull();
  await keep({ addedAt: new Date().toISOString() });
  expect(await sampleFor(member)).toBeNull();
});

test('the sample is named to who may open it, as long as it is there', async () => {
  const { id, slug } = await makeSession(server.db, { ownerId: admin.id });
  await keep({ addedAt: new Date().toISOString(), sessionId: id });
  expect(await sampleFor(member)).toEqual({ id, slug });
  const change = (method: 'PATCH' | 'DELETE', payload?: object) =>
    server.app.inject({
      ...{ method, url: `/api/sessions/${id}`, headers: admin.headers },
      ...(payload ? { payload } : {}),
    });
  await change('PATCH', { visibility: 'private' });
  expect([await sampleFor(member), await sampleFor(admin)]).toEqual([null, { id, slug }]);
  await change('DELETE');
  expect(await sampleFor(admin)).toBeNull();
});
