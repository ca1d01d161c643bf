import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countSpeech } from '../../core/actions/keep-speech.ts';
import type { Person, SpeakerList } from '../../core/api/people.ts';
import { setSpeakerPerson } from '../../drizzle/queries/session-speakers.ts';
import { replaceSuggestions } from '../../drizzle/queries/suggestion-rows.ts';
import { updateUser } from '../../drizzle/queries/users.ts';
import { sessions } from '../../drizzle/schema/sessions.ts';
import { speech } from '../../drizzle/schema/speech.ts';
import { terms } from '../../drizzle/schema/terms.ts';
import { topics } from '../../drizzle/schema/topics.ts';
import { silentLog } from '../support/log.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';
import { explained, exploring } from '../support/topic-pages.ts';

let server: TestServer;
let on: ReturnType<typeof exploring>;
let ana: TestPerson;
let ben: TestPerson;
let reader: TestPerson;
let admin: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  on = exploring(server);
  ana = await server.person('champion', { team: 'platform', name: 'Ana Ruiz' });
  ben = await server.person('champion', { team: 'platform', name: 'Ben Okafor' });
  reader = await server.person('member', { name: 'Rea Reader' });
  admin = await server.person('admin', { name: 'Ada Admin' });
});
beforeEach(async () => {
  for (const table of [topics, terms, sessions]) await server.db.delete(table);
});
afterAll(() => server.close());

const speakers = async (who: TestPerson, query = ''): Promise<SpeakerList> =>
  (await on.call(who, 'GET', `/api/speakers${query}`)).json();
const named = async (who: TestPerson, q = '') =>
  (await speakers(who, q === '' ? '' : `?q=${encodeURIComponent(q)}`)).items.map(({ name }) => name);
const page = async (who: TestPerson, id: string): Promise<Person> =>
  (await on.call(who, 'GET', `/api/people/${id}`)).json();
const hide = (who: TestPerson, isHidden: boolean, id = who.id) =>
  on.call(who, 'PATCH', `/api/people/${id}`, { isHidden });

describe('who speaks about what', () => {
  test('is listed by name, with minutes and topics, as far as one may open it', async () => {
    await on.spoken(ana, { topics: ['Docker', 'Go'], minutes: { 'Ana Ruiz': 10, Zed: 2 } });
    await on.spoken(ana, { topics: ['Go'], minutes: { 'Ana Ruiz': 5, 'Speaker 1': 9 } });
    await on.spoken(ana, { topics: ['Rust'], minutes: { 'Ana Ruiz': 40 } }, { visibility: 'private' });
    await on.spoken(ben, { topics: ['Rust'], minutes: { 'Ben Okafor': 3 } }, { visibility: 'team' });
    expect((await speakers(reader)).items).toEqual([
      {
        ...{ name: 'Ana Ruiz', personId: ana.id, seconds: 900, sessionCount: 2 },
        topics: [
          { slug: 'go', name: 'Go', seconds: 900, sessionCount: 2 },
          { slug: 'docker', name: 'Docker', seconds: 600, sessionCount: 1 },
        ],
      },
      expect.objectContaining({ name: 'Zed', personId: null, seconds: 120, sessionCount: 1 }),
    ]);
    expect(await named(ben)).toEqual(['Ana Ruiz', 'Ben Okafor', 'Zed']);
    expect((await speakers(ana)).items[0]).toMatchObject({ seconds: 3300, sessionCount: 3 });
  });

  test('is found by a part of a name, or by what a topic is called', async () => {
    await on.spoken(ana, { topics: ['Kubernetes'], minutes: { 'Ana Ruiz': 1, 'Émile Zola': 1 } });
    await on.spoken(ben, { topics: ['Go'], minutes: { 'Ben Okafor': 1 } });
    await on.call(admin, 'PATCH', '/api/topics/kubernetes', { aliases: ['K8s'] });
    expect(await named(reader, 'ru')).toEqual(['Ana Ruiz']);
    expect(await named(reader, 'emile z')).toEqual(['Émile Zola']);
    expect(await named(reader, 'k8s')).toEqual(['Ana Ruiz', 'Émile Zola']);
    expect(await named(reader, 'GO')).toEqual(['Ben Okafor']);
    expect([await named(reader, 'uiz'), await named(reader, '%'), await named(reader, '\0')]).toEqual([
      [],
      [],
      [],
    ]);
  });

  test('comes page by page, each once, also those of one name', async () => {
    const minutes = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`Guest ${at}`, 1]));
    await on.spoken(ana, { topics: [], minutes: { ...minutes, 'Ana Ruiz': 1, 'ana-ruiz': 1 } });
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { items, nextCursor }: SpeakerList = await speakers(
        reader,
        `?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      found.push(...items.map(({ name }) => name));
      cursor = nextCursor;
    }
    expect(found).toHaveLength(9);
    expect(new Set(found).size).toBe(9);
    expect((await on.call(reader, 'GET', '/api/speakers?cursor=x')).statusCode).toBe(400);
  });

  test('goes by whom people have linked a name to, not by how it is written', async () => {
    const { id } = await on.spoken(ana, { topics: ['Go'], minutes: { AR: 5, 'Ben Okafor': 2 } });
    await setSpeakerPerson(server.db, id, 'AR', ana.id);
    await setSpeakerPerson(server.db, id, 'Ben Okafor', reader.id);
    expect((await speakers(reader)).items.map(({ name, personId }) => [name, personId])).toEqual([
      ['Ana Ruiz', ana.id],
      ['Rea Reader', reader.id],
    ]);
    expect((await on.call(reader, 'GET', `/api/sessions/${id}`)).json()).toMatchObject({
      ...{ speakers: ['AR', 'Ben Okafor'] },
      speakerPages: [
        { name: 'AR', personId: ana.id },
        { name: 'Ben Okafor', personId: reader.id },
      ],
    });
  });

  test('is a name and no more where two people are called so', async () => {
    await server.person('member', { name: 'Sam Same' });
    const other = await server.person('member', { name: 'sam same' });
    await on.spoken(ana, { topics: [], minutes: { 'Sam Same': 1 } });
    expect((await speakers(reader)).items).toMatchObject([{ name: 'Sam Same', personId: null }]);
    await updateUser(server.db, other.id, { disabledAt: new Date() });
    expect((await speakers(reader)).items).toMatchObject([{ personId: expect.any(String) }]);
  });

  test('is counted for sessions that an earlier release has added', async () => {
    await on.spoken(ana, { topics: [], minutes: { 'Ana Ruiz': 4 } });
    await server.db.delete(speech);
    expect(await named(reader)).toEqual([]);
    await countSpeech({ db: server.db, log: silentLog });
    expect((await speakers(reader)).items).toMatchObject([{ name: 'Ana Ruiz', seconds: 240 }]);
  });
});

describe('the page about somebody', () => {
  test('shows the sessions in which they speak that the reader may open, page by page', async () => {
    const open = [];
    for (const topic of ['Go', 'Rust', 'Docker'])
      open.push((await on.spoken(ben, { topics: [topic], minutes: { 'Ana Ruiz': 1, Guest: 3 } })).id);
    await on.spoken(ana, { topics: ['Secrets'], minutes: { 'Ana Ruiz': 1 } }, { visibility: 'private' });
    await on.spoken(ben, { topics: ['Go'], minutes: { 'Ben Okafor': 1 } });
    const first = (await on.call(reader, 'GET', `/api/people/${ana.id}?limit=2`)).json();
    const next = await on.call(reader, 'GET', `/api/people/${ana.id}?limit=2&cursor=${first.nextCursor}`);
    const ids = [...first.sessions, ...next.json().sessions].map(({ id }: { id: string }) => id);
    expect(ids).toEqual(open.toReversed());
    expect(first).toMatchObject({ name: 'Ana Ruiz', isHidden: false, seconds: 180, sessionCount: 3 });
    expect(first.topics.map(({ slug }: { slug: string }) => slug).sort()).toEqual(['docker', 'go', 'rust']);
    expect((await page(ana, ana.id)).sessionCount).toBe(4);
    expect(await page(reader, reader.id)).toMatchObject({ sessionCount: 0, topics: [], sessions: [] });
  });

  test('is not there for who is not', async () => {
    const gone = await server.person('member', { name: 'Gus Gone' });
    await updateUser(server.db, gone.id, { disabledAt: new Date() });
    for (const id of [gone.id, 'nobody', '019400aa-0000-7000-8000-000000000000'])
      expect((await on.call(reader, 'GET', `/api/people/${id}`)).statusCode).toBe(404);
  });
});

describe('who wants no page', () => {
  test('has none for others, no row, no place among those who explain; sessions name them', async () => {
    const linked = await on.spoken(ana, { topics: ['Go'], minutes: { AR: 5, 'Ben Okafor': 2 } });
    const plain = await on.spoken(ana, { topics: ['Go'], minutes: { 'ana  RUIZ': 3 } });
    await setSpeakerPerson(server.db, linked.id, 'AR', ana.id);
    for (const { id } of [linked, plain]) await replaceSuggestions(server.db, id);
    const suggested = async () =>
      (await on.call(reader, 'GET', '/api/suggest?q=ana'))
        .json()
        .items.filter(({ kind }: { kind: string }) => kind === 'speaker');
    expect((await hide(ana, true)).json()).toMatchObject({ isHidden: true, sessionCount: 1 });
    for (const who of [reader, admin, ben]) {
      expect((await on.call(who, 'GET', `/api/people/${ana.id}`)).statusCode).toBe(404);
      expect(await named(who)).toEqual(['Ben Okafor']);
      expect([await named(who, 'ana'), await named(who, 'go')]).toEqual([[], ['Ben Okafor']]);
      expect(explained(await on.topic(who, 'go'))).toEqual([['Ben Okafor', 2, 1]]);
    }
    expect(await suggested()).toMatchObject([{ url: expect.stringMatching(/^\/\?q=/) }]);
    const session = (await on.call(reader, 'GET', `/api/sessions/${linked.id}`)).json();
    expect(session).toMatchObject({
      ...{ speakers: ['AR', 'Ben Okafor'] },
      speakerPages: [{ name: 'Ben Okafor', personId: ben.id }],
    });
    expect(await page(ana, ana.id)).toMatchObject({ isHidden: true, sessions: [{ id: linked.id }] });
    await hide(ana, false);
    expect(await named(reader)).toEqual(['ana  RUIZ', 'Ana Ruiz', 'Ben Okafor']);
  });

  test('says so for themselves: nobody else does, whatever their role', async () => {
    expect((await hide(admin, true, ana.id)).statusCode).toBe(403);
    expect((await hide(reader, true, 'nobody')).statusCode).toBe(403);
    expect((await page(reader, ana.id)).isHidden).toBe(false);
    expect((await on.call(ana, 'PATCH', `/api/people/${ana.id}`, {})).statusCode).toBe(400);
  });
});
