import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { collections } from '../../drizzle/schema/collections.ts';
import { sessions } from '../../drizzle/schema/sessions.ts';
import { collecting, putOf, titlesOf } from '../support/collecting.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ana: TestPerson;
let mate: TestPerson;
let reader: TestPerson;
let curator: TestPerson;
let as: ReturnType<typeof collecting>;
beforeAll(async () => {
  server = await openTestServer();
  as = collecting(server);
  ana = await server.person('curator', { team: 'platform' });
  mate = await server.person('member', { team: 'platform' });
  reader = await server.person('member');
  curator = await server.person('curator');
});
beforeEach(async () => {
  for (const table of [collections, sessions]) await server.db.delete(table);
});
afterAll(() => server.close());

const call: typeof as.call = (...request) => as.call(...request);
const make: typeof as.make = (...request) => as.make(...request);
const read: typeof as.read = (...request) => as.read(...request);
const talk = (title: string, overrides: Parameters<typeof as.talk>[2] = {}) => as.talk(ana, title, overrides);

describe('what a reader may not open', () => {
  test('is not in any collection for them: no item, count, poster, length or title', async () => {
    const hidden = await talk('Salaries', { visibility: 'private' });
    const ofTeam = await talk('Roadmap', { visibility: 'team' });
    const open = await talk('Docker');
    await insertMediaFile(server.db, {
      ...{ sessionId: hidden.id, fileName: 'poster-1.jpg', kind: 'poster' as const },
      ...{ contentType: 'image/jpeg', sizeBytes: 1 },
    });
    const items = [hidden, ofTeam, open].map(({ id }) => ({ sessionId: id }));
    const { slug, ...made } = await make(ana, { title: 'All', items });
    for (const [who, titles] of [
      [ana, ['Salaries', 'Roadmap', 'Docker']],
      [mate, ['Roadmap', 'Docker']],
      [curator, ['Docker']],
      [reader, ['Docker']],
    ] as const) {
      const shown = await read(who, slug);
      expect(titlesOf(shown)).toEqual(titles);
      const counts = {
        itemCount: titles.length,
        sessionCount: titles.length,
        totalSeconds: 600 * titles.length,
      };
      expect(shown).toMatchObject(counts);
      expect((await call(who, 'GET', '/api/collections')).json().items).toMatchObject([counts]);
      if (who !== ana) expect(JSON.stringify(shown)).not.toMatch(new RegExp(`Salaries|${hidden.id}`));
    }
    // Neither can it be marked, moved or taken out, nor does adding it tell that it is there.
    const secret = made.items[0]?.id;
    const url = `/api/collections/${slug}`;
    for (const [method, path, payload, status] of [
      ['PUT', `${url}/progress`, { itemId: secret, done: true }, 404],
      ['DELETE', `${url}/items/${secret}`, undefined, 404],
      ['POST', `${url}/items/${secret}/move`, { after: made.items[2]?.id }, 404],
      ['POST', `${url}/items`, { sessionId: hidden.id }, 422],
    ] as const)
      expect([path, (await call(curator, method, path, payload)).statusCode]).toEqual([path, status]);
  });

  test('stays in its place when others change the order', async () => {
    const hidden = await talk('Salaries', { visibility: 'private' });
    const [a, b] = [await talk('A'), await talk('B')];
    const items = [a, hidden, b].map(({ id }) => ({ sessionId: id }));
    const { slug } = await make(ana, { title: 'All', items });
    const turned = (await read(curator, slug)).items.toReversed().map(putOf);
    await call(curator, 'PUT', `/api/collections/${slug}/items`, { items: turned });
    expect(titlesOf(await read(ana, slug))).toEqual(['B', 'A', 'Salaries']);
    await call(curator, 'PUT', `/api/collections/${slug}/items`, { items: [] });
    expect(titlesOf(await read(ana, slug))).toEqual(['Salaries']);
  });

  test.each(['private', 'team'] as const)('a %s collection does not exist for others', async (visibility) => {
    const session = await talk('Docker');
    await server.searchIndex.replaceSession(documentOf(session), []);
    const { slug, items } = await make(ana, {
      ...{ title: 'Layoffs', visibility },
      items: [{ sessionId: session.id }],
    });
    const url = `/api/collections/${slug}`;
    const itemId = items[0]?.id;
    for (const who of [curator, reader, ...(visibility === 'private' ? [mate] : [])]) {
      for (const [method, path, payload] of [
        ['GET', url, undefined],
        ['PATCH', url, { title: 'x' }],
        ['PUT', `${url}/items`, { items: [] }],
        ['POST', `${url}/items`, { sessionId: session.id }],
        ['DELETE', `${url}/items/${itemId}`, undefined],
        ['POST', `${url}/items/${itemId}/move`, { before: 'x' }],
        ['PUT', `${url}/progress`, { itemId, done: true }],
        ['DELETE', url, undefined],
      ] as const) {
        const isRefused = who.role === 'member' && method !== 'GET' && !path.endsWith('progress');
        expect([path, (await call(who, method, path, payload)).statusCode]).toEqual([
          path,
          isRefused ? 403 : 404,
        ]);
      }
      for (const path of ['/api/collections', '/api/collections?q=lay', '/api/search?q=docker'])
        expect((await call(who, 'GET', path)).body).not.toContain('Layoffs');
      expect((await call(who, 'GET', '/api/search?q=in:layoffs')).json().total).toBe(0);
    }
    for (const who of [ana, ...(visibility === 'team' ? [mate] : [])]) {
      const found = (await call(who, 'GET', '/api/search?q=docker&collection=Layoffs')).json();
      expect([found.total, found.facets.collections]).toEqual([1, [{ value: 'Layoffs', count: 1 }]]);
    }
    // Its title is free for others, whose address tells nothing.
    expect(await make(curator, { title: 'Layoffs' })).toMatchObject({ title: 'Layoffs', itemCount: 0 });
  });

  test('a curator cannot hide a collection of others from themselves', async () => {
    const { slug } = await make(ana, { title: 'All' });
    const url = `/api/collections/${slug}`;
    expect((await call(curator, 'PATCH', url, { visibility: 'private' })).statusCode).toBe(403);
    expect((await call(ana, 'PATCH', url, { visibility: 'private' })).statusCode).toBe(200);
  });

  test('a session in the bin is in no collection until it is restored, to where it was', async () => {
    const sessionsThere = [await talk('A'), await talk('B'), await talk('C')];
    const { slug } = await make(curator, {
      title: 'Ops',
      items: sessionsThere.map(({ id }) => ({ sessionId: id })),
    });
    const b = sessionsThere[1]?.id ?? '';
    await call(ana, 'DELETE', `/api/sessions/${b}`);
    for (const who of [ana, curator, reader]) {
      expect(titlesOf(await read(who, slug))).toEqual(['A', 'C']);
      expect((await read(who, slug)).itemCount).toBe(2);
    }
    await call(
      curator,
      'POST',
      `/api/collections/${slug}/items/${(await read(curator, slug)).items[1]?.id}/move`,
      {
        before: (await read(curator, slug)).items[0]?.id,
      },
    );
    await call(ana, 'POST', `/api/sessions/${b}/restore`);
    expect(titlesOf(await read(reader, slug))).toEqual(['C', 'A', 'B']);
    await server.db.delete(sessions).where(eq(sessions.id, b));
    expect(titlesOf(await read(reader, slug))).toEqual(['C', 'A']);
  });
});

const documentOf = (session: Awaited<ReturnType<typeof talk>>) => ({
  ...{
    id: session.id,
    version: 1,
    title: session.title,
    description: '',
    speakers: [],
    topics: [],
    collections: [],
  },
  ...{ language: 'en', heldAt: session.createdAt, trust: 1 },
  audience: { visibility: session.visibility, ownerId: session.ownerId, team: session.team },
});
