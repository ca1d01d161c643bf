import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { slugOf } from '../../core/model/slug.ts';
import { topicSlug } from '../../core/model/topic-slug.ts';
import { newId } from '../../drizzle/ids.ts';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { insertNoteVersion } from '../../drizzle/queries/notes.ts';
import { acceptTopics } from '../../drizzle/queries/topics.ts';
import { indexSession } from '../support/indexed.ts';
import { type Ask, leakRows, type Probe } from '../support/leak-probes.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

/**
 * Whatever is asked about a session that one may not open is answered as if it did not exist: like the same question
 * about a word that nobody has ever said. What stays is told in docs/decisions.md.
 */
const states = {
  private: 'zanzibarite',
  'of another team': 'quolverines',
  'made private a moment ago': 'xylotronics',
  'binned a moment ago': 'brunzwickle',
} as const;
type State = keyof typeof states;
/** Nobody says this. */
const unsaid = 'vatterplonk';

let server: TestServer;
let owner: TestPerson;
const people = new Map<string, { readonly authorization?: string }>();
const probes = new Map<State, Probe>();
/** A page of a search from before anything was hidden, and the cursor to the next one. */
const cursors = new Map<string, string>();

const probeOf = (word: string, id: string, slug: string): Probe => ({
  ...{ word, id, slug },
  topic: topicSlug(`${word} topic`),
});
const control = probeOf(unsaid, newId(), slugOf(`${unsaid} plans`));

async function addSession(state: State): Promise<Probe> {
  const word = states[state];
  const { id, slug } = await indexSession(
    server,
    {
      ownerId: owner.id,
      team: 'platform',
      visibility: state === 'private' ? 'private' : state === 'of another team' ? 'team' : 'organisation',
      slug: slugOf(`${word} plans`),
      title: `${word} plans`,
      description: `${word} description`,
      summary: `${word} summary`,
      speakers: [`${word} speaker`],
      originalFilename: `${word}.mp4`,
    },
    [`the harbour ${word} budget`, `${word} again`, 'nothing at night'],
  );
  await server.db.transaction((tx) => acceptTopics(tx, id, [`${word} topic`]));
  await indexSession(server, { id }, [`the harbour ${word} budget`, `${word} again`, 'nothing at night']);
  const note = { sessionId: id, version: 1, authorId: owner.id, text: `${word} notes` };
  await server.db.transaction((tx) => insertNoteVersion(tx, { ...note, linesAdded: 1, linesRemoved: 0 }));
  const file = { fileName: 'poster-1.jpg', kind: 'poster' as const, contentType: 'image/jpeg', sizeBytes: 1 };
  await insertMediaFile(server.db, { sessionId: id, ...file });
  await server.store.write(`${id}/poster-1.jpg`, Readable.from(['x']), { maxBytes: 9 });
  return probeOf(word, id, slug);
}

const inject = (who: string, { method = 'GET', url, query, payload }: Ask) =>
  server.app.inject({
    ...{ method, url, headers: people.get(who) ?? {} },
    ...(query ? { query } : {}),
    ...(payload ? { payload } : {}),
  });

/** The same for every state, so it is asked once. */
const controlAnswers = new Map<string, ReturnType<typeof inject>>();
function controlAnswer(who: string, ask: Ask): ReturnType<typeof inject> {
  const key = JSON.stringify([who, ask]);
  const answer = controlAnswers.get(key) ?? inject(who, ask);
  controlAnswers.set(key, answer);
  return answer;
}

beforeAll(async () => {
  server = await openTestServer();
  owner = await server.person('champion', { team: 'platform' });
  people.set('a stranger', {});
  for (const role of ['member', 'champion', 'curator'] as const)
    people.set(`a ${role}`, (await server.person(role, { team: 'sales' })).headers);
  for (const title of ['Harbours at night', 'Night in the harbour'])
    await indexSession(server, { title }, ['the harbour at night', 'boats and budget']);
  for (const state of Object.keys(states) as State[]) probes.set(state, await addSession(state));
  for (const who of people.keys())
    for (const sort of ['relevance', 'newest'])
      cursors.set(`${who} ${sort}`, (await page(who, sort)).json().nextCursor ?? '');
  const headers = owner.headers;
  const [hidden, binned] = [probes.get('made private a moment ago'), probes.get('binned a moment ago')];
  const changes = [
    await server.app.inject({
      ...{ method: 'PATCH', url: `/api/sessions/${hidden?.id}`, headers },
      payload: { visibility: 'private' },
    }),
    await server.app.inject({ method: 'DELETE', url: `/api/sessions/${binned?.id}`, headers }),
  ];
  expect(changes.map(({ statusCode }) => statusCode)).toEqual([200, 204]);
});
afterAll(() => server.close());

const page = (who: string, sort: string, cursor?: string) =>
  inject(who, {
    url: '/api/search',
    query: { q: 'harbour', limit: '1', sort, ...(cursor ? { cursor } : {}) },
  });

test('the owner finds all of it, so the rest of this file asks for what is there', async () => {
  for (const [state, { word, slug }] of probes) {
    const url = `/api/search?q=${word}`;
    const { hits } = (await server.app.inject({ url, headers: owner.headers })).json();
    const slugs = hits.map((hit: { session: { slug: string } }) => hit.session.slug);
    expect([state, slugs]).toEqual([state, state.startsWith('binned') ? [] : [slug]]);
  }
});

test('every route stands in the table of what is tried on it, and the other way round', () => {
  const declared = server.app.declaredRoutes
    .filter(({ method, url }) => method !== 'HEAD' && !url.startsWith('/docs'))
    .map(({ method, url }) => `${method} ${url}`);
  expect(declared.toSorted()).toEqual(Object.keys(leakRows).toSorted());
});

/** An answer without the time it took and what was asked, so that it can be compared with one about something else. */
function withoutProbe(body: string, { word, id, slug, topic }: Probe): string {
  return [id, slug, topic, encodeURIComponent(word), word]
    .reduce((text, part) => text.replaceAll(part, '*'), body)
    .replaceAll(
      new RegExp([word.slice(0, -2) + word.at(-1) + word.at(-2), word.slice(0, 6)].join('|'), 'g'),
      '*',
    )
    .replaceAll(`${word.slice(0, 5)} ${word.slice(5)}`, '*')
    .replace(/"tookMs":[\d.]+/, '')
    .replace(/"lastUsedAt":"[^"]+"/, '');
}

const rows = Object.entries(leakRows);
describe.each(Object.keys(states) as State[])('a session that is %s', (state) => {
  test.each(rows)('is as if it did not exist in %s', async (route, row) => {
    if (typeof row === 'string') {
      expect(row).toMatch(/\.$/);
      return;
    }
    const probe = probes.get(state) ?? control;
    // Curators see the bin, and may restore what is in it.
    const readers = [...people.keys()].filter((who) => !(state.startsWith('binned') && who === 'a curator'));
    for (const who of readers) {
      const [asked, unknown] = [row(probe), row(control)];
      for (const [at, ask] of asked.entries()) {
        const other = unknown[at];
        if (other === undefined) continue;
        const [answer, expected] = [await inject(who, ask), await controlAnswer(who, other)];
        const what = [who, JSON.stringify(ask.query ?? ask.url), answer.statusCode];
        const isTelling = route !== 'GET /metrics' && route !== 'GET /readyz';
        if (isTelling)
          expect([...what, withoutProbe(answer.body, probe)]).toEqual([
            ...what.with(2, expected.statusCode),
            withoutProbe(expected.body, control),
          ]);
        const isEchoed = JSON.stringify(ask).includes(probe.word);
        if (!isEchoed) expect([...what, answer.body.includes(probe.word)]).toEqual([...what, false]);
        expect(JSON.stringify(answer.headers)).not.toContain(probe.word);
      }
    }
  });
});

test.each(['relevance', 'newest'])(
  'a page by %s that was begun before shows and counts it no more',
  async (sort) => {
    for (const who of people.keys()) {
      const cursor = cursors.get(`${who} ${sort}`);
      if (!cursor) continue;
      const answer = await page(who, sort, cursor);
      expect(answer.statusCode).toBe(200);
      for (const word of Object.values(states)) expect(answer.body).not.toContain(word);
      expect(answer.json().total).toBe(2);
    }
  },
);

test("another reader's cursor is refused, and says nothing", async () => {
  const { nextCursor } = (
    await server.app.inject({ url: '/api/search?q=harbour&limit=1', headers: owner.headers })
  ).json();
  expect(nextCursor).toEqual(expect.any(String));
  for (const who of people.keys()) {
    const answer = await page(who, 'relevance', nextCursor);
    expect(answer.statusCode).toBe(who === 'a stranger' ? 401 : 400);
    for (const word of Object.values(states)) expect(answer.body).not.toContain(word);
  }
});
