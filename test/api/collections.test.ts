import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Collection } from '../../core/api/collections.ts';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { listStages } from '../../drizzle/queries/stages.ts';
import { addTranscript } from '../../drizzle/queries/transcripts.ts';
import { collections } from '../../drizzle/schema/collections.ts';
import { sessionStages, sessions } from '../../drizzle/schema/sessions.ts';
import { collecting, putOf } from '../support/collecting.ts';
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
const startsOf = ({ items }: Pick<Collection, 'items'>) => items.map(({ startSeconds }) => startSeconds);

describe('a collection', () => {
  test('has its sessions and moments in order, with what is said, how long it plays and where', async () => {
    const [first, second] = [await talk('Docker'), await talk('Kubernetes')];
    const segments = [
      { startSeconds: 0, endSeconds: 9, speaker: 'Bo', text: 'Welcome, everybody.' },
      { startSeconds: 10, endSeconds: 19, speaker: 'Ida', text: 'A pod is one or more containers.' },
    ];
    const transcript = { engine: 'captions', grade: 'given', language: 'en', segments } as const;
    await addTranscript(server.db, second.id, transcript, { origin: 'machine' });
    const poster = { kind: 'poster', contentType: 'image/jpeg', sizeBytes: 1 } as const;
    await insertMediaFile(server.db, { sessionId: first.id, fileName: 'poster-1.jpg', ...poster });
    const made = await make(curator, {
      title: 'C++ for newcomers',
      description: 'Start *here*.',
      items: [
        { sessionId: first.id, note: '  All of it. ' },
        { sessionId: second.id, startSeconds: 10.2, endSeconds: 40 },
        { sessionId: second.id, startSeconds: 500, endSeconds: 900 },
      ],
    });
    expect(await read(reader, 'c-plus-plus-for-newcomers')).toMatchObject({
      title: 'C++ for newcomers',
      description: 'Start *here*.',
      visibility: 'organisation',
      owner: { id: curator.id },
      ...{ itemCount: 3, sessionCount: 2, doneCount: 0, version: 1, canEdit: false },
      totalSeconds: expect.closeTo(600 + 29.8 + 100, 3),
      poster: `${first.id}/poster-1.jpg`,
      items: [
        {
          ...{ session: { title: 'Docker' }, startSeconds: null, endSeconds: null, seconds: 600 },
          ...{ note: 'All of it.', said: null, url: `/sessions/${first.slug}`, isDone: false },
        },
        {
          said: { speaker: 'Ida', text: 'A pod is one or more containers.' },
          url: `/sessions/${second.slug}?t=10`,
        },
        { said: null, url: `/sessions/${second.slug}?t=500`, seconds: 100 },
      ],
    });
    expect(made).toMatchObject({ slug: 'c-plus-plus-for-newcomers', canEdit: true });
    const { items } = (await call(reader, 'GET', '/api/collections')).json();
    expect(items).toMatchObject([{ slug: made.slug, itemCount: 3, poster: `${first.id}/poster-1.jpg` }]);
    expect(items[0].items).toBeUndefined();
  });

  test('keeps its address when its title changes, and its title apart from others', async () => {
    await make(curator, { title: 'Incidents' });
    const other = await make(curator, { title: 'Onboarding' });
    const renamed = await call(curator, 'PATCH', `/api/collections/${other.slug}`, { title: 'First weeks' });
    expect(renamed.json()).toMatchObject({ slug: 'onboarding', title: 'First weeks', version: 2 });
    for (const title of ['incidents', 'Íncidents'])
      for (const answer of [
        await call(curator, 'POST', '/api/collections', { title }),
        await call(curator, 'PATCH', '/api/collections/onboarding', { title }),
      ])
        expect([answer.statusCode, answer.json().slug]).toEqual([409, 'incidents']);
    // Its own title in other letters is no other's.
    const capitals = await call(curator, 'PATCH', '/api/collections/onboarding', { title: 'FIRST WEEKS' });
    expect(capitals.statusCode).toBe(200);
    expect((await make(curator, { title: 'Onboarding' })).slug).toMatch(/^onboarding-[\da-f]{8}$/);
  });

  test('is listed by its slug, by pages, and by what is in its title', async () => {
    for (const title of ['Zebra', 'Äpfel', 'Incidents 2025', 'Incidents 2026'])
      await make(curator, { title });
    const slugsOf = async (query: string) => {
      const { items, nextCursor } = (await call(reader, 'GET', `/api/collections?${query}`)).json();
      return { slugs: items.map(({ slug }: { slug: string }) => slug), nextCursor };
    };
    const { slugs, nextCursor } = await slugsOf('limit=3');
    expect(slugs).toEqual(['apfel', 'incidents-2025', 'incidents-2026']);
    expect(await slugsOf(`limit=3&cursor=${nextCursor}`)).toEqual({ slugs: ['zebra'], nextCursor: null });
    expect((await slugsOf('q=INCÍ')).slugs).toEqual(['incidents-2025', 'incidents-2026']);
    expect((await slugsOf('q=%00')).slugs).toEqual([]);
    expect((await call(reader, 'GET', '/api/collections?cursor=x')).statusCode).toBe(400);
  });

  test('can be deleted, and its sessions stay', async () => {
    const session = await talk('Docker');
    const { slug } = await make(curator, { title: 'Ops', items: [{ sessionId: session.id }] });
    expect((await call(curator, 'DELETE', `/api/collections/${slug}`)).statusCode).toBe(204);
    expect((await call(curator, 'GET', `/api/collections/${slug}`)).statusCode).toBe(404);
    expect((await call(reader, 'GET', `/api/sessions/${session.id}`)).statusCode).toBe(200);
  });

  test.each([
    [{}, 400],
    [{ title: ' ' }, 400],
    [{ title: '🎉' }, 400],
    [{ title: 'a\0b' }, 400],
    [{ title: 'a', description: '\0' }, 400],
    [{ title: 'x'.repeat(201) }, 400],
    [{ title: 'x', description: 'x'.repeat(20_001) }, 400],
    [{ title: 'x', owner: 'me' }, 400],
    [{ title: 'x', items: Array(501).fill({ sessionId: 'x' }) }, 400],
    [{ title: 'x', items: [{ sessionId: 'x' }] }, 422],
    [{ title: 'x', items: [{ sessionId: '019400aa-0000-7000-8000-000000000000' }] }, 422],
  ])('is not made of %j', async (fields, status) => {
    expect((await call(curator, 'POST', '/api/collections', fields)).statusCode).toBe(status);
    expect((await call(curator, 'GET', '/api/collections')).json().items).toEqual([]);
  });
});

describe('the items of a collection', () => {
  const collect = async (...starts: (number | null)[]) => {
    const session = await talk('Docker');
    const items = starts.map((startSeconds) => ({ sessionId: session.id, startSeconds }));
    return { session, collection: await make(curator, { title: 'Ops', items }) };
  };

  test('are added one by one at the end, once each', async () => {
    const { session, collection } = await collect();
    const add = (item: object) => call(curator, 'POST', `/api/collections/${collection.slug}/items`, item);
    const sessionId = session.id;
    const whole = await add({ sessionId });
    const moment = await add({ sessionId, startSeconds: 12.4, endSeconds: 50, note: 'Here' });
    expect([whole.statusCode, moment.statusCode]).toEqual([201, 201]);
    expect(moment.json()).toMatchObject({ startSeconds: 12.4, endSeconds: 50, note: 'Here' });
    const again = await add({ sessionId, startSeconds: 12.9, endSeconds: 80 });
    expect([again.statusCode, again.json()]).toEqual([200, moment.json()]);
    expect((await add({ sessionId })).statusCode).toBe(200);
    expect((await add({ sessionId, startSeconds: 13 })).statusCode).toBe(201);
    expect(startsOf(await read(reader, collection.slug))).toEqual([null, 12.4, 13]);
    expect((await read(reader, collection.slug)).version).toBe(4);
  });

  test('added by many at once are all there', async () => {
    const { session, collection } = await collect();
    const starts = Array.from({ length: 12 }, (_, at) => at * 10);
    const answers = await Promise.all(
      [...starts, ...starts].map((startSeconds) =>
        call(curator, 'POST', `/api/collections/${collection.slug}/items`, {
          sessionId: session.id,
          startSeconds,
        }),
      ),
    );
    const statuses = answers.map(({ statusCode }) => statusCode).sort();
    expect(statuses).toEqual([...Array(12).fill(200), ...Array(12).fill(201)]);
    expect(startsOf(await read(reader, collection.slug)).sort((a, b) => Number(a) - Number(b))).toEqual(
      starts,
    );
  });

  test('lie within their recording', async () => {
    const { session, collection } = await collect();
    const sessionId = session.id;
    for (const [item, path] of [
      [{ sessionId, startSeconds: 600 }, 'startSeconds'],
      [{ sessionId, startSeconds: 20, endSeconds: 20 }, 'endSeconds'],
      [{ sessionId: 'nothing' }, 'sessionId'],
    ] as const) {
      const answer = await call(curator, 'POST', `/api/collections/${collection.slug}/items`, item);
      expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, path]);
      const items = [{ sessionId }, item];
      const put = await call(curator, 'PUT', `/api/collections/${collection.slug}/items`, { items });
      expect([put.statusCode, put.json().errors[0].path]).toEqual([422, `items.1.${path}`]);
    }
    const answer = await call(curator, 'POST', `/api/collections/${collection.slug}/items`, {
      sessionId,
      endSeconds: 30,
    });
    expect(answer.json()).toMatchObject({ startSeconds: 0, endSeconds: 30, seconds: 30 });
  });

  test('are replaced as a whole, and those that stay keep what readers have done', async () => {
    const { session, collection } = await collect(0, 10, 20);
    const { slug } = collection;
    for (const { id } of collection.items.slice(0, 2))
      await call(reader, 'PUT', `/api/collections/${slug}/progress`, { itemId: id, done: true });
    const [first, second] = collection.items.map(putOf);
    const items = [
      { sessionId: session.id, startSeconds: 40 },
      { ...second, startSeconds: 11, note: 'A little later' },
      { sessionId: session.id, startSeconds: 0.4 },
    ];
    const answer = await call(curator, 'PUT', `/api/collections/${slug}/items`, { items });
    expect(answer.statusCode).toBe(200);
    const after = await read(reader, slug);
    expect(after.items.map(({ startSeconds, note, isDone }) => [startSeconds, note, isDone])).toEqual([
      [40, '', false],
      [11, 'A little later', true],
      [0.4, '', true],
    ]);
    expect(after.items[2]?.id).toBe(first?.id);
    expect(after.doneCount).toBe(2);
  });

  test('are not replaced by somebody who has not seen the newest', async () => {
    const { session, collection } = await collect(0, 10);
    const url = `/api/collections/${collection.slug}`;
    const seen = (await call(curator, 'GET', url)).headers.etag;
    const put = (who: TestPerson, ifMatch: string) =>
      call(
        who,
        'PUT',
        `${url}/items`,
        { items: [{ sessionId: session.id, startSeconds: 30 }] },
        { 'if-match': ifMatch },
      );
    // What a reader does is no change of the collection.
    const itemId = collection.items[0]?.id;
    await call(curator, 'PUT', `${url}/progress`, { itemId, done: true });
    const first = await put(curator, String(seen));
    expect(first.statusCode).toBe(200);
    const second = await put(ana, String(seen));
    expect([second.statusCode, second.json().version]).toEqual([412, 2]);
    expect((await put(ana, String(first.headers.etag))).statusCode).toBe(200);
    expect((await put(ana, '*')).statusCode).toBe(200);
    const title = { title: 'Late' };
    expect((await call(ana, 'PATCH', url, title, { 'if-match': String(seen) })).statusCode).toBe(412);
  });

  test('are sent once to those who have them', async () => {
    const { collection } = await collect(0);
    const url = `/api/collections/${collection.slug}`;
    const { etag } = (await call(reader, 'GET', url)).headers;
    const ask = () => call(reader, 'GET', url, undefined, { 'if-none-match': String(etag) });
    expect((await ask()).statusCode).toBe(304);
    await call(reader, 'PUT', `${url}/progress`, { itemId: collection.items[0]?.id, done: true });
    expect((await ask()).statusCode).toBe(200);
  });

  test('are moved and taken out one by one', async () => {
    const { collection } = await collect(0, 10, 20, 30);
    const url = `/api/collections/${collection.slug}/items`;
    const [a, b, c, d] = collection.items.map(({ id }) => id);
    const move = async (id: string | undefined, place: object) =>
      (await call(curator, 'POST', `${url}/${id}/move`, place)).statusCode;
    expect(await move(d, { before: a })).toBe(200);
    expect(startsOf(await read(reader, collection.slug))).toEqual([30, 0, 10, 20]);
    expect(await move(a, { after: b })).toBe(200);
    expect(startsOf(await read(reader, collection.slug))).toEqual([30, 10, 0, 20]);
    expect((await call(curator, 'DELETE', `${url}/${c}`)).statusCode).toBe(204);
    expect(startsOf(await read(reader, collection.slug))).toEqual([30, 10, 0]);
    for (const [id, place, status] of [
      [a, { before: a }, 404],
      [a, { before: c }, 404],
      [c, { before: a }, 404],
      [a, {}, 400],
      [a, { before: b, after: d }, 400],
    ] as const)
      expect(await move(id, place)).toBe(status);
    expect((await call(curator, 'DELETE', `${url}/${c}`)).statusCode).toBe(404);
  });

  test('are done for one reader, until they say otherwise', async () => {
    const { collection } = await collect(0, 10);
    const mark = async (who: TestPerson, itemId: string | undefined, done: boolean) =>
      (await call(who, 'PUT', `/api/collections/${collection.slug}/progress`, { itemId, done })).statusCode;
    const itemId = collection.items[1]?.id;
    for (const done of [true, true]) expect(await mark(reader, itemId, done)).toBe(204);
    const after = await read(reader, collection.slug);
    expect([after.doneCount, after.items.map(({ isDone }) => isDone)]).toEqual([1, [false, true]]);
    expect((await read(mate, collection.slug)).doneCount).toBe(0);
    expect(await mark(reader, itemId, false)).toBe(204);
    expect((await read(reader, collection.slug)).doneCount).toBe(0);
    expect(await mark(reader, 'nothing', true)).toBe(404);
  });

  test('that come or go have their sessions indexed again, and no others', async () => {
    const [stays, goes, comes] = [await talk('A'), await talk('B'), await talk('C')];
    const { slug } = await make(curator, {
      title: 'Ops',
      items: [{ sessionId: stays.id }, { sessionId: goes.id }],
    });
    const waiting = async () => {
      const stages = await listStages(server.db, [stays.id, goes.id, comes.id]);
      return [stays, goes, comes].map(({ id }) =>
        stages.get(id)?.some(({ name, status }) => name === 'index' && status === 'waiting'),
      );
    };
    expect(await waiting()).toEqual([true, true, false]);
    await server.db.update(sessionStages).set({ status: 'done' });
    const items = [{ sessionId: comes.id }, { sessionId: stays.id, note: 'Both' }];
    await call(curator, 'PUT', `/api/collections/${slug}/items`, { items });
    expect(await waiting()).toEqual([false, true, true]);
  });
});
