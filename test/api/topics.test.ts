import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { insertStages, listStages } from '../../drizzle/queries/stages.ts';
import { replaceSuggestedTopics, setTopics } from '../../drizzle/queries/topics.ts';
import { sessions } from '../../drizzle/schema/sessions.ts';
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
  ana = await server.person('champion', { team: 'platform' });
  reader = await server.person('member');
  curator = await server.person('curator');
});
beforeEach(async () => {
  for (const table of [topics, terms, sessions]) await server.db.delete(table);
});
afterAll(() => server.close());

const call = (
  who: TestPerson,
  method: 'GET' | 'PATCH' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
) => server.app.inject({ method, url, headers: who.headers, ...(payload ? { payload } : {}) });

/** A session of Ana's that is indexed, with topics of hers. */
const about = async (names: readonly string[], overrides: Parameters<typeof makeSession>[1] = {}) => {
  const session = await makeSession(server.db, { ownerId: ana.id, team: 'platform', ...overrides });
  const skipped = { probe: '', transcode: '', transcribe: '', tag: '', index: '', extras: '', optimise: '' };
  await insertStages(server.db, session.id, skipped);
  if (names.length > 0) await setTopics(server.db, session.id, names);
  return session;
};
const topicsOf = async (id: string) => (await call(ana, 'GET', `/api/sessions/${id}`)).json().topics.sort();
const isToBeIndexed = async (id: string) =>
  (await listStages(server.db, [id])).get(id)?.find(({ name }) => name === 'index')?.status === 'waiting';
const listed = async (who: TestPerson) => {
  const { items } = (await call(who, 'GET', '/api/topics?limit=100')).json();
  return items.map((item: { name: string; sessionCount: number }) => [item.name, item.sessionCount]);
};

describe('a topic', () => {
  test('counts and shows the sessions that its reader may open, and no others', async () => {
    const open = await about(['Docker']);
    const team = await about(['Docker'], { visibility: 'team' });
    await about(['Docker'], { visibility: 'private' });
    await about(['Docker'], { deletedAt: new Date() });
    const mate = await server.person('member', { team: 'platform' });
    for (const [who, ids] of [
      [reader, [open.id]],
      [curator, [open.id]],
      [mate, [open.id, team.id]],
    ] as const) {
      expect(await listed(who)).toEqual([['Docker', ids.length]]);
      const topic = (await call(who, 'GET', '/api/topics/docker')).json();
      expect(topic.sessionCount).toBe(ids.length);
      expect(topic.sessions.map(({ id }: { id: string }) => id).sort()).toEqual([...ids].sort());
    }
  });

  test('of sessions that are all hidden from the reader does not exist, for a curator either', async () => {
    await about(['Redundancies', 'Docker'], { visibility: 'private' });
    await about(['Docker']);
    for (const who of [reader, curator]) expect(await listed(who)).toEqual([['Docker', 1]]);
    for (const [method, url, payload] of [
      ['GET', '/api/topics/redundancies', undefined],
      ['PATCH', '/api/topics/redundancies', { description: 'x' }],
      ['DELETE', '/api/topics/redundancies', undefined],
      ['POST', '/api/topics/redundancies/merge', { into: 'docker' }],
      ['POST', '/api/topics/docker/merge', { into: 'redundancies' }],
    ] as const)
      expect([method, url, (await call(curator, method, url, payload)).statusCode]).toEqual([
        method,
        url,
        404,
      ]);
    // Nor does renaming tell: the two are one from then on.
    expect((await call(curator, 'PATCH', '/api/topics/docker', { name: 'Redundancies' })).statusCode).toBe(
      200,
    );
    expect(await listed(curator)).toEqual([['Redundancies', 1]]);
    expect(await listed(ana)).toEqual([['Redundancies', 2]]);
  });

  test('that a person took off a session does not count it', async () => {
    const session = await about(['Docker', 'Go']);
    await call(ana, 'PUT', `/api/sessions/${session.id}/topics/docker`, { status: 'rejected' });
    expect(await listed(reader)).toEqual([['Go', 1]]);
  });

  test('stands in lists in the order of names, each once, page by page, as do its sessions', async () => {
    for (const at of [3, 1, 2])
      await about(['Same', `Topic ${at}`], {
        recordedAt: new Date(Date.UTC(2026, 0, at)),
        title: `Day ${at}`,
      });
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const url: string = `/api/topics?limit=2${cursor && `&cursor=${cursor}`}`;
      const page = (await call(reader, 'GET', url)).json();
      names.push(...page.items.map(({ name }: { name: string }) => name));
      cursor = page.nextCursor;
    }
    expect(names).toEqual(['Same', 'Topic 1', 'Topic 2', 'Topic 3']);
    const first = (await call(reader, 'GET', '/api/topics/same?limit=2')).json();
    const second = (await call(reader, 'GET', `/api/topics/same?limit=2&cursor=${first.nextCursor}`)).json();
    const titles = [...first.sessions, ...second.sessions].map(({ title }: { title: string }) => title);
    expect([titles, second.nextCursor]).toEqual([['Day 3', 'Day 2', 'Day 1'], null]);
  });

  test.each(['/api/topics?cursor=nonsense', '/api/topics?limit=0', '/api/topics/same?cursor=nonsense'])(
    'refuses %s',
    async (url) => {
      await about(['Same']);
      expect((await call(reader, 'GET', url)).statusCode).toBe(400);
    },
  );

  test.each(['nothing', '%00', "'; drop table topics"])('%s is not there', async (slug) => {
    expect((await call(reader, 'GET', `/api/topics/${slug}`)).statusCode).toBe(404);
  });
});

describe('PATCH /api/topics/:slug', () => {
  test('describes a topic, which then stays even without sessions', async () => {
    const session = await about(['Docker']);
    const answer = await call(curator, 'PATCH', '/api/topics/docker', { description: '# Containers' });
    expect(answer.json()).toMatchObject({ name: 'Docker', description: '# Containers', sessionCount: 1 });
    await call(ana, 'PUT', `/api/sessions/${session.id}/topics/docker`, { status: 'rejected' });
    expect(await listed(reader)).toEqual([['Docker', 0]]);
  });

  test('renames it everywhere; by its old name it is found, tagged and searched as before', async () => {
    const session = await about(['K8s']);
    const answer = await call(curator, 'PATCH', '/api/topics/k8s', { name: 'Kubernetes' });
    expect(answer.json()).toMatchObject({ slug: 'kubernetes', name: 'Kubernetes', aliases: ['K8s'] });
    expect((await call(reader, 'GET', '/api/topics/k8s')).json().slug).toBe('kubernetes');
    expect(await topicsOf(session.id)).toEqual(['Kubernetes']);
    expect(await isToBeIndexed(session.id)).toBe(true);
    const next = await about([]);
    await replaceSuggestedTopics(server.db, next.id, [{ name: 'k8s', confidence: 0.5 }]);
    expect(await topicsOf(next.id)).toEqual(['Kubernetes']);
  });

  test('back again, without a trace of the name between', async () => {
    await about(['K8s']);
    await call(curator, 'PATCH', '/api/topics/k8s', { name: 'Kubernetes' });
    const answer = await call(curator, 'PATCH', '/api/topics/kubernetes', { name: 'K8s' });
    expect(answer.json()).toMatchObject({ slug: 'k8s', name: 'K8s', aliases: ['Kubernetes'] });
  });

  test('writes its name in capitals', async () => {
    const session = await about(['sql']);
    await call(curator, 'PATCH', '/api/topics/sql', { name: 'SQL' });
    expect(await topicsOf(session.id)).toEqual(['SQL']);
    expect(await isToBeIndexed(session.id)).toBe(true);
  });

  test('does not take the name of another topic', async () => {
    await about(['Docker', 'Podman']);
    const answer = await call(curator, 'PATCH', '/api/topics/podman', { name: 'docker' });
    expect([answer.statusCode, answer.json().detail]).toEqual([409, expect.stringContaining('“Docker”')]);
    expect(await listed(reader)).toHaveLength(2);
  });

  test.each([{ name: '' }, { name: '🙂' }, { slug: 'x' }])('refuses %j', async (payload) => {
    await about(['Docker']);
    expect((await call(curator, 'PATCH', '/api/topics/docker', payload)).statusCode).toBe(400);
  });
});

describe('POST /api/topics/:slug/merge', () => {
  test('gives its sessions to the other topic and keeps its name as an alias', async () => {
    const both = await about(['K8s', 'Kubernetes']);
    const one = await about(['K8s'], { visibility: 'private' });
    const none = await about(['Docker']);
    const answer = await call(curator, 'POST', '/api/topics/k8s/merge', { into: 'kubernetes' });
    expect(answer.json()).toMatchObject({ slug: 'kubernetes', aliases: ['K8s'], sessionCount: 1 });
    for (const { id } of [both, one]) {
      expect(await topicsOf(id)).toEqual(['Kubernetes']);
      expect(await isToBeIndexed(id)).toBe(true);
    }
    expect(await isToBeIndexed(none.id)).toBe(false);
    await setTopics(server.db, none.id, ['k8s']);
    expect(await topicsOf(none.id)).toEqual(['Kubernetes']);
  });

  test.each([
    ['a rejection over a suggestion', 'rejected', 'suggested', []],
    ['a rejection over a suggestion of the other', 'suggested', 'rejected', []],
    ['a choice over a rejection of the double', 'accepted', 'rejected', ['Kubernetes']],
    ['a choice over a rejection of the same', 'rejected', 'accepted', ['Kubernetes']],
    ['a choice over a suggestion', 'accepted', 'suggested', ['Kubernetes']],
    ['a suggestion with a suggestion', 'suggested', 'suggested', ['Kubernetes']],
  ])('keeps %s, for ever', async (_, old, current, expected) => {
    await about(['K8s', 'Kubernetes']);
    const session = await about([]);
    await replaceSuggestedTopics(server.db, session.id, [
      { name: 'K8s', confidence: 0.75, seconds: [30, 10] },
      { name: 'Kubernetes', confidence: 0.5, seconds: [10, 20] },
    ]);
    for (const [slug, status] of [
      ['k8s', old],
      ['kubernetes', current],
    ] as const)
      if (status !== 'suggested')
        await call(ana, 'PUT', `/api/sessions/${session.id}/topics/${slug}`, { status });
    await call(curator, 'POST', '/api/topics/k8s/merge', { into: 'kubernetes' });
    await replaceSuggestedTopics(server.db, session.id, [
      { name: 'K8s', confidence: 0.25, seconds: [5] },
      { name: 'Kubernetes', confidence: 0.5, seconds: [7] },
    ]);
    const { topicDetails } = (await call(ana, 'GET', `/api/sessions/${session.id}`)).json();
    const decided = old === 'accepted' || current === 'accepted';
    expect(topicDetails).toEqual(
      expected.map((name) => ({
        ...{ name, slug: 'kubernetes', seconds: [5, 7] },
        ...{ origin: 'ai', accepted: decided },
        confidence: decided ? 0.75 : 0.5,
      })),
    );
  });

  test('is refused for two names of one topic, and for what is not there', async () => {
    await about(['K8s', 'Kubernetes']);
    await call(curator, 'POST', '/api/topics/k8s/merge', { into: 'kubernetes' });
    const merge = async (slug: string, into: string) =>
      (await call(curator, 'POST', `/api/topics/${slug}/merge`, { into })).statusCode;
    expect(await merge('k8s', 'kubernetes')).toBe(400);
    expect(await merge('kubernetes', 'nothing')).toBe(404);
    expect(await merge('nothing', 'kubernetes')).toBe(404);
  });

  test('many merges and taggings at once leave each session one topic', async () => {
    await about(['A', 'B', 'C']);
    const some = await Promise.all(Array.from({ length: 6 }, () => about([])));
    const suggest = (id: string) =>
      server.db.transaction((tx) =>
        replaceSuggestedTopics(tx, id, [
          { name: 'C', confidence: 0.5 },
          { name: 'A', confidence: 0.5 },
          { name: 'B', confidence: 0.5 },
        ]),
      );
    const merges = ['a', 'b'].map((slug) =>
      call(curator, 'POST', `/api/topics/${slug}/merge`, { into: 'c' }),
    );
    const answers = await Promise.all([...merges, ...some.map(({ id }) => suggest(id))]);
    expect(answers.slice(0, 2).map((answer) => answer?.statusCode)).toEqual([200, 200]);
    for (const { id } of some) expect(await topicsOf(id)).toEqual(['C']);
  });
});

describe('DELETE /api/topics/:slug', () => {
  test('takes it off all sessions; a tagger does not bring it back, a person does', async () => {
    const [one, other] = [await about(['Docker', 'Go']), await about(['Docker'])];
    await call(ana, 'PUT', `/api/sessions/${other.id}/topics/docker`, { status: 'rejected' });
    expect((await call(curator, 'DELETE', '/api/topics/docker')).statusCode).toBe(204);
    expect(await topicsOf(one.id)).toEqual(['Go']);
    expect(await isToBeIndexed(one.id)).toBe(true);
    expect((await call(ana, 'GET', '/api/topics/docker')).statusCode).toBe(404);
    await replaceSuggestedTopics(server.db, one.id, [{ name: 'Docker', confidence: 1 }]);
    expect(await topicsOf(one.id)).toEqual(['Go']);
    await call(ana, 'POST', `/api/sessions/${one.id}/topics`, { name: 'docker' });
    expect(await topicsOf(one.id)).toEqual(['Docker', 'Go']);
    await replaceSuggestedTopics(server.db, other.id, [{ name: 'Docker', confidence: 1 }]);
    expect(await topicsOf(other.id)).toEqual([]);
  });
});

describe('a topic of a session', () => {
  test('that a person accepts or rejects stays so through every tagging', async () => {
    const session = await about([]);
    const suggest = (...names: string[]) =>
      replaceSuggestedTopics(
        server.db,
        session.id,
        names.map((name) => ({ name, confidence: 0.5, seconds: [1] })),
      );
    await suggest('Docker', 'Go', 'Rust');
    await call(ana, 'PUT', `/api/sessions/${session.id}/topics/docker`, { status: 'accepted' });
    const answer = await call(ana, 'PUT', `/api/sessions/${session.id}/topics/go`, { status: 'rejected' });
    expect(answer.json().topicDetails).toEqual([
      { name: 'Docker', slug: 'docker', origin: 'ai', accepted: true, confidence: 0.5, seconds: [1] },
      { name: 'Rust', slug: 'rust', origin: 'ai', accepted: false, confidence: 0.5, seconds: [1] },
    ]);
    expect(await isToBeIndexed(session.id)).toBe(true);
    await suggest('Go');
    expect(await topicsOf(session.id)).toEqual(['Docker']);
    await call(ana, 'PUT', `/api/sessions/${session.id}/topics/go`, { status: 'accepted' });
    expect(await topicsOf(session.id)).toEqual(['Docker', 'Go']);
  });

  test('that a tagger brought up stays the tagger’s when a person lists it', async () => {
    const session = await about([]);
    await replaceSuggestedTopics(server.db, session.id, [{ name: 'Docker', confidence: 0.5 }]);
    await call(ana, 'PATCH', `/api/sessions/${session.id}`, { topics: ['docker', 'Go'] });
    await replaceSuggestedTopics(server.db, session.id, []);
    const { topicDetails } = (await call(ana, 'GET', `/api/sessions/${session.id}`)).json();
    expect(topicDetails).toMatchObject([
      { name: 'Go', origin: 'person', accepted: true, confidence: 1 },
      { name: 'Docker', origin: 'ai', accepted: true, confidence: 0.5 },
    ]);
  });

  test('is added by name, without touching the others', async () => {
    const session = await about(['Docker']);
    const answer = await call(ana, 'POST', `/api/sessions/${session.id}/topics`, { name: ' C++ ' });
    expect(answer.json().topics.sort()).toEqual(['C++', 'Docker']);
    await call(ana, 'POST', `/api/sessions/${session.id}/topics`, { name: 'C#' });
    expect(await topicsOf(session.id)).toEqual(['C#', 'C++', 'Docker']);
  });

  test('may be decided on by who may change the session alone', async () => {
    const [open, hidden] = [await about(['Docker']), await about(['Docker'], { visibility: 'private' })];
    const statuses = async (who: TestPerson, id: string) => [
      (await call(who, 'PUT', `/api/sessions/${id}/topics/docker`, { status: 'rejected' })).statusCode,
      (await call(who, 'POST', `/api/sessions/${id}/topics`, { name: 'Go' })).statusCode,
    ];
    expect(await statuses(reader, open.id)).toEqual([403, 403]);
    expect(await statuses(curator, open.id)).toEqual([200, 200]);
    for (const who of [reader, curator]) expect(await statuses(who, hidden.id)).toEqual([404, 404]);
  });

  test('that it never had cannot be decided on', async () => {
    const session = await about(['Docker']);
    const url = `/api/sessions/${session.id}/topics`;
    expect((await call(ana, 'PUT', `${url}/go`, { status: 'rejected' })).statusCode).toBe(404);
    expect((await call(ana, 'PUT', `${url}/docker`, { status: 'perhaps' })).statusCode).toBe(400);
    expect((await call(ana, 'POST', url, { name: ' ' })).statusCode).toBe(400);
  });
});
