import { afterAll, beforeAll, expect, test } from 'vitest';
import { BinnedSession } from '../../core/api/sessions.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ana: TestPerson;
let dana: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ana = await server.person('champion', { name: 'Ana', team: 'platform' });
  dana = await server.person('curator', { name: 'Dana', team: 'sales' });
});
afterAll(() => server.close());

const ask = ({ headers }: TestPerson, name: string) =>
  server.app.inject({ url: `/api/bin/${name}`, headers });
const bin = ({ headers }: TestPerson, id: string) =>
  server.app.inject({ method: 'DELETE', url: `/api/sessions/${id}`, headers });
const restore = ({ headers }: TestPerson, id: string) =>
  server.app.inject({ method: 'POST', url: `/api/sessions/${id}/restore`, headers });

test('who may restore a session is told that it is in the bin, since when, and who put it there', async () => {
  const { id, slug } = await makeSession(server.db, { ownerId: ana.id, title: 'Pivot tables' });
  await bin(ana, id);
  await restore(ana, id);
  await bin(dana, id);
  for (const who of [ana, dana])
    for (const name of [id, slug]) {
      const binned = BinnedSession.parse((await ask(who, name)).json());
      expect(binned).toMatchObject({ id, title: 'Pivot tables', binnedBy: { id: dana.id, name: 'Dana' } });
      expect(Date.now() - Date.parse(binned.deletedAt ?? '')).toBeLessThan(60_000);
    }
  await restore(ana, id);
  expect((await ask(ana, id)).statusCode).toBe(404);
});

test('nobody is named where nobody is known to have done it', async () => {
  const { id } = await makeSession(server.db, { ownerId: ana.id });
  await updateSession(server.db, id, { deletedAt: new Date() });
  expect((await ask(ana, id)).json()).toMatchObject({ binnedBy: null });
});

test('all others are answered as if it had never been', async () => {
  const mate = await server.person('champion', { team: 'platform' });
  const open = await makeSession(server.db, { ownerId: ana.id });
  const ofTeam = await makeSession(server.db, { ownerId: ana.id, visibility: 'team', team: 'platform' });
  const own = await makeSession(server.db, { ownerId: ana.id, visibility: 'private' });
  const here = await makeSession(server.db, { ownerId: ana.id });
  for (const { id } of [open, ofTeam, own]) await bin(ana, id);
  const unknown = (await ask(mate, 'no-such-session')).json();
  for (const [who, session] of [
    ...[open, ofTeam, own, here].map((one) => [mate, one] as const),
    ...[ofTeam, own].map((one) => [dana, one] as const),
  ]) {
    const answer = await ask(who, session.slug);
    expect([session.slug, answer.statusCode, answer.json()]).toEqual([session.slug, 404, unknown]);
  }
});
