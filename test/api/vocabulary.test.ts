import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mostTerms } from '../../core/model/vocabulary/term.ts';
import { insertStages, listStages } from '../../drizzle/queries/stages.ts';
import { listTermNames, listTermsNamed } from '../../drizzle/queries/terms.ts';
import {
  listTopicNames,
  replaceSuggestedTopics,
  setTopics,
  topicsOfSessions,
} from '../../drizzle/queries/topics.ts';
import { addTranscript } from '../../drizzle/queries/transcripts.ts';
import { terms } from '../../drizzle/schema/terms.ts';
import { topics } from '../../drizzle/schema/topics.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ana: TestPerson;
let reader: TestPerson;
let curator: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ana = await server.person('champion');
  reader = await server.person('member');
  curator = await server.person('curator');
});
beforeEach(async () => {
  for (const table of [topics, terms]) await server.db.delete(table);
});
afterAll(() => server.close());

const call = (
  who: TestPerson,
  method: 'GET' | 'PATCH' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
) => server.app.inject({ method, url, headers: who.headers, ...(payload ? { payload } : {}) });
const add = async (term: object) => (await call(curator, 'POST', '/api/vocabulary', term)).json();
const listed = async () => (await call(reader, 'GET', '/api/vocabulary?limit=100')).json().items;
const importCsv = (payload: string | Buffer, who = curator) =>
  server.app.inject({
    ...{ method: 'POST', url: '/api/vocabulary/import', payload },
    headers: { ...who.headers, 'content-type': 'text/csv' },
  });
const about = async (...names: string[]) => {
  const session = await makeSession(server.db, { ownerId: ana.id });
  await insertStages(server.db, session.id, { tag: 'not needed', index: 'done' });
  if (names.length > 0) await setTopics(server.db, session.id, names);
  return session;
};
const topicsOf = async (id: string) => (await topicsOfSessions(server.db, [id])).get(id) ?? [];

describe('the vocabulary', () => {
  test('takes no more terms one by one than by a file', async () => {
    await server.db.execute(sql`
      insert into ${terms} (id, name, slug, kind)
      select gen_random_uuid(), 'Term ' || at, 'term-' || at, 'other' from generate_series(1, ${mostTerms - 1}::integer) at`);
    expect((await call(curator, 'POST', '/api/vocabulary', { name: 'Last' })).statusCode).toBe(201);
    const answer = await call(curator, 'POST', '/api/vocabulary', { name: 'One more' });
    expect([answer.statusCode, answer.json().detail]).toEqual([422, expect.stringContaining('20,000 terms')]);
    const [last] = await listTermsNamed(server.db, ['last']);
    const changed = await call(curator, 'PATCH', `/api/vocabulary/${last?.id}`, { name: 'Latest' });
    expect(changed.statusCode).toBe(200);
    expect(await listTermsNamed(server.db, ['one-more'])).toEqual([]);
  });

  test('is kept by curators and read by everybody, page by page in the order of names', async () => {
    const kubectl = {
      name: 'kubectl',
      kind: 'product',
      aliases: ['kube control'],
      mishearings: ['cube cuddle'],
    };
    expect(await add({ ...kubectl, note: 'Say what you like' })).toMatchObject(kubectl);
    await add({ name: 'SSO' });
    await add({ name: 'Azubi' });
    const first = (await call(reader, 'GET', '/api/vocabulary?limit=2')).json();
    const second = (await call(reader, 'GET', `/api/vocabulary?limit=2&cursor=${first.nextCursor}`)).json();
    const names = [...first.items, ...second.items].map(({ name }: { name: string }) => name);
    expect([names, second.nextCursor]).toEqual([['Azubi', 'kubectl', 'SSO'], null]);
    expect(second.items[0]).toMatchObject({ kind: 'other', aliases: [], mishearings: [], note: '' });
  });

  test('is narrowed to what has certain letters in one of its texts', async () => {
    await add({ name: 'Kubernetes', aliases: ['K8s'], mishearings: ['cooper netties'], note: 'Runs boxes' });
    await add({ name: 'Café' });
    const having = async (q: string) =>
      (await call(reader, 'GET', `/api/vocabulary?q=${encodeURIComponent(q)}`))
        .json()
        .items.map(({ name }: { name: string }) => name);
    for (const q of ['BERN', 'k8', 'netties', 'boxes'])
      expect([q, await having(q)]).toEqual([q, ['Kubernetes']]);
    expect([await having('cafe'), await having('_'), await having('\0')]).toEqual([['Café'], [], []]);
  });

  test('says each thing once', async () => {
    const term = {
      name: 'SQL',
      aliases: ['sql', 'Sequel', 'SEQUEL'],
      mishearings: ['sql', 'see quill', 'See, Quill'],
    };
    expect(await add(term)).toMatchObject({ aliases: ['Sequel'], mishearings: ['see quill'] });
  });

  test('gives a name to one term, be it a name or an alias', async () => {
    await add({ name: 'Kubernetes', aliases: ['K8s'] });
    for (const [term, path] of [
      [{ name: 'kubernetes' }, 'name'],
      [{ name: 'K8S' }, 'name'],
      [{ name: 'Container', aliases: ['box', 'KUBERNETES'] }, 'aliases.1'],
    ] as const) {
      const answer = await call(curator, 'POST', '/api/vocabulary', term);
      expect([answer.statusCode, answer.json().errors[0].path]).toEqual([409, path]);
    }
    const { id } = await add({ name: 'Container' });
    const answer = await call(curator, 'PATCH', `/api/vocabulary/${id}`, { aliases: ['k8s'] });
    expect([answer.statusCode, answer.json().detail]).toEqual([
      409,
      '“k8s” is a name of “Kubernetes” already.',
    ]);
    expect(await listed()).toHaveLength(2);
  });

  test.each([
    [{}, 'name'],
    [{ name: '🙂' }, 'name'],
    [{ name: 'a', kind: 'colour' }, 'kind'],
    [{ name: 'a', aliases: ['!'] }, 'aliases.0'],
    [{ name: 'a', mishearings: ['one two three four five six seven eight nine'] }, 'mishearings.0'],
    [{ name: 'a', mishearings: ['…'] }, 'mishearings.0'],
    [{ name: 'a', id: 'b' }, 'id'],
  ])('refuses %j', async (term, named) => {
    const answer = await call(curator, 'POST', '/api/vocabulary', term);
    expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining(named)]);
  });

  test('keeps an old name as an alias, unless it is told the aliases', async () => {
    const { id } = await add({ name: 'Kubernets', note: 'stays' });
    const change = async (patch: object) =>
      (await call(curator, 'PATCH', `/api/vocabulary/${id}`, patch)).json();
    expect(await change({ name: 'Kubernetes' })).toMatchObject({ aliases: ['Kubernets'], note: 'stays' });
    expect(await change({ name: 'K8s', aliases: [] })).toMatchObject({ name: 'K8s', aliases: [] });
    expect((await call(curator, 'DELETE', `/api/vocabulary/${id}`)).statusCode).toBe(204);
    expect((await call(curator, 'DELETE', `/api/vocabulary/${id}`)).statusCode).toBe(404);
    expect((await call(curator, 'PATCH', `/api/vocabulary/${id}`, {})).statusCode).toBe(404);
  });
});

describe('an alias', () => {
  test('makes one topic of all that are called so, and their sessions are indexed anew', async () => {
    const [one, other, none] = [await about('K8s'), await about('kube', 'Go'), await about('Go')];
    await add({ name: 'Kubernetes', aliases: ['k8s', 'Kube'] });
    expect(await topicsOf(one.id)).toEqual(['Kubernetes']);
    expect((await topicsOf(other.id)).sort()).toEqual(['Go', 'Kubernetes']);
    const { items } = (await call(reader, 'GET', '/api/topics')).json();
    expect(items.map(({ slug }: { slug: string }) => slug)).toEqual(['go', 'kubernetes']);
    for (const [id, status] of [
      [one.id, 'waiting'],
      [other.id, 'waiting'],
      [none.id, 'skipped'],
    ] as const)
      expect((await listStages(server.db, [id])).get(id)?.find(({ name }) => name === 'index')?.status).toBe(
        status,
      );
  });

  test('is what taggers and people may write for the name, also in one breath', async () => {
    await add({ name: 'Kubernetes', aliases: ['K8s'] });
    const session = await about();
    await replaceSuggestedTopics(server.db, session.id, [
      { name: 'k8s', confidence: 0.25, seconds: [60] },
      { name: 'KUBERNETES', confidence: 0.75, seconds: [30] },
    ]);
    const { topicDetails } = (await call(ana, 'GET', `/api/sessions/${session.id}`)).json();
    expect(topicDetails).toEqual([
      {
        name: 'Kubernetes',
        slug: 'kubernetes',
        origin: 'ai',
        accepted: false,
        confidence: 0.75,
        seconds: [30, 60],
      },
    ]);
    const answer = await call(ana, 'PATCH', `/api/sessions/${session.id}`, { topics: ['k8s'] });
    expect(answer.json().topics).toEqual(['Kubernetes']);
  });
});

test('taggers and transcribers are told the names that matter most first', async () => {
  await about('Docker');
  const audience = await about('Docker', 'SSO');
  for (const term of [
    { name: 'Ada Lovelace', kind: 'name' },
    { name: 'SSO', kind: 'acronym' },
    { name: 'Docker' },
  ])
    await add(term);
  await add({ name: 'kubectl', kind: 'product' });
  expect(await listTermNames(server.db)).toEqual(['Docker', 'SSO', 'kubectl', 'Ada Lovelace']);
  expect(await listTopicNames(server.db, audience, 10)).toEqual(['Docker', 'SSO', 'kubectl']);
  expect(await listTopicNames(server.db, audience, 2)).toEqual(['Docker', 'SSO']);
});

describe('CSV', () => {
  test('that was exported is imported again, formulas and all', async () => {
    const term = {
      name: '=1+1',
      aliases: ['a;b', '@a', 'c\\d'],
      mishearings: ['"so" to say'],
      note: '-\n,"',
    };
    await add({ ...term, kind: 'acronym' });
    await add({ name: 'Ünïcode', aliases: [] });
    const before = await listed();
    const answer = await call(reader, 'GET', '/api/vocabulary.csv');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.body).toContain("'=1+1");
    expect((await importCsv(answer.rawPayload)).json()).toEqual({ added: 0, changed: 0, unchanged: 2 });
    await server.db.delete(terms);
    expect((await importCsv(answer.rawPayload)).json()).toEqual({ added: 2, changed: 0, unchanged: 0 });
    const withoutIds = (items: readonly object[]) =>
      items.map((item) => ({ ...item, id: '', updatedAt: '' }));
    expect(withoutIds(await listed())).toEqual(withoutIds(before));
  });

  test('changes the columns that the file has and leaves the rest', async () => {
    await add({ name: 'Kubernetes', kind: 'product', aliases: ['Kube'], note: 'stays' });
    await add({ name: 'Docker' });
    const session = await about('K8s');
    const answer = await importCsv(
      'name;aliases\nkubernetes;K8s; Kube\n'.replace('K8s; Kube', '"K8s; Kube"'),
    );
    expect(answer.json()).toEqual({ added: 0, changed: 1, unchanged: 0 });
    const [, term] = await listed();
    expect(term).toMatchObject({
      name: 'kubernetes',
      kind: 'product',
      aliases: ['K8s', 'Kube'],
      note: 'stays',
    });
    expect(await topicsOf(session.id)).toEqual(['kubernetes']);
  });

  test('moves an alias from one term to another in one file', async () => {
    await add({ name: 'Docker', aliases: ['Container'] });
    await add({ name: 'Podman' });
    const answer = await importCsv('name,aliases\nPodman,Container\nDocker,\n');
    expect(answer.json()).toEqual({ added: 0, changed: 2, unchanged: 0 });
  });

  test.each([
    ['name,kind\nA,acronym\nB,colour\n🙂,\n', [/^Line 3: kind/, /^Line 4: name/]],
    ['name\nA\n"B', [/^Line 3: A cell begins with a quote/]],
    ['name,aliases\nA,B\nC,b\n', [/^Line 3: “b” is a name of “A” \(line 2\) already/]],
    ['name\nA\na\n', [/^Line 3: “a” is a name of “A” \(line 2\) already/]],
    ['name,aliases\nA,SSO\n', [/^Line 2: “SSO” is a name of “Single sign-on” already/]],
    ['title\nA', [/^Line 1: The first line names the columns/]],
    ['', [/^Line 1/]],
  ])('that is wrong somewhere, %j, changes nothing and says where', async (file, said) => {
    await add({ name: 'Single sign-on', aliases: ['SSO'] });
    const answer = await importCsv(file);
    expect(answer.statusCode).toBe(422);
    const messages = answer.json().errors.map(({ message }: { message: string }) => message);
    expect(messages).toEqual(said.map((pattern) => expect.stringMatching(pattern)));
    expect(await listed()).toHaveLength(1);
  });

  test('is not taken from who may not write, as another type, or when it is huge', async () => {
    expect((await importCsv('name\nA', reader)).statusCode).toBe(403);
    expect((await call(curator, 'POST', '/api/vocabulary/import', { name: 'A' })).statusCode).toBe(415);
    expect((await importCsv(Buffer.alloc(6 * 2 ** 20, 'a'))).statusCode).toBe(413);
  });

  test('of thousands of terms is imported in one go', async () => {
    const lines = Array.from({ length: 3_000 }, (_, at) => `Term ${at},"t ${at}; u ${at}",miss ${at}`);
    const file = `name,aliases,mishearings\n${lines.join('\n')}`;
    expect((await importCsv(file)).json()).toEqual({ added: 3_000, changed: 0, unchanged: 0 });
    expect((await importCsv(file)).json()).toEqual({ added: 0, changed: 0, unchanged: 3_000 });
  });
});

test('a file that makes the vocabulary larger than anybody reads is refused where it becomes so', async () => {
  const lines = (count: number) => Array.from({ length: count }, (_, at) => `n${at}`).join('\n');
  const refused = async (file: string) => {
    const answer = await importCsv(file);
    return [answer.statusCode, answer.json().errors?.map(({ path }: { path: string }) => path)];
  };
  expect(await refused(`name\n${lines(20_001)}`)).toEqual([422, ['lines.20002']]);
  await server.db.execute(sql`insert into ${terms} (id, name, slug, kind)
    select gen_random_uuid(), 'N' || n, 'n' || n, 'other' from generate_series(1, 19999) n`);
  expect(await refused('name\nn1\nAda\nGrace')).toEqual([422, ['lines.4']]);
  expect((await importCsv('name\nn1\nAda')).json()).toEqual({ added: 1, changed: 1, unchanged: 0 });
});

describe('corrections', () => {
  const transcribed = async (overrides = {}) => {
    const { id } = await makeSession(server.db, { ownerId: ana.id, ...overrides });
    const segments = [
      { startSeconds: 0, endSeconds: 4, speaker: null, text: 'Welcome.' },
      { startSeconds: 4, endSeconds: 8, speaker: null, text: 'Run cube control, then Cube Control.' },
    ];
    await addTranscript(
      server.db,
      id,
      { engine: 'e', grade: 'rough', language: 'en', segments },
      { origin: 'machine' },
    );
    return id;
  };
  const url = (id: string) => `/api/sessions/${id}/transcript/suggestions`;

  test('are offered where a term was misheard, and change nothing', async () => {
    const id = await transcribed();
    const term = await add({ name: 'kubectl', mishearings: ['cube control'] });
    const before = (await call(reader, 'GET', `/api/sessions/${id}/transcript`)).json();
    const { version, items } = (await call(reader, 'GET', url(id))).json();
    expect([version, items.map(({ from }: { from: string }) => from)]).toEqual([
      1,
      ['cube control', 'Cube Control'],
    ]);
    expect(items[0]).toMatchObject({ segment: 1, start: 4, end: 16, to: 'kubectl', termId: term.id });
    expect((await call(reader, 'GET', `/api/sessions/${id}/transcript`)).json()).toEqual(before);
  });

  test('that are dismissed are not offered again in this session, by any version of its text', async () => {
    const [id, other] = [await transcribed(), await transcribed()];
    const [kubectl, cube] = [
      await add({ name: 'kubectl', mishearings: ['cube control'] }),
      await add({ name: 'CubeCtl', mishearings: ['cube control'] }),
    ];
    const dismissal = { termId: kubectl.id, from: 'CUBE control' };
    for (const _ of ['once', 'twice'])
      expect((await call(ana, 'POST', `${url(id)}/dismiss`, dismissal)).statusCode).toBe(204);
    const segments = [{ startSeconds: 0, endSeconds: 4, speaker: null, text: 'A cube control' }];
    await call(ana, 'PUT', `/api/sessions/${id}/transcript`, { segments });
    const offered = async (session: string) =>
      (await call(ana, 'GET', url(session))).json().items.map(({ termId }: { termId: string }) => termId);
    expect(await offered(id)).toEqual([cube.id]);
    expect(await offered(other)).toEqual([cube.id, kubectl.id, cube.id, kubectl.id]);
    await call(curator, 'DELETE', `/api/vocabulary/${kubectl.id}`);
    expect((await call(ana, 'POST', `${url(id)}/dismiss`, dismissal)).statusCode).toBe(404);
  });

  test('are dismissed for words that are offered, and no others', async () => {
    const id = await transcribed();
    const { id: termId } = await add({ name: 'kubectl', mishearings: ['cube control'] });
    const dismiss = async (from: string) =>
      (await call(ana, 'POST', `${url(id)}/dismiss`, { termId, from })).statusCode;
    const long = Array.from({ length: 1_000 }, (_, at) =>
      String.fromCodePoint(0x4e00 + ((at * 7_919) % 20_000)),
    );
    for (const from of ['kubectl', 'control', '!', long.join('')]) expect(await dismiss(from)).toBe(400);
    expect(await dismiss('Cube, CONTROL')).toBe(204);
  });

  test('are for who may open the session, and dismissed by who may change it', async () => {
    const { id: termId } = await add({ name: 'kubectl', mishearings: ['cube control'] });
    const statuses = async (who: TestPerson, id: string) => [
      (await call(who, 'GET', url(id))).statusCode,
      (await call(who, 'POST', `${url(id)}/dismiss`, { termId, from: 'cube control' })).statusCode,
    ];
    expect(await statuses(reader, await transcribed())).toEqual([200, 403]);
    expect(await statuses(curator, await transcribed())).toEqual([200, 204]);
    expect(await statuses(curator, await transcribed({ visibility: 'private' }))).toEqual([404, 404]);
    const { id } = await makeSession(server.db, { ownerId: ana.id });
    expect(await statuses(ana, id)).toEqual([404, 204]);
  });
});
