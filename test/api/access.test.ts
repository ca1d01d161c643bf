import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roles } from '../../core/model/access.ts';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

/** Who may call what: the whole surface. A new route is added here on purpose, or this test fails. */
const table: Readonly<Record<string, string>> = {
  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  'GET /metrics': 'anyone',
  'GET /api/openapi.json': 'anyone',
  'GET /api/welcome': 'anyone',
  'POST /api/setup': 'anyone',
  'POST /api/auth/sign-in/email': 'anyone',
  'POST /api/auth/sign-out': 'anyone',
  'GET /api/auth/sign-in/sso': 'anyone',
  'GET /api/auth/callback/sso': 'anyone',
  'POST /api/password-link': 'anyone',
  'POST /api/password-link/use': 'anyone',
  'GET /api/me': 'member',
  'PUT /api/me/password': 'member',
  'POST /api/tokens': 'member',
  'GET /api/tokens': 'member',
  'DELETE /api/tokens/:id': 'member',
  'GET /api/people': 'member',
  'GET /api/people/:id': 'member',
  'PATCH /api/people/:id': 'member',
  'GET /api/speakers': 'member',
  'GET /api/first-run': 'member',
  'POST /api/sessions': 'champion',
  'GET /api/sessions': 'member',
  'GET /api/sessions/:id': 'member',
  'PATCH /api/sessions/:id': 'member',
  'DELETE /api/sessions/:id': 'member',
  'POST /api/sessions/:id/restore': 'member',
  'GET /api/bin/:id': 'member',
  'DELETE /api/bin/:id': 'member',
  'POST /api/sessions/:id/reprocess': 'member',
  'GET /api/sessions/:id/events': 'member',
  'GET /api/uploads': 'champion',
  'OPTIONS /api/uploads': 'champion',
  'POST /api/uploads': 'champion',
  'OPTIONS /api/uploads/:id': 'champion',
  'PATCH /api/uploads/:id': 'champion',
  'DELETE /api/uploads/:id': 'champion',
  'PUT /api/uploads/:id/about': 'champion',
  'GET /api/sessions/:id/transcript': 'member',
  'PUT /api/sessions/:id/transcript': 'member',
  'PATCH /api/sessions/:id/transcript': 'member',
  'GET /api/sessions/:id/transcript.:format': 'member',
  'GET /api/sessions/:id/transcript/versions': 'member',
  'GET /api/sessions/:id/transcript/versions/:version': 'member',
  'GET /api/sessions/:id/transcript/versions/:version/diff': 'member',
  'POST /api/sessions/:id/transcript/versions/:version/restore': 'member',
  'PUT /api/sessions/:id/captions': 'member',
  'DELETE /api/sessions/:id/captions': 'member',
  'GET /api/sessions/:id/related': 'member',
  'GET /api/sessions/:id/collections': 'member',
  'GET /api/sessions/:id/notes': 'member',
  'PUT /api/sessions/:id/notes': 'member',
  'GET /api/sessions/:id/notes/history': 'member',
  'GET /api/sessions/:id/notes/history/:version': 'member',
  'GET /api/sessions/:id/notes/history/:version/diff': 'member',
  'POST /api/sessions/:id/notes/history/:version/restore': 'member',
  'GET /api/sessions/:id/transcript/suggestions': 'member',
  'POST /api/sessions/:id/transcript/suggestions/dismiss': 'member',
  'POST /api/sessions/:id/topics': 'member',
  'PUT /api/sessions/:id/topics/:slug': 'member',
  'GET /api/topics': 'member',
  'GET /api/topics/:slug': 'member',
  'PATCH /api/topics/:slug': 'curator',
  'DELETE /api/topics/:slug': 'curator',
  'POST /api/topics/:slug/merge': 'curator',
  'POST /api/topics/:slug/pins': 'curator',
  'PATCH /api/topics/:slug/pins/:pinId': 'curator',
  'DELETE /api/topics/:slug/pins/:pinId': 'curator',
  'GET /api/vocabulary': 'member',
  'POST /api/vocabulary': 'curator',
  'PATCH /api/vocabulary/:id': 'curator',
  'DELETE /api/vocabulary/:id': 'curator',
  'GET /api/vocabulary.csv': 'member',
  'POST /api/vocabulary/import': 'curator',
  'GET /api/collections': 'member',
  'POST /api/collections': 'curator',
  'GET /api/collections/:slug': 'member',
  'PATCH /api/collections/:slug': 'curator',
  'DELETE /api/collections/:slug': 'curator',
  'PUT /api/collections/:slug/items': 'curator',
  'POST /api/collections/:slug/items': 'curator',
  'DELETE /api/collections/:slug/items/:itemId': 'curator',
  'POST /api/collections/:slug/items/:itemId/move': 'curator',
  'PUT /api/collections/:slug/progress': 'member',
  'GET /api/search': 'member',
  'GET /api/suggest': 'member',
  'POST /api/searches/:id/opened': 'member',
  'POST /api/searches/:id/ask': 'member',
  'GET /api/asked': 'champion',
  'POST /api/asked/dismiss': 'curator',
  'GET /api/sessions/:id/find': 'member',
  'GET /media/:id/:file': 'member',
  'GET /api/admin/people': 'admin',
  'POST /api/admin/people': 'admin',
  'PATCH /api/admin/people/:id': 'admin',
  'POST /api/admin/people/:id/password-link': 'admin',
  'GET /api/admin/jobs': 'admin',
  'POST /api/admin/jobs/retry': 'admin',
  'POST /api/admin/jobs/:id/:stage/retry': 'admin',
  'GET /api/admin/engines': 'admin',
  'GET /api/admin/storage': 'admin',
  'GET /api/admin/tokens': 'admin',
  'DELETE /api/admin/tokens/:id': 'admin',
  'GET /api/admin/audit': 'admin',
};

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const declared = () =>
  server.app.declaredRoutes.filter(({ method, url }) => method !== 'HEAD' && !url.startsWith('/docs'));
const fill = (url: string) =>
  url.replace(':id', '019400aa-0000-7000-8000-000000000000').replace(/:\w+/, 'vtt');

test('every registered route stands in the table with who may call it, and the other way round', () => {
  const found = Object.fromEntries(declared().map(({ method, url, access }) => [`${method} ${url}`, access]));
  expect(found).toEqual(table);
});

test('a stranger gets 401 from the API and 404 from media, on every route that is not for anyone', async () => {
  for (const { method, url, access } of declared()) {
    if (access === 'anyone') continue;
    const answer = await server.app.inject({ method: method as 'GET', url: fill(url) });
    expect([`${method} ${url}`, answer.statusCode]).toEqual([
      `${method} ${url}`,
      url.startsWith('/media/') ? 404 : 401,
    ]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  }
});

test('a role below the one that is needed gets 403', async () => {
  for (const { method, url, access } of declared()) {
    if (access === 'anyone' || access === 'member') continue;
    const below = roles[roles.indexOf(access) - 1] ?? 'member';
    const person = await server.person(below);
    const answer = await server.app.inject({
      method: method as 'GET',
      url: fill(url),
      headers: person.headers,
    });
    expect([`${method} ${url}`, answer.statusCode]).toEqual([`${method} ${url}`, 403]);
  }
});

test('a forged, unknown or malformed token is a stranger', async () => {
  for (const authorization of ['Bearer nonsense', 'Bearer', 'Basic YTpi', 'bearer  x y'])
    expect((await server.app.inject({ url: '/api/me', headers: { authorization } })).statusCode).toBe(401);
});

describe('a session that is not for the reader', () => {
  let owner: TestPerson;
  let mate: TestPerson;
  let stranger: TestPerson;
  let admin: TestPerson;
  beforeAll(async () => {
    owner = await server.person('champion', { team: 'platform' });
    mate = await server.person('member', { team: 'platform' });
    stranger = await server.person('curator', { team: 'sales' });
    admin = await server.person('admin');
  });

  const addSession = async (visibility: 'private' | 'team' | 'organisation') => {
    const session = await makeSession(server.db, { ownerId: owner.id, team: 'platform', visibility });
    await server.store.write(
      `${session.id}/poster-1.jpg`,
      (await import('node:stream')).Readable.from(['x']),
      { maxBytes: 9 },
    );
    const file = {
      fileName: 'poster-1.jpg',
      kind: 'poster' as const,
      contentType: 'image/jpeg',
      sizeBytes: 1,
    };
    await insertMediaFile(server.db, { sessionId: session.id, ...file });
    return session;
  };
  const calls = (id: string) =>
    [
      ['GET', `/api/sessions/${id}`],
      ['PATCH', `/api/sessions/${id}`],
      ['DELETE', `/api/sessions/${id}`],
      ['POST', `/api/sessions/${id}/restore`],
      ['GET', `/api/bin/${id}`],
      ['DELETE', `/api/bin/${id}`],
      ['POST', `/api/sessions/${id}/reprocess`],
      ['GET', `/api/sessions/${id}/events`],
      ['GET', `/api/sessions/${id}/find?q=pivot`],
      ['GET', `/api/sessions/${id}/transcript`],
      ['GET', `/api/sessions/${id}/transcript.vtt`],
      ['PUT', `/api/sessions/${id}/transcript`],
      ['PATCH', `/api/sessions/${id}/transcript`],
      ['GET', `/api/sessions/${id}/transcript/versions`],
      ['GET', `/api/sessions/${id}/transcript/versions/1`],
      ['GET', `/api/sessions/${id}/transcript/versions/1/diff`],
      ['POST', `/api/sessions/${id}/transcript/versions/1/restore`],
      ['PUT', `/api/sessions/${id}/captions`],
      ['DELETE', `/api/sessions/${id}/captions`],
      ['GET', `/api/sessions/${id}/related`],
      ['GET', `/api/sessions/${id}/collections`],
      ['GET', `/api/sessions/${id}/notes`],
      ['PUT', `/api/sessions/${id}/notes`],
      ['GET', `/api/sessions/${id}/notes/history`],
      ['GET', `/api/sessions/${id}/notes/history/1`],
      ['GET', `/api/sessions/${id}/notes/history/1/diff`],
      ['POST', `/api/sessions/${id}/notes/history/1/restore`],
      ['GET', `/media/${id}/poster-1.jpg`],
      ['GET', `/media/${id}/captions.vtt`],
    ] as const;
  const body = { PATCH: { title: 'Mine now' }, PUT: { segments: [] }, POST: {} } as const;
  const payloadOf = (method: string, url: string) => {
    if (method === 'PATCH' && url.endsWith('/transcript')) return { edits: [{ op: 'remove', segment: 0 }] };
    if (method === 'PUT' && url.endsWith('/notes')) return { text: 'Mine now' };
    return method in body ? body[method as keyof typeof body] : undefined;
  };

  test.each(['private', 'team'] as const)(
    'does not exist for others when %s, by id or slug',
    async (visibility) => {
      const session = await addSession(visibility);
      for (const person of [stranger, admin, ...(visibility === 'private' ? [mate] : [])])
        for (const id of [session.id, session.slug])
          for (const [method, url] of calls(id)) {
            const payload = payloadOf(method, url);
            const answer = await server.app.inject({
              method,
              url,
              headers: person.headers,
              ...(payload ? { payload } : {}),
            });
            expect([person.role, `${method} ${url}`, answer.statusCode]).toEqual([
              person.role,
              `${method} ${url}`,
              404,
            ]);
          }
      const list = await server.app.inject({ url: '/api/sessions?limit=100', headers: stranger.headers });
      expect(list.json().items.map((item: { id: string }) => item.id)).not.toContain(session.id);
    },
  );

  test('is open to the team when it is for the team', async () => {
    const session = await addSession('team');
    expect(
      (await server.app.inject({ url: `/api/sessions/${session.id}`, headers: mate.headers })).statusCode,
    ).toBe(200);
    expect(
      (await server.app.inject({ url: `/media/${session.id}/poster-1.jpg`, headers: mate.headers }))
        .statusCode,
    ).toBe(200);
  });

  test('may be read but not changed by a member when it is for everyone', async () => {
    const session = await addSession('organisation');
    const answer = await server.app.inject({
      method: 'PATCH',
      url: `/api/sessions/${session.id}`,
      payload: { title: 'Mine now' },
      headers: mate.headers,
    });
    expect(answer.statusCode).toBe(403);
  });

  test('vanishes for everyone but who may restore it, once it is in the bin', async () => {
    const session = await addSession('organisation');
    const bin = await server.app.inject({
      method: 'DELETE',
      url: `/api/sessions/${session.id}`,
      headers: owner.headers,
    });
    expect(bin.statusCode).toBe(204);
    for (const [method, url] of calls(session.id).filter(
      ([, url]) => !url.endsWith('/restore') && !url.startsWith('/api/bin/'),
    )) {
      const payload = payloadOf(method, url);
      const answer = await server.app.inject({
        method,
        url,
        headers: owner.headers,
        ...(payload ? { payload } : {}),
      });
      expect([`${method} ${url}`, answer.statusCode]).toEqual([`${method} ${url}`, 404]);
    }
    const restore = { method: 'POST' as const, url: `/api/sessions/${session.id}/restore` };
    expect((await server.app.inject({ ...restore, headers: mate.headers })).statusCode).toBe(404);
    expect((await server.app.inject({ ...restore, headers: owner.headers })).statusCode).toBe(200);
    expect(
      (await server.app.inject({ url: `/api/sessions/${session.id}`, headers: mate.headers })).statusCode,
    ).toBe(200);
  });
});
