import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { slugOf } from '../../core/model/slug.ts';
import { newId } from '../../drizzle/ids.ts';
import { type Ask, leakRows, type Probe } from '../support/leak-probes.ts';
import {
  hiddenStates,
  hiddenWords,
  type LeakServer,
  openLeakServer,
  probeOf,
} from '../support/leak-server.ts';
import { everyRow } from '../support/rows.ts';

/**
 * Whatever is asked about a session that one may not open is answered as if it did not exist: like the same question
 * about a word that nobody has ever said. What stays is told in docs/decisions.md.
 */
const unsaid = 'vatterplonk';
const control = probeOf(unsaid, {
  ...{ id: newId(), slug: slugOf(`${unsaid} plans`), itemId: newId() },
  pinId: newId(),
});

let leak: LeakServer;
/** A page of a search from before anything was hidden, and the cursor to the next one. */
const cursors = new Map<string, string>();

/** The same for every state, so it is asked once. */
const controlAnswers = new Map<string, ReturnType<LeakServer['inject']>>();
function controlAnswer(who: string, ask: Ask): ReturnType<LeakServer['inject']> {
  const key = JSON.stringify([who, ask]);
  const answer = controlAnswers.get(key) ?? leak.inject(who, ask);
  controlAnswers.set(key, answer);
  return answer;
}

beforeAll(async () => {
  const { hide, ...opened } = await openLeakServer();
  leak = opened;
  for (const who of leak.readers)
    for (const sort of ['relevance', 'newest'])
      cursors.set(`${who} ${sort}`, (await page(who, sort)).json().nextCursor ?? '');
  await hide();
});
afterAll(() => leak.server.close());

const page = (who: string, sort: string, cursor?: string) =>
  leak.inject(who, {
    url: '/api/search',
    query: { q: 'harbour', limit: '1', sort, log: 'off', ...(cursor ? { cursor } : {}) },
  });

const asOwner = (url: string) => leak.server.app.inject({ url, headers: leak.owner.headers });

test('the owner finds all of it, so the rest of this file asks for what is there', async () => {
  for (const [state, { word, slug }] of leak.probes) {
    const url = `/api/search?q=${word}`;
    const { hits } = (await asOwner(url)).json();
    const slugs = hits.map((hit: { session: { slug: string } }) => hit.session.slug);
    expect([state, slugs]).toEqual([state, state.startsWith('binned') ? [] : [slug]]);
  }
});

test('every route stands in the table of what is tried on it, and the other way round', () => {
  const declared = leak.server.app.declaredRoutes
    .filter(({ method, url }) => method !== 'HEAD' && !url.startsWith('/docs'))
    .map(({ method, url }) => `${method} ${url}`);
  expect(declared.toSorted()).toEqual(Object.keys(leakRows).toSorted());
});

/** An answer without the time it took and what was asked, so that it can be compared with one about something else. */
function withoutProbe(body: string, { word, id, slug, itemId, pinId, ...named }: Probe): string {
  return [id, slug, itemId, pinId, named.topic, named.collection, encodeURIComponent(word), word]
    .reduce((text, part) => text.replaceAll(part, '*'), body)
    .replaceAll(
      new RegExp([word.slice(0, -2) + word.at(-1) + word.at(-2), word.slice(0, 6)].join('|'), 'g'),
      '*',
    )
    .replaceAll(`${word.slice(0, 5)} ${word.slice(5)}`, '*')
    .replace(/"tookMs":[\d.]+/, '')
    .replace(/"(lastUsedAt|searchId)":"[^"]+"/g, '');
}

const rows = Object.entries(leakRows);
const whyHidden = {
  private: 'audience',
  'of another team': 'audience',
  'made private a moment ago': 'new audience',
  'binned a moment ago': 'bin',
} as const;
describe.each(everyRow(hiddenStates, (state) => whyHidden[state]))('a session that is %s', (state) => {
  test.each(rows)('is as if it did not exist in %s', async (route, row) => {
    if (typeof row === 'string') {
      expect(row).toMatch(/\.$/);
      return;
    }
    const probe = leak.probes.get(state) ?? control;
    // Curators and admins see the bin, and may restore what is in it.
    const seesBin = (who: string) => ['a curator', 'an admin'].includes(who);
    const readers = leak.readers
      .filter((who) => !(state.startsWith('binned') && seesBin(who)))
      // Elsewhere they are told what curators are.
      .filter((who) => who !== 'an admin' || route.includes(' /api/admin/'));
    const tried = readers.map(async (who) => {
      const around = leak.aroundOf(who);
      const [asked, unknown] = [row(probe, around), row(control, around)];
      for (const [at, ask] of asked.entries()) {
        const other = unknown[at];
        if (other === undefined) continue;
        const [answer, expected] = await Promise.all([leak.inject(who, ask), controlAnswer(who, other)]);
        const what = [who, JSON.stringify(ask.query ?? ask.url), answer.statusCode];
        const isTelling = route !== 'GET /metrics' && route !== 'GET /readyz';
        if (isTelling)
          expect([...what, withoutProbe(answer.body, probe)]).toEqual([
            ...what.with(2, expected.statusCode),
            withoutProbe(expected.body, control),
          ]);
        const sent = JSON.stringify(ask);
        for (const part of [probe.word, probe.id, probe.itemId, probe.pinId])
          if (!sent.includes(part))
            expect([...what, part, answer.body.includes(part)]).toEqual([...what, part, false]);
        expect(JSON.stringify(answer.headers)).not.toContain(probe.word);
      }
    });
    await Promise.all(tried);
  });
});

test.each(['relevance', 'newest'])(
  'a page by %s that was begun before shows and counts it no more',
  async (sort) => {
    for (const who of leak.readers) {
      const cursor = cursors.get(`${who} ${sort}`);
      if (!cursor) continue;
      const answer = await page(who, sort, cursor);
      expect(answer.statusCode).toBe(200);
      for (const word of Object.values(hiddenWords)) expect(answer.body).not.toContain(word);
      expect(answer.json().total).toBe(2);
    }
  },
);

test("another reader's cursor is refused, and says nothing", async () => {
  const { nextCursor } = (await asOwner('/api/search?q=harbour&limit=1')).json();
  expect(nextCursor).toEqual(expect.any(String));
  for (const who of leak.readers) {
    const answer = await page(who, 'relevance', nextCursor);
    expect(answer.statusCode).toBe(who === 'a stranger' ? 401 : 400);
    for (const word of Object.values(hiddenWords)) expect(answer.body).not.toContain(word);
  }
});

test('a collection shows and counts to each reader what they may open of it', async () => {
  const { series } = leak.aroundOf('a member');
  const countsOf = (answer: Awaited<ReturnType<typeof asOwner>>) => {
    const { items, itemCount, sessionCount } = answer.json();
    return [items.length, itemCount, sessionCount];
  };
  expect(countsOf(await asOwner(`/api/collections/${series}`))).toEqual([5, 5, 5]);
  for (const who of leak.readers.filter((one) => one !== 'a stranger'))
    expect([who, countsOf(await leak.inject(who, { url: `/api/collections/${series}` }))]).toEqual([
      who,
      [2, 2, 2],
    ]);
});

test('a topic and a person show and count to each reader what they may open of them', async () => {
  const { topic, person } = leak.aroundOf('a member');
  const countsOf = async (ask: (url: string) => ReturnType<typeof asOwner>) => {
    const page = (await ask(`/api/topics/${topic}`)).json();
    const someone = (await ask(`/api/people/${person}`)).json();
    const names = page.explainedBy.map(({ name }: { name: string }) => name);
    return [page.startHere.length, page.sessionCount, names.length, someone.sessionCount];
  };
  expect(await countsOf(asOwner)).toEqual([4, 4, 4, 4]);
  for (const who of leak.readers.filter((one) => one !== 'a stranger'))
    expect([who, await countsOf((url) => leak.inject(who, { url }))]).toEqual([who, [1, 1, 1, 1]]);
});

test('the owner is suggested what nobody else is', async () => {
  for (const state of ['private', 'of another team', 'made private a moment ago'] as const) {
    const { items } = (await asOwner(`/api/suggest?q=${hiddenWords[state].slice(0, 4)}`)).json();
    const kinds = items.map(({ kind }: { kind: string }) => kind).toSorted();
    expect([state, kinds]).toEqual([state, ['phrase', 'session', 'speaker', 'topic']]);
  }
});
