import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { keepSpeech } from '../../core/actions/keep-speech.ts';
import type { Collection } from '../../core/api/collections.ts';
import { slugOf } from '../../core/model/slug.ts';
import { topicSlug } from '../../core/model/topic-slug.ts';
import { newId } from '../../drizzle/ids.ts';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { insertNoteVersion } from '../../drizzle/queries/notes.ts';
import { findAnySession, updateSession } from '../../drizzle/queries/sessions.ts';
import { replaceSuggestions } from '../../drizzle/queries/suggestion-rows.ts';
import { acceptTopics } from '../../drizzle/queries/topics.ts';
import { indexSession } from './indexed.ts';
import type { Ask, Probe } from './leak-probes.ts';
import { openTestServer, type TestPerson, type TestServer } from './test-server.ts';

/** Why readers may not open a session, and the word that only it has. */
export const hiddenWords = {
  private: 'zanzibarite',
  'of another team': 'quolverines',
  'made private a moment ago': 'xylotronics',
  'binned a moment ago': 'brunzwickle',
} as const;
export type HiddenState = keyof typeof hiddenWords;
export const hiddenStates = Object.keys(hiddenWords) as HiddenState[];

const ownerName = 'Olga Owner';
const sharedTopic = 'Night work';

/** What everybody may look at, and one's own, beside what is hidden. */
export interface Around {
  /** A search of the reader's own. */
  readonly searchId: string;
  /** Slug of a collection that shows two sessions, and has the hidden ones before them. */
  readonly series: string;
  /** One of the two. */
  readonly shownItem: string;
  /** Slug of a topic of all of them, to which the hidden ones are pinned before an open one. */
  readonly topic: string;
  readonly shownPin: string;
  /** Who speaks in the hidden ones and in an open one. */
  readonly person: string;
}

type Answer = ReturnType<typeof send>;

export interface LeakServer {
  readonly server: TestServer;
  /** May open what is hidden from everybody else, unless it is in the bin. */
  readonly owner: TestPerson;
  /** Those who may not, by what they are called. */
  readonly readers: readonly string[];
  readonly probes: ReadonlyMap<HiddenState, Probe>;
  readonly aroundOf: (who: string) => Around;
  readonly inject: (who: string, ask: Ask) => Answer;
}

/** What would be called by a word. */
export const probeOf = (
  word: string,
  { id, slug, itemId, pinId }: Pick<Probe, 'id' | 'slug' | 'itemId' | 'pinId'>,
): Probe => ({
  ...{ word, id, slug, itemId, pinId },
  topic: topicSlug(`${word} topic`),
  collection: slugOf(`${word} collection`),
});

/** A server on which each of these sessions is found by nobody but its owner, from the moment that `hide` resolves. */
export async function openLeakServer(): Promise<LeakServer & { readonly hide: () => Promise<void> }> {
  const server = await openTestServer();
  const owner = await server.person('curator', { team: 'platform', name: ownerName });
  const colleague = await server.person('member', { team: 'platform' });
  const headers = new Map<string, TestPerson['headers'] | Record<string, never>>([['a stranger', {}]]);
  for (const role of ['member', 'champion', 'curator'] as const)
    headers.set(`a ${role}`, (await server.person(role, { team: 'sales' })).headers);
  headers.set('an admin', (await server.person('admin', { team: 'sales' })).headers);
  const inject: LeakServer['inject'] = (who, ask) => send(server, headers.get(who) ?? {}, ask);

  const open = await Promise.all(
    ['Harbours at night', 'Night in the harbour'].map((title) =>
      indexSession(server, { title }, ['the harbour at night', 'boats and budget']),
    ),
  );
  const hidden = new Map<HiddenState, Awaited<ReturnType<typeof addSession>>>();
  for (const state of hiddenStates) hidden.set(state, await addSession(server, owner, state));
  const series = await addCollection(server, owner, {
    title: 'Harbour series',
    items: [...hidden.values(), ...open].map(({ id }) => ({ sessionId: id })),
  });
  const pins = await pinAll(server, owner, [...hidden.values(), ...open.slice(0, 1)]);
  const probes = new Map<HiddenState, Probe>();
  for (const [state, { id, slug }] of hidden) {
    const itemId = series.items.find((item) => item.session.id === id)?.id ?? '';
    probes.set(state, probeOf(hiddenWords[state], { id, slug, itemId, pinId: pins.get(id) ?? '' }));
    await addCollection(server, owner, {
      title: `${hiddenWords[state]} collection`,
      visibility: audienceOf(state),
      items: [{ sessionId: id }],
    });
    const people = state === 'private' ? [owner] : [owner, colleague];
    for (const one of people) await searchAndOpen(server, one, { word: hiddenWords[state], sessionId: id });
  }
  const searchIds = new Map<string, string>();
  for (const who of headers.keys()) {
    const answer = (await inject(who, { url: '/api/search', query: { q: 'harbour' } })).json();
    searchIds.set(who, answer.searchId ?? newId());
  }
  const shownItem = series.items.at(-1)?.id ?? '';
  return {
    ...{ server, owner, probes, inject, readers: [...headers.keys()] },
    aroundOf: (who) => ({
      ...{ searchId: searchIds.get(who) ?? newId(), series: series.slug, shownItem },
      ...{ topic: topicSlug(sharedTopic), shownPin: pins.get(open[0]?.id ?? '') ?? '', person: owner.id },
    }),
    hide: () => hideNow(server, owner, probes),
  };
}

const send = (
  server: TestServer,
  headers: Readonly<Record<string, string>>,
  { method = 'GET', url, query, payload }: Ask,
) =>
  server.app.inject({
    ...{ method, url, headers },
    ...(query ? { query } : {}),
    ...(payload ? { payload } : {}),
  });

const audienceOf = (state: HiddenState) =>
  state === 'private' ? 'private' : state === 'of another team' ? 'team' : 'organisation';

async function addSession(server: TestServer, owner: TestPerson, state: HiddenState) {
  const word = hiddenWords[state];
  const lines = [`the harbour ${word} budget`, `${word} again`, 'nothing at night'];
  const { id, slug } = await indexSession(
    server,
    {
      ...{ ownerId: owner.id, team: 'platform', visibility: audienceOf(state) },
      ...{ slug: slugOf(`${word} plans`), title: `${word} plans`, originalFilename: `${word}.mp4` },
      ...{ description: `${word} description`, summary: `${word} summary`, speakers: [`${word} speaker`] },
    },
    lines,
  );
  await server.db.transaction((tx) => acceptTopics(tx, id, [`${word} topic`]));
  await indexSession(server, { id }, lines);
  await replaceSuggestions(server.db, id);
  await keepSpeech(server.db, id);
  const note = { sessionId: id, version: 1, authorId: owner.id, text: `${word} notes` };
  await server.db.transaction((tx) => insertNoteVersion(tx, { ...note, linesAdded: 1, linesRemoved: 0 }));
  const file = { fileName: 'poster-1.jpg', kind: 'poster' as const, contentType: 'image/jpeg', sizeBytes: 1 };
  await insertMediaFile(server.db, { sessionId: id, ...file });
  await server.store.write(`${id}/poster-1.jpg`, Readable.from(['x']), { maxBytes: 9 });
  return { id, slug };
}

/** Pins them to the topic that all of them have; ids of pins by those of sessions. */
async function pinAll(
  server: TestServer,
  owner: TestPerson,
  sessions: readonly { readonly id: string }[],
): Promise<ReadonlyMap<string, string>> {
  const pins = new Map<string, string>();
  for (const { id } of sessions) {
    await server.db.transaction((tx) => acceptTopics(tx, id, [sharedTopic]));
    const speakers = (await findAnySession(server.db, id))?.speakers ?? [];
    await updateSession(server.db, id, { speakers: [...speakers, ownerName] });
    await keepSpeech(server.db, id);
    const url = `/api/topics/${topicSlug(sharedTopic)}/pins`;
    const answer = await send(server, owner.headers, { method: 'POST', url, payload: { sessionId: id } });
    expect([answer.statusCode, answer.body]).toEqual([201, expect.anything()]);
    pins.set(id, answer.json().id);
  }
  return pins;
}

async function addCollection(server: TestServer, owner: TestPerson, payload: object): Promise<Collection> {
  const answer = await send(server, owner.headers, { method: 'POST', url: '/api/collections', payload });
  expect([answer.statusCode, answer.body]).toEqual([201, expect.anything()]);
  return answer.json();
}

/** As people do whose searches become suggestions. */
async function searchAndOpen(
  server: TestServer,
  { headers }: TestPerson,
  { word, sessionId }: { readonly word: string; readonly sessionId: string },
): Promise<void> {
  const query = { q: `${word} budget` };
  const { searchId } = (await send(server, headers, { url: '/api/search', query })).json();
  const url = `/api/searches/${searchId}/opened`;
  const opened = await send(server, headers, { method: 'POST', url, payload: { sessionId } });
  expect(opened.statusCode).toBe(204);
}

/** Takes away what could be found until now, as its owner does. */
async function hideNow(
  server: TestServer,
  { headers }: TestPerson,
  probes: LeakServer['probes'],
): Promise<void> {
  const [hidden, binned] = [probes.get('made private a moment ago'), probes.get('binned a moment ago')];
  const [method, payload] = ['PATCH', { visibility: 'private' }] as const;
  const changes: Ask[] = [
    { method, payload, url: `/api/sessions/${hidden?.id}` },
    { method, payload, url: `/api/collections/${hidden?.collection}` },
    { method: 'DELETE', url: `/api/sessions/${binned?.id}` },
    { method: 'DELETE', url: `/api/collections/${binned?.collection}` },
  ];
  const statuses: number[] = [];
  for (const change of changes) statuses.push((await send(server, headers, change)).statusCode);
  expect(statuses).toEqual([200, 200, 204, 204]);
}
