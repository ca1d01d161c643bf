import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mostPins } from '../../core/api/topics.ts';
import { newId } from '../../drizzle/ids.ts';
import { findTopicPage } from '../../drizzle/queries/topic-pages.ts';
import { replacePins } from '../../drizzle/queries/topic-pins.ts';
import { replaceSuggestedTopics } from '../../drizzle/queries/topics.ts';
import { updateUser } from '../../drizzle/queries/users.ts';
import { sessions } from '../../drizzle/schema/sessions.ts';
import { terms } from '../../drizzle/schema/terms.ts';
import { topics } from '../../drizzle/schema/topics.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';
import { explained, exploring } from '../support/topic-pages.ts';

let server: TestServer;
let on: ReturnType<typeof exploring>;
let ana: TestPerson;
let mate: TestPerson;
let reader: TestPerson;
let curator: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  on = exploring(server);
  ana = await server.person('curator', { team: 'platform', name: 'Ana Ruiz' });
  mate = await server.person('member', { team: 'platform', name: 'Mia Mate' });
  reader = await server.person('member', { name: 'Rea Reader' });
  curator = await server.person('curator', { name: 'Cleo Curator' });
});
beforeEach(async () => {
  for (const table of [topics, terms, sessions]) await server.db.delete(table);
});
afterAll(() => server.close());

const about = (names: readonly string[], overrides: Parameters<typeof on.spoken>[2] = {}) =>
  on.spoken(ana, { topics: names, minutes: { 'Ana Ruiz': 5 } }, overrides);
const pinned = async (who: TestPerson, slug = 'docker') =>
  (await on.topic(who, slug)).startHere.map(({ session, startSeconds }) => [session.id, startSeconds]);

/** As many as may be pinned. */
const fill = async (slug: string, sessionId: string) => {
  const topic = await findTopicPage(server.db, curator, slug);
  const pins = Array.from({ length: mostPins }, (_, startSeconds) => ({
    ...{ id: newId(), sessionId, startSeconds, endSeconds: null },
    note: '',
  }));
  await server.db.transaction((tx) => replacePins(tx, topic?.id ?? '', pins));
};

describe('where to start with a topic', () => {
  test('is a session or a moment, with what is said there and a curator’s note', async () => {
    const { id, slug } = await about(['Docker']);
    await on.pin(curator, 'docker', { sessionId: id });
    await on.pin(curator, 'docker', {
      sessionId: id,
      startSeconds: 12.4,
      endSeconds: 60,
      note: ' Why images ',
    });
    expect((await on.topic(reader, 'docker')).startHere).toMatchObject([
      { session: { id }, startSeconds: null, seconds: 600, note: '', said: null, url: `/sessions/${slug}` },
      {
        ...{ startSeconds: 12.4, endSeconds: 60, seconds: 47.6, note: 'Why images' },
        ...{ said: { speaker: 'Ana Ruiz', text: 'Ana Ruiz explains.' }, url: `/sessions/${slug}?t=12` },
      },
    ]);
  });

  test('is pinned once, however often it is asked for', async () => {
    const { id } = await about(['Docker']);
    const first = await on.pin(curator, 'docker', { sessionId: id, startSeconds: 12.4 });
    const again = await on.call(ana, 'POST', '/api/topics/docker/pins', {
      sessionId: id,
      startSeconds: 12.9,
    });
    expect([again.statusCode, again.json().id]).toEqual([200, first.id]);
  });

  test('is moved, noted on and taken off, one after the other and at once', async () => {
    const { id } = await about(['Docker']);
    const pins = [];
    for (const startSeconds of [0, 10, 20])
      pins.push(await on.pin(curator, 'docker', { sessionId: id, startSeconds }));
    const [one, two, three] = pins.map((pin) => `/api/topics/docker/pins/${pin.id}`);
    const moved = await on.call(curator, 'PATCH', `${three}`, {
      place: { before: pins[0]?.id },
      note: 'First',
    });
    expect(moved.json()).toMatchObject({ id: pins[2]?.id, note: 'First' });
    expect(await pinned(reader)).toEqual([
      [id, 20],
      [id, 0],
      [id, 10],
    ]);
    const together = await Promise.all([
      on.call(curator, 'DELETE', `${one}`),
      on.call(ana, 'PATCH', `${two}`, { note: 'Later' }),
      on.call(ana, 'POST', '/api/topics/docker/pins', { sessionId: id, startSeconds: 30 }),
    ]);
    expect(together.map(({ statusCode }) => statusCode)).toEqual([204, 200, 201]);
    expect((await on.topic(reader, 'docker')).startHere.map(({ note }) => note)).toEqual([
      'First',
      'Later',
      '',
    ]);
    expect((await on.call(curator, 'DELETE', `${one}`)).statusCode).toBe(404);
    expect((await on.call(curator, 'PATCH', `${two}`, { place: { after: 'nowhere' } })).statusCode).toBe(404);
  });

  test.each<[string, number, object]>([
    ['nothing', 400, {}],
    ['a session that is not there', 422, { sessionId: 'nowhere' }],
    ['an end before the start', 422, { startSeconds: 20, endSeconds: 10 }],
    ['a second after the end', 422, { startSeconds: 700 }],
    ['more than anybody starts with', 422, { startSeconds: 599 }],
  ])('is not %s', async (why, status, moment) => {
    const { id } = await about(['Docker']);
    if (why.startsWith('more')) await fill('docker', id);
    const payload = status === 400 ? moment : { sessionId: id, ...moment };
    expect((await on.call(curator, 'POST', '/api/topics/docker/pins', payload)).statusCode).toBe(status);
  });

  test('is shown of sessions that the reader may open, and what others do not see keeps its place', async () => {
    const hidden = await about(['Docker'], { visibility: 'private' });
    const team = await about(['Docker'], { visibility: 'team' });
    const open = await about(['Docker']);
    const binned = await about(['Docker'], { deletedAt: new Date() });
    for (const { id } of [hidden, team, open]) await on.pin(ana, 'docker', { sessionId: id });
    const refused = await on.call(curator, 'POST', '/api/topics/docker/pins', { sessionId: hidden.id });
    const gone = await on.call(ana, 'POST', '/api/topics/docker/pins', { sessionId: binned.id });
    expect([refused.statusCode, gone.statusCode]).toEqual([422, 422]);
    expect(await pinned(reader)).toEqual([[open.id, null]]);
    expect(await pinned(mate)).toEqual([
      [team.id, null],
      [open.id, null],
    ]);
    const [pin] = (await on.topic(ana, 'docker')).startHere;
    const url = `/api/topics/docker/pins/${pin?.id}`;
    expect((await on.call(curator, 'DELETE', url)).statusCode).toBe(404);
    expect((await on.call(curator, 'PATCH', url, { note: 'Mine' })).statusCode).toBe(404);
    const last = await on.pin(curator, 'docker', { sessionId: open.id, startSeconds: 5 });
    await on.call(curator, 'PATCH', `/api/topics/docker/pins/${last.id}`, {
      place: { before: (await on.topic(curator, 'docker')).startHere[0]?.id },
    });
    expect(await pinned(ana)).toEqual([
      [hidden.id, null],
      [team.id, null],
      [open.id, 5],
      [open.id, null],
    ]);
  });

  test('goes along when topics become one, each moment once', async () => {
    const { id } = await about(['K8s', 'Kubernetes']);
    await on.pin(curator, 'kubernetes', { sessionId: id, startSeconds: 10 });
    for (const startSeconds of [10.5, 20]) await on.pin(curator, 'k8s', { sessionId: id, startSeconds });
    await on.call(curator, 'POST', '/api/topics/k8s/merge', { into: 'kubernetes' });
    expect(await pinned(reader, 'k8s')).toEqual([
      [id, 10],
      [id, 20],
    ]);
  });

  test('goes when the topic is taken off everywhere', async () => {
    const { id } = await about(['Docker']);
    await on.pin(curator, 'docker', { sessionId: id });
    await on.call(curator, 'DELETE', '/api/topics/docker');
    await on.call(ana, 'POST', `/api/sessions/${id}/topics`, { name: 'Docker' });
    expect(await pinned(reader)).toEqual([]);
  });
});

describe('who explains a topic', () => {
  test('is counted in the sessions about it that the reader may open, longest first', async () => {
    await on.spoken(ana, { topics: ['Docker'], minutes: { 'Ana Ruiz': 10, Guest: 2 } });
    await on.spoken(ana, { topics: ['Docker'], minutes: { 'ana ruiz': 5, 'Speaker 2': 20 } });
    await on.spoken(ana, { topics: ['Go'], minutes: { 'Ana Ruiz': 40 } });
    await on.spoken(ana, { topics: ['Docker'], minutes: { Whistler: 30 } }, { visibility: 'private' });
    await on.spoken(ana, { topics: ['Docker'], minutes: { Guest: 7 } }, { visibility: 'team' });
    await on.spoken(ana, { topics: ['Docker'], minutes: { Binned: 7 } }, { deletedAt: new Date() });
    expect(explained(await on.topic(reader, 'docker'))).toEqual([
      ['Ana Ruiz', 15, 2],
      ['Guest', 2, 1],
    ]);
    expect(explained(await on.topic(mate, 'docker'))).toEqual([
      ['Ana Ruiz', 15, 2],
      ['Guest', 9, 2],
    ]);
    const people = (await on.topic(reader, 'docker')).explainedBy.map(({ personId }) => personId);
    expect(people).toEqual([ana.id, null]);
  });

  test('is nobody whom a person has taken the topic from', async () => {
    const { id } = await about(['Docker', 'Go']);
    await on.call(ana, 'PATCH', '/api/topics/docker', { description: 'Boxes' });
    await on.call(ana, 'PUT', `/api/sessions/${id}/topics/docker`, { status: 'rejected' });
    expect(explained(await on.topic(reader, 'docker'))).toEqual([]);
  });

  test('has no page once they have left', async () => {
    const leaver = await server.person('champion', { name: 'Lea Leaver' });
    await on.spoken(ana, { topics: ['Docker'], minutes: { 'Lea Leaver': 3 } });
    const personOf = async () =>
      (await on.topic(reader, 'docker')).explainedBy.map(({ personId }) => personId);
    expect(await personOf()).toEqual([leaver.id]);
    await updateUser(server.db, leaver.id, { disabledAt: new Date() });
    expect(await personOf()).toEqual([null]);
  });
});

test('a session of which a tagger alone says that it is about the topic is told apart', async () => {
  const [one, two] = [await about([]), await about(['Docker'])];
  await replaceSuggestedTopics(server.db, one.id, [{ name: 'Docker', confidence: 0.5 }]);
  expect((await on.topic(reader, 'docker')).suggestedIn).toEqual([one.id]);
  await on.call(ana, 'PUT', `/api/sessions/${one.id}/topics/docker`, { status: 'accepted' });
  expect((await on.topic(reader, 'docker')).suggestedIn).toEqual([]);
  expect((await on.topic(reader, 'docker')).sessions.map(({ id }) => id).sort()).toEqual(
    [one.id, two.id].sort(),
  );
});

describe('the other names of a topic', () => {
  test('are given and taken away by curators; a topic of such a name becomes a part of it', async () => {
    const [one, other] = [await about(['Kubernetes']), await about(['Kube'])];
    const patch = (aliases: readonly string[]) =>
      on.call(curator, 'PATCH', '/api/topics/kubernetes', { aliases });
    expect((await patch(['K8s', 'kube', 'Kubernetes'])).json()).toMatchObject({
      ...{ name: 'Kubernetes', aliases: ['K8s', 'kube'], sessionCount: 2 },
    });
    expect((await on.topic(reader, 'kube')).sessions.map(({ id }) => id).sort()).toEqual(
      [one.id, other.id].sort(),
    );
    expect((await patch(['kube'])).json().aliases).toEqual(['kube']);
    expect((await on.call(reader, 'GET', '/api/topics/k8s')).statusCode).toBe(404);
    expect((await patch([])).json().aliases).toEqual([]);
  });

  test('are no other topic’s', async () => {
    await about(['Docker', 'Podman']);
    await on.call(curator, 'PATCH', '/api/topics/docker', { aliases: ['Moby'] });
    const answer = await on.call(curator, 'PATCH', '/api/topics/podman', { aliases: ['moby'] });
    expect([answer.statusCode, answer.json().detail]).toEqual([409, '“moby” is a name of “Docker” already.']);
  });

  test('and its own find it in the list, case and accents aside', async () => {
    await about(['Kubernetes', 'Café', 'C++']);
    await on.call(curator, 'PATCH', '/api/topics/kubernetes', { aliases: ['K8s'] });
    const named = async (q: string) =>
      (await on.call(reader, 'GET', `/api/topics?q=${encodeURIComponent(q)}`))
        .json()
        .items.map(({ name }: { name: string }) => name);
    expect([await named('k8'), await named('CAFE'), await named('+'), await named('%')]).toEqual([
      ['Kubernetes'],
      ['Café'],
      ['C++'],
      [],
    ]);
    expect(await named('\0')).toEqual([]);
  });
});
