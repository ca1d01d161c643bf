import { afterAll, beforeAll, expect, test } from 'vitest';
import { notify, sessionChanged } from '../../drizzle/notifications.ts';
import { insertStages } from '../../drizzle/queries/stages.ts';
import { updateUser } from '../../drizzle/queries/users.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ana: TestPerson;
let origin: string;
beforeAll(async () => {
  server = await openTestServer();
  ana = await server.person('champion');
  origin = await server.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close());

/** Reads `session` events one by one; `undefined` when the stream has ended. */
async function watch(sessionId: string, person: TestPerson) {
  const answer = await fetch(`${origin}/api/sessions/${sessionId}/events`, { headers: person.headers });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffered = '';
  return async (): Promise<{ title: string } | undefined> => {
    for (;;) {
      const event = /event: session\ndata: (.*)\n\n/.exec(buffered);
      if (event) {
        buffered = buffered.slice(event.index + event[0].length);
        return JSON.parse(event[1] ?? '');
      }
      const chunk = await reader?.read();
      if (!chunk || chunk.done) return undefined;
      buffered += chunk.value;
    }
  };
}

const addSession = async () => {
  const session = await makeSession(server.db, { ownerId: ana.id, title: 'Before' });
  await insertStages(server.db, session.id, {});
  return session;
};
const patch = (id: string, payload: object) =>
  server.app.inject({ method: 'PATCH', url: `/api/sessions/${id}`, payload, headers: ana.headers });

test('the whole session comes at once and again after each change, also one by another process', async () => {
  const session = await addSession();
  const next = await watch(session.id, ana);
  expect((await next())?.title).toBe('Before');
  await patch(session.id, { title: 'After' });
  expect((await next())?.title).toBe('After');
  await notify(server.db, sessionChanged, session.id);
  expect((await next())?.title).toBe('After');
});

test('the stream ends when its reader may not open the session any more', async () => {
  const session = await addSession();
  const ben = await server.person('member');
  const next = await watch(session.id, ben);
  expect((await next())?.title).toBe('Before');
  await patch(session.id, { visibility: 'private' });
  expect(await next()).toBeUndefined();
});

test('the stream ends when its reader is disabled', async () => {
  const session = await addSession();
  const ben = await server.person('member');
  const next = await watch(session.id, ben);
  await next();
  await updateUser(server.db, ben.id, { disabledAt: new Date() });
  await patch(session.id, { title: 'After' });
  expect(await next()).toBeUndefined();
});
