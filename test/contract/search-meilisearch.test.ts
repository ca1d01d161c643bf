import { Meilisearch } from 'meilisearch';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { meilisearchIndex } from '../../core/engines/search/meilisearch.ts';
import { canOpen, type Reader } from '../../core/model/access.ts';
import type { SessionDocument } from '../../core/ports/search-index.ts';
import { newId } from '../../drizzle/ids.ts';
import { type FakeMeilisearch, startFakeMeilisearch } from '../support/fake-meilisearch.ts';
import { silentLog } from '../support/log.ts';
import { searchIndexContract } from './search-index.ts';
import {
  add,
  ann,
  asked,
  type OpenIndex,
  type StoredCollection,
  sessionsOf,
  spoken,
  talk,
} from './search-talks.ts';

const url = process.env['MEILI_URL'];
const apiKey = process.env['MEILI_KEY'];

/** An index of its own on the server; the sessions' rows are kept beside it. */
function openOn(host: string, key?: string): OpenIndex {
  const indexName = `test-${newId()}`;
  const client = new Meilisearch({ host, ...(key === undefined ? {} : { apiKey: key }) });
  const stored = new Map<string, SessionDocument>();
  const collections: StoredCollection[] = [];
  const stillOpen = async (reader: Reader, ids: readonly string[]) =>
    new Set(
      ids.filter((id) => {
        const document = stored.get(id);
        return document !== undefined && canOpen(reader, document.audience);
      }),
    );
  const collectionsOf = async (reader: Reader) =>
    collections.filter(({ audience }) => canOpen(reader, audience));
  return {
    index: meilisearchIndex({ client, indexName, stillOpen, collectionsOf, log: silentLog }),
    async prepareCollection(collection) {
      collections.push(collection);
    },
    async prepare(document, state) {
      if (state?.isDeleted) stored.delete(document.id);
      else stored.set(document.id, document);
    },
    async close() {
      if (url !== undefined) await client.deleteIndex(indexName).waitTask();
    },
  };
}

searchIndexContract(
  url === undefined ? 'Meilisearch, a fake server (MEILI_URL is not set)' : `Meilisearch at ${url}`,
  async () => {
    if (url !== undefined) return openOn(url, apiKey);
    const server = await startFakeMeilisearch();
    const opened = openOn(server.url);
    return { ...opened, close: () => server.close() };
  },
  { hasStemming: false },
);

describe('the Meilisearch engine, towards a fake server', () => {
  let server: FakeMeilisearch;
  let opened: OpenIndex;
  beforeEach(async () => {
    server = await startFakeMeilisearch();
    opened = openOn(server.url);
  });
  afterEach(() => server.close());
  const sent = (part: string) => server.requests.filter((request) => request.includes(part));

  test('sends its settings once, and not again when another process finds them as they should be', async () => {
    await add(opened, talk(), spoken('the owl'));
    await opened.index.search(asked('owl'));
    await opened.index.check();
    expect(sent('PATCH ')).toHaveLength(1);
    const client = new Meilisearch({ host: server.url });
    const indexName = sent('PATCH ')[0]?.split('/')[2] ?? '';
    const stillOpen = async () => new Set<string>();
    const options = { client, indexName, log: silentLog, stillOpen, collectionsOf: async () => [] };
    await meilisearchIndex(options).search(asked('owl'));
    expect(sent('PATCH ')).toHaveLength(1);
  });

  test('a write that the server takes and then refuses is an error', async () => {
    await opened.index.check();
    server.failNextTask('invalid_document_id');
    await expect(add(opened, talk(), spoken('the owl'))).rejects.toMatchObject({
      name: 'TransientError',
      cause: { code: 'invalid_document_id' },
    });
  });

  test('after a failed preparation the next call tries again', async () => {
    server.failNextTask('internal');
    await expect(opened.index.search(asked('owl'))).rejects.toMatchObject({ name: 'TransientError' });
    expect((await opened.index.search(asked('owl'))).hits).toEqual([]);
  });

  test('a long recording goes in by batches', async () => {
    const passages = spoken(...Array.from({ length: 2_500 }, (_, at) => `owl${at}`));
    const sessionId = await add(opened, talk(), passages);
    expect(sent('/documents').filter((request) => request.endsWith('/documents'))).toHaveLength(3);
    expect(sessionsOf(await opened.index.search(asked('owl2499')))).toEqual([sessionId]);
  });

  test('a page takes two requests, however many sessions it has', async () => {
    for (let at = 0; at < 12; at += 1) await add(opened, talk(), spoken('the owl'));
    const before = server.requests.length;
    expect((await opened.index.search(asked('owl'))).hits).toHaveLength(12);
    expect(server.requests.slice(before)).toEqual([
      expect.stringMatching(/^POST \/indexes\/.*\/search$/),
      'POST /multi-search',
    ]);
  });

  test('a server that is gone is an error that may pass', async () => {
    await server.close();
    await expect(opened.index.search(asked('owl', { reader: ann }))).rejects.toMatchObject({
      name: 'TransientError',
    });
    await expect(opened.index.check()).rejects.toMatchObject({ name: 'TransientError' });
  });
});
