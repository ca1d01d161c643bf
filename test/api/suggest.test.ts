import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { indexNow } from '../../core/actions/index-now.ts';
import { nameSessions } from '../../core/actions/name-sessions.ts';
import { SearchResponse } from '../../core/api/search.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import { replaceSuggestions } from '../../drizzle/queries/suggestion-rows.ts';
import { makeSession } from '../factories.ts';
import { silentLog } from '../support/log.ts';
import { searching } from '../support/searching.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let on: ReturnType<typeof searching>;
let ana: TestPerson;
let ben: TestPerson;
let owner: TestPerson;
let curator: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  on = searching(server);
  ana = await server.person('member', { team: 'platform' });
  ben = await server.person('member');
  owner = await server.person('champion', { team: 'platform' });
  curator = await server.person('curator');
  await on.addSession({
    title: 'Kubernetes für Entwickler',
    slug: 'k8s',
    speakers: ['Zoë Quill'],
    topics: ['Kubernetes'],
  });
  await on.addSession({ title: 'Introduction to pivot tables', slug: 'pivots', topics: ['Pivot tables'] });
});
afterAll(() => server.close());

const texts = async (person: TestPerson, q: string) => (await on.suggest(person, q)).map(({ text }) => text);

describe('as one types', () => {
  test('topics, sessions and speakers are suggested, with where each leads', async () => {
    expect(await on.suggest(ana, 'kub')).toEqual([
      { kind: 'topic', text: 'Kubernetes', url: '/?q=topic%3A%22Kubernetes%22' },
      { kind: 'session', text: 'Kubernetes für Entwickler', url: '/sessions/k8s' },
    ]);
    expect(await on.suggest(ana, 'zoe')).toEqual([
      { kind: 'speaker', text: 'Zoë Quill', url: '/?q=speaker%3A%22Zo%C3%AB%20Quill%22' },
    ]);
  });

  test('the searches that they lead to find the sessions', async () => {
    for (const q of ['pivot', 'zoe']) {
      const [first] = await on.suggest(ana, q);
      const url = `/api/search${first?.url.slice(1)}`;
      const answer = await server.app.inject({ url, headers: ana.headers });
      expect(SearchResponse.parse(answer.json()).total).toBe(1);
    }
  });

  test.each([
    ['PIVOT', 'Introduction to pivot tables'],
    ['table', 'Introduction to pivot tables'],
    ['tables intro', 'Introduction to pivot tables'],
    ['fur', 'Kubernetes für Entwickler'],
    ['FÜR ent', 'Kubernetes für Entwickler'],
    ['quil', 'Zoë Quill'],
  ])('%s begins words of %s: case and accents aside', async (q, name) => {
    expect(await texts(ana, q)).toContain(name);
  });

  test.each([
    ['kuberntes', 'Kubernetes'],
    ['kuebr', 'Kubernetes'],
    ['pivto tab', 'Pivot tables'],
    ['qiull', 'Zoë Quill'],
  ])('one slip is forgiven: %s leads to %s', async (q, name) => {
    expect(await texts(ana, q)).toContain(name);
  });

  test.each(['kbu', 'kbuenrtes', 'zzz', '"', '\0', "'); drop table users", '💾', 'a '.repeat(300), ':* | !'])(
    '[%s] is answered with nothing',
    async (q) => {
      expect(await texts(ana, q)).toEqual([]);
    },
  );

  test('an alias leads to its topic', async () => {
    await server.app.inject({
      method: 'POST',
      url: '/api/vocabulary',
      headers: curator.headers,
      payload: { name: 'Kubernetes', kind: 'topic', aliases: ['K8s', 'Container ship'] },
    });
    expect(await texts(ana, 'k8')).toEqual(['Kubernetes']);
    expect(await texts(ana, 'ship')).toEqual(['Kubernetes']);
  });

  test('there are eight at most, what begins so first', async () => {
    for (let at = 0; at < 10; at += 1) await on.addSession({ title: `Owls at night ${at}` });
    await on.addSession({ title: 'On owls', topics: ['Owls'] });
    const found = await on.suggest(ana, 'owl');
    expect(found).toHaveLength(8);
    expect(found[0]).toMatchObject({ kind: 'topic', text: 'Owls' });
    expect(found.every(({ text }) => text.startsWith('Owls'))).toBe(true);
  });

  test('titles that led somewhere stand before others', async () => {
    await on.addSession({ title: 'Heron one' });
    const often = await on.addSession({ title: 'Heron two opened often' });
    await on.searchAndOpen(ben, 'long legs', often.id);
    expect((await texts(ana, 'heron'))[0]).toBe('Heron two opened often');
  });
});

describe('nobody is told', () => {
  test('title, speakers and topics of a session that they may not open, however it is typed', async () => {
    await on.addSession({
      ownerId: owner.id,
      visibility: 'private',
      title: 'Quagmire layoffs',
      speakers: ['Quentin Quagga'],
      topics: ['Quasar'],
    });
    for (const q of ['quag', 'quagmire', 'quent', 'quasar', 'quagmrie', 'qausar', 'layo', 'q'])
      for (const person of [ana, ben, curator])
        expect((await texts(person, q)).join()).not.toMatch(/qua[gs]/i);
    expect(await texts(owner, 'quasar')).toEqual(['Quasar']);
    expect(await texts(owner, 'qausar')).toEqual(['Quasar']);
  });

  test('what is for another team, while the team is', async () => {
    await on.addSession({ ownerId: owner.id, visibility: 'team', team: 'platform', title: 'Wombat rollout' });
    expect(await texts(ana, 'womb')).toEqual(['Wombat rollout']);
    expect(await texts(ben, 'womb')).toEqual([]);
  });

  test('what was made private, renamed or put into the bin a moment ago', async () => {
    const session = await on.addSession({ title: 'Yeti sighting', speakers: ['Yvo'], ownerId: owner.id });
    expect(await texts(ana, 'yet')).toEqual(['Yeti sighting']);
    // As before the index stage comes to it.
    await updateSession(server.db, session.id, { title: 'Bear sighting', speakers: [] });
    expect(await texts(ana, 'yet')).toEqual([]);
    expect(await texts(ana, 'yvo')).toEqual([]);
    await indexNow({ ...server, log: silentLog }, session.id);
    expect(await texts(ana, 'bear')).toEqual(['Bear sighting']);
    await updateSession(server.db, session.id, { visibility: 'private' });
    expect(await texts(ana, 'bear')).toEqual([]);
    expect(await texts(owner, 'bear')).toEqual(['Bear sighting']);
    await server.app.inject({ method: 'DELETE', url: `/api/sessions/${session.id}`, headers: owner.headers });
    expect(await texts(owner, 'bear')).toEqual([]);
  });

  test('a topic that a person took off the only session', async () => {
    const { id } = await on.addSession({ title: 'Zeppelin', topics: ['Airships'], ownerId: owner.id });
    expect(await texts(ana, 'airs')).toEqual(['Airships']);
    const payload = { status: 'rejected' };
    const url = `/api/sessions/${id}/topics/airships`;
    await server.app.inject({ method: 'PUT', url, headers: owner.headers, payload });
    expect(await texts(ana, 'airs')).toEqual([]);
  });
});

describe('phrases', () => {
  test('are suggested to others once two people have found something with them', async () => {
    const { id } = await on.addSession({ title: 'Nightly builds' });
    await on.searchAndOpen(ben, 'green pipeline', id);
    expect(await texts(ben, 'green')).toEqual(['green pipeline']);
    expect(await texts(ana, 'green')).toEqual([]);
    await on.searchAndOpen(owner, 'Green pipeline', id);
    const found = await on.suggest(ana, 'pipel');
    expect(found).toEqual([
      { kind: 'phrase', text: expect.stringMatching(/^green pipeline$/i), url: expect.any(String) },
    ]);
    expect(found[0]?.url).toMatch(/^\/\?q=green%20pipeline$/i);
  });

  test('are not what one other person has typed, however often', async () => {
    const { id } = await on.addSession({ title: 'Weekly' });
    for (let times = 0; times < 3; times += 1) await on.searchAndOpen(ben, 'bens salary', id);
    expect(await texts(ana, 'bens')).toEqual([]);
    expect(await texts(curator, 'sala')).toEqual([]);
  });

  test('are not what led to nothing', async () => {
    for (const person of [ben, owner]) await on.search(person, 'weekly unicorn');
    expect(await texts(ana, 'weekly uni')).toEqual([]);
  });

  test('are not what led to sessions that the reader may not open', async () => {
    const hidden = await on.addSession({
      title: 'Plans',
      ownerId: owner.id,
      visibility: 'team',
      team: 'platform',
    });
    for (const person of [ana, owner]) await on.searchAndOpen(person, 'secret merger', hidden.id);
    expect(await texts(ana, 'secret')).toEqual(['secret merger']);
    expect(await texts(ben, 'secret')).toEqual([]);
  });
});

describe('before anything is typed', () => {
  test('a reader gets their own last searches, the latest first and each once', async () => {
    const cat = await server.person('member');
    for (const q of ['tea', 'coffee beans', 'Tea!']) await on.searchAndOpen(cat, q, (await anySession()).id);
    expect(await on.suggest(cat, ' ')).toEqual([
      { kind: 'phrase', text: 'Tea!', url: '/?q=Tea!' },
      { kind: 'phrase', text: 'coffee beans', url: '/?q=coffee%20beans' },
    ]);
  });

  test('and nothing of others', async () => {
    expect(await on.suggest(await server.person('admin'), '')).toEqual([]);
  });
});

const anySession = () => on.addSession({ title: 'Drinks' });

test('sessions of an earlier release are suggested after the start', async () => {
  await makeSession(server.db, { title: 'Xylophone basics' });
  expect(await texts(ana, 'xylo')).toEqual([]);
  await nameSessions({ db: server.db, log: silentLog });
  expect(await texts(ana, 'xylo')).toEqual(['Xylophone basics']);
});

test('sessions that are named at the same time by several processes end up named once', async () => {
  const made = await Promise.all(
    [1, 2, 3].map((at) => makeSession(server.db, { title: `Vulture ${at} soaring` })),
  );
  await Promise.all(
    [...made, ...made.toReversed(), ...made].map(({ id }) => replaceSuggestions(server.db, id)),
  );
  expect((await texts(ana, 'soar')).sort()).toEqual([
    'Vulture 1 soaring',
    'Vulture 2 soaring',
    'Vulture 3 soaring',
  ]);
});
