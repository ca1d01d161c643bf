import { Meilisearch } from 'meilisearch';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { meilisearchIndex } from '../../core/engines/search/meilisearch.ts';
import type { SearchIndex } from '../../core/ports/search-index.ts';
import type { Database } from '../../drizzle/client.ts';
import { newId } from '../../drizzle/ids.ts';
import { raiseFindable } from '../../drizzle/queries/indexed-sessions.ts';
import { indexedSessions } from '../../drizzle/schema/indexed-sessions.ts';
import { openUsedDatabase } from '../support/database.ts';
import { type FakeMeilisearch, startFakeMeilisearch } from '../support/fake-meilisearch.ts';
import { silentLog as log } from '../support/log.ts';
import { storeCollection, storeSession } from '../support/store-session.ts';
import { searchIndexContract } from './search-index.ts';
import { add, ann, asked, type OpenIndex, sessionsOf, spoken, talk } from './search-talks.ts';

const url = process.env['MEILI_URL'];
const apiKey = process.env['MEILI_KEY'];

interface OpenOnServer extends OpenIndex {
  readonly client: Meilisearch;
  readonly indexName: string;
  readonly db: Database;
  /** The same as another process, or as another version of Brownbag has it. */
  again(format?: number): SearchIndex;
}

/** A database, and an index of its own on the server, empty and answering. */
async function openOn(host: string, key?: string): Promise<OpenOnServer> {
  const indexName = `test-${newId()}`;
  const client = new Meilisearch({ host, ...(key === undefined ? {} : { apiKey: key }) });
  const { db, close } = await openUsedDatabase();
  const options = { client, indexName, db, log };
  const index = meilisearchIndex(options);
  await index.upkeep(async () => true);
  return {
    ...{ client, indexName, index, db },
    again: (format) => meilisearchIndex({ ...options, ...(format === undefined ? {} : { format }) }),
    prepare: (document, state) => storeSession(db, document, state?.isDeleted ?? false),
    prepareCollection: (collection) => storeCollection(db, collection),
    async close() {
      if (url !== undefined) await client.deleteIndex(indexName).waitTask();
      await close();
    },
  };
}

searchIndexContract(
  url === undefined ? 'Meilisearch, a fake server (MEILI_URL is not set)' : `Meilisearch at ${url}`,
  async () => {
    if (url !== undefined) return openOn(url, apiKey);
    const server = await startFakeMeilisearch();
    const opened = await openOn(server.url);
    return { ...opened, close: () => opened.close().then(() => server.close()) };
  },
  { hasStemming: false },
);

describe('the Meilisearch engine, towards a fake server', () => {
  let server: FakeMeilisearch;
  let opened: OpenOnServer;
  beforeEach(async () => {
    server = await startFakeMeilisearch();
    opened = await openOn(server.url);
  });
  afterEach(async () => {
    await opened.close();
    await server.close();
  });
  const sent = (part: string) => server.requests.filter((request) => request.includes(part));
  const filled = async () => true;
  const nextOf = (format: number) => `${opened.indexName}-next-${format}`;

  test('sends its settings once, and not again when another process finds them as they should be', async () => {
    await add(opened, talk(), spoken('the owl'));
    await opened.index.upkeep(filled);
    await opened.again().upkeep(filled);
    await opened.again().search(asked('owl'));
    expect(sent('PATCH ')).toHaveLength(1);
  });

  test.each([
    ['a setting it does not know', { searchableAtributes: ['title'] }],
    ['a value that is none', { stopWords: 'the' }],
  ])('the fake refuses %s, as the server does', async (_, settings) => {
    await expect(
      opened.client.httpRequest.patch({ path: `indexes/${opened.indexName}/settings`, body: settings }),
    ).rejects.toMatchObject({ name: 'MeilisearchApiError' });
  });

  test.each(['sessionId = "a', 'sessionId = ', 'nothing = "a"', '(sessionId = "a"', 'sessionId ~ "a"'])(
    'the fake refuses the filter [%s], as the server does',
    async (filter) => {
      await expect(opened.client.index(opened.indexName).search('', { filter })).rejects.toMatchObject({
        cause: { code: 'invalid_search_filter' },
      });
    },
  );

  test('settings that somebody has changed are put right, all in one task', async () => {
    await opened.client
      .index(opened.indexName)
      .updateSettings({ stopWords: ['owl'], dictionary: [] })
      .waitTask();
    await opened.index.upkeep(filled);
    expect(sent('PATCH ')).toHaveLength(3);
    expect((await opened.client.index(opened.indexName).getSettings()).stopWords).toContain('the');
  });

  test('a write that the server takes and then refuses is an error, and nothing is thought to be there', async () => {
    const document = talk();
    await opened.prepare(document);
    server.tasks.failNext('invalid_document_id', 'documentAdditionOrUpdate');
    await expect(opened.index.replaceSession(document, spoken('the owl'))).rejects.toMatchObject({
      name: 'TransientError',
      cause: { code: 'invalid_document_id' },
    });
    expect(await opened.db.select({ version: indexedSessions.version }).from(indexedSessions)).toEqual([
      { version: 0 },
    ]);
  });

  test('a write whose answer is cut off may have arrived: nothing is thought to be there', async () => {
    const sessionId = await add(opened, talk(), spoken('the owl'));
    server.trouble('cut', (request) => request.endsWith('/documents'));
    const newer = talk({ id: sessionId, version: 2 });
    await expect(opened.index.replaceSession(newer, spoken('the lark'))).rejects.toMatchObject({
      name: 'TransientError',
    });
    server.trouble(null);
    const versions = () => opened.db.select({ version: indexedSessions.version }).from(indexedSessions);
    expect(await versions()).toEqual([{ version: 0 }]);
    await opened.index.replaceSession(newer, spoken('the lark'));
    expect(await versions()).toEqual([{ version: 2 }]);
  });

  test('an older version that comes late is not sent', async () => {
    const document = talk({ title: 'Owls' });
    await opened.prepare(document);
    await opened.index.replaceSession({ ...document, version: 2 }, spoken('the owl'));
    await opened.index.replaceSession({ ...document, version: 1, title: 'Larks' }, spoken('the lark'));
    await opened.index.removeSession({ id: document.id, version: 1 });
    expect(sessionsOf(await opened.index.search(asked('owl ')))).toEqual([document.id]);
    expect(sessionsOf(await opened.index.search(asked('lark ')))).toEqual([]);
  });

  test('a session is found all the time while it is replaced, and what it had more is gone after', async () => {
    const sessionId = await add(opened, talk(), spoken('the owl', 'the lark', 'the wren'));
    server.tasks.hold();
    const replacing = opened.index.replaceSession(talk({ id: sessionId }), spoken('the owl'));
    expect(sessionsOf(await opened.index.search(asked('owl ')))).toEqual([sessionId]);
    server.tasks.release();
    await replacing;
    expect(sessionsOf(await opened.index.search(asked('wren ')))).toEqual([]);
    expect(sessionsOf(await opened.index.search(asked('owl ')))).toEqual([sessionId]);
  });

  test('a long recording goes in by batches', async () => {
    const passages = spoken(...Array.from({ length: 2_500 }, (_, at) => `owl${at}`));
    const before = sent('/documents').length;
    const sessionId = await add(opened, talk(), passages);
    const after = sent('/documents').slice(before);
    expect(after.filter((request) => request.endsWith('/documents'))).toHaveLength(3);
    expect(sessionsOf(await opened.index.search(asked('owl2499')))).toEqual([sessionId]);
  });

  test('a page takes two requests, however many sessions it has', async () => {
    for (let at = 0; at < 12; at += 1) await add(opened, talk(), spoken('the owl'));
    await opened.index.search(asked('owl'));
    const before = server.requests.length;
    expect((await opened.index.search(asked('owl'))).hits).toHaveLength(12);
    expect(server.requests.slice(before)).toEqual([
      expect.stringMatching(/^POST \/indexes\/.*\/search$/),
      'POST /multi-search',
    ]);
  });

  test('filters hold by the database, whatever the index still says', async () => {
    const document = talk({ language: 'en' });
    await add(opened, document, spoken('the owl'));
    await opened.prepare({ ...document, language: 'de' });
    const english = await opened.index.search(asked('owl', { filters: { language: 'en' } }));
    expect(english).toMatchObject({ hits: [], total: 0, totalMoments: 0, facets: { languages: [] } });
    expect((await opened.index.search(asked('owl'))).facets.languages).toEqual([{ value: 'de', count: 1 }]);
  });

  test('a page that would show what was changed since is left to another engine', async () => {
    const sessionId = await add(opened, talk(), spoken('the secret owl'));
    await raiseFindable(opened.db, [sessionId]);
    await expect(opened.index.search(asked('owl'))).rejects.toThrow('as they are now');
    await opened.index.replaceSession(talk({ id: sessionId, version: 2 }), spoken('the owl'));
    expect(sessionsOf(await opened.index.search(asked('owl')))).toEqual([sessionId]);
  });

  test('a server that is gone, slow, broken or cut off is an error that may pass', async () => {
    await opened.index.search(asked('owl'));
    for (const kind of ['down', 'error', 'cut'] as const) {
      server.trouble(kind);
      await expect(opened.index.search(asked('owl', { reader: ann }))).rejects.toMatchObject({
        name: 'TransientError',
      });
      await expect(opened.index.check()).rejects.toMatchObject({ name: 'TransientError' });
    }
    server.trouble('slow');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(opened.index.check(signal)).rejects.toThrow('enough');
    server.trouble(null);
    expect(await opened.index.check()).toBe('ok');
  });

  test('an index that vanished, or was made by nobody we know, does not answer and is built again', async () => {
    const sessionId = await add(opened, talk(), spoken('the owl'));
    server.lose(opened.indexName);
    await expect(opened.index.search(asked('owl'))).rejects.toMatchObject({ name: 'TransientError' });
    await opened.client.createIndex(opened.indexName).waitTask();
    await expect(opened.index.search(asked('owl'))).rejects.toThrow('still being built');
    await opened.index.upkeep(async (copy) => {
      await copy.replaceSession(talk({ id: sessionId }), spoken('the owl'));
      return true;
    });
    expect(sessionsOf(await opened.index.search(asked('owl')))).toEqual([sessionId]);
    expect(server.indexes()).toEqual([opened.indexName]);
  });

  test('another format is filled behind the one that answers, which then makes room for it', async () => {
    const sessionId = await add(opened, talk(), spoken('the owl'));
    const newer = opened.again(4);
    await newer.upkeep(async (copy) => {
      await copy.replaceSession(talk({ id: sessionId }), spoken('the owl and the lark'));
      expect(server.indexes()).toEqual([opened.indexName, nextOf(4)]);
      expect(sessionsOf(await newer.search(asked('owl ')))).toEqual([sessionId]);
      return false;
    });
    expect(server.indexes()).toEqual([opened.indexName, nextOf(4)]);
    await newer.replaceSession(talk({ id: sessionId }), spoken('the wren'));
    expect(sessionsOf(await newer.search(asked('wren ')))).toEqual([sessionId]);
    await newer.upkeep(filled);
    expect(server.indexes()).toEqual([opened.indexName]);
    expect(sessionsOf(await newer.search(asked('wren ')))).toEqual([sessionId]);
    const copies = await opened.db.select({ copy: indexedSessions.copy }).from(indexedSessions);
    expect(copies).toHaveLength(1);
  });

  test('an older Brownbag leaves the index of a newer one alone', async () => {
    await opened.again(4).upkeep(filled);
    const before = server.requests.length;
    await opened.again(3).upkeep(filled);
    expect(server.requests.slice(before)).toEqual([expect.stringMatching(/^GET .*about-this-index$/)]);
    await expect(opened.again(3).search(asked('owl'))).rejects.toMatchObject({ name: 'TransientError' });
  });

  test('two processes that build at once leave one whole index', async () => {
    const [one, other] = [opened.again(4), opened.again(4)];
    await Promise.all([one.upkeep(filled), other.upkeep(filled)]);
    await one.upkeep(filled);
    expect(server.indexes()).toEqual([opened.indexName]);
    expect((await other.search(asked('owl'))).hits).toEqual([]);
  });
});
