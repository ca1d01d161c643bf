import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { meilisearchIndex } from '../../core/engines/search/meilisearch.ts';
import { shrink } from '../../core/model/search/vectors.ts';
import { indexedSessions } from '../../drizzle/schema/indexed-sessions.ts';
import { silentLog as log } from '../support/log.ts';
import { space } from '../support/meaning.ts';
import { type MeaningOnServer, openMeaningOnServer } from '../support/meaning-server.ts';
import { meaningContract } from './search-meaning.ts';
import { add, addOthers, asked, sessionsOf, spoken, talk } from './search-talks.ts';

const host = process.env['MEILI_URL'];
const real = host === undefined ? undefined : { host, apiKey: process.env['MEILI_KEY'] ?? '' };

meaningContract(real ? `Meilisearch at ${host}` : 'Meilisearch, a fake server', (answer) =>
  openMeaningOnServer(answer, { real }),
);

describe('the vectors of passages on a search server', () => {
  const warn = vi.fn();
  let opened: MeaningOnServer;
  beforeEach(async () => {
    warn.mockClear();
    opened = await openMeaningOnServer(undefined, { log: { ...log, warn } });
  });
  afterEach(() => opened.close());

  const sent = (part: string) => opened.server.requests.filter((request) => request.includes(part));
  const embedders = async () => (await opened.client.index(opened.indexName).getSettings()).embedders;
  /** What each document of the session says of its vector: its numbers, or that there is none. */
  const vectorsOf = (sessionId: string) =>
    opened.server
      .documents(opened.indexName)
      .filter((document) => document['sessionId'] === sessionId)
      .map(({ _vectors: vectors }) => Object.values(Object(vectors)));
  const search = async (text: string) => sessionsOf(await opened.index.search(asked(text)));
  /** Enough of nothing in particular, and one that means the same as `repair cheap car`. */
  async function addAll(): Promise<string> {
    await addOthers(opened, 8);
    return add(opened, talk(), spoken('hello everybody', 'mend an inexpensive automobile'));
  }

  test('have an embedder of theirs, which is sent once, and put right when somebody has removed it', async () => {
    await addAll();
    expect(await embedders()).toEqual({});
    await opened.embed();
    const wanted = { source: 'userProvided', dimensions: 256 };
    const [name = ''] = Object.keys((await embedders()) ?? {});
    expect(await embedders()).toEqual({ [name]: wanted });
    const before = sent('PATCH ').length;
    await opened.upkeep();
    expect(sent('PATCH ')).toHaveLength(before);
    await opened.client
      .index(opened.indexName)
      .updateSettings({ embedders: { [name]: null } })
      .waitTask();
    await opened.upkeep();
    expect(await embedders()).toEqual({ [name]: wanted });
    expect(await search('repair cheap car')).toHaveLength(1);
  });

  test('are none in a document until they are there, then come without the session having changed', async () => {
    await addAll();
    await opened.embed();
    const added = await add(opened, talk(), spoken('hello everybody', 'fix the affordable vehicle'));
    const [title, known, unknown] = vectorsOf(added);
    expect([title, unknown]).toEqual([[expect.any(Array)], [null]]);
    // What somebody else has said before has its vector at once.
    expect(known).toEqual([expect.any(Array)]);
    await opened.upkeep();
    expect(vectorsOf(added)[2]).toEqual([null]);
    await opened.embed();
    const { values } = shrink(await vectorOf('fix the affordable vehicle'));
    expect(vectorsOf(added)[2]).toEqual([[...values]]);
    expect(await search('repair cheap car')).toContain(added);
    const before = sent('/documents').length;
    await opened.upkeep();
    expect(sent('/documents').slice(before)).toEqual([expect.stringMatching(/^GET .*about-this-index$/)]);
  });

  async function vectorOf(text: string): Promise<Float32Array> {
    const { signal } = new AbortController();
    const embedder = opened.scene.embedderOf(space);
    const [vector] = await embedder.embed([text], { purpose: 'passage', space, signal });
    if (!vector) throw new Error('the model says nothing');
    return vector;
  }

  test('that were there stay with a session that is indexed again', async () => {
    await addAll();
    const document = talk();
    const added = await add(opened, document, spoken('fix the affordable vehicle'));
    await opened.embed();
    await opened.index.replaceSession({ ...document, version: 2 }, spoken('fix the affordable vehicle'));
    expect(vectorsOf(added)).toEqual([[expect.any(Array)], [expect.any(Array)]]);
  });

  test('of another model are compared with nothing until an index is made for them', async () => {
    const mending = await addAll();
    await opened.embed();
    const name = Object.keys((await embedders()) ?? {});
    const embedder = opened.scene.embedderOf('large', 32);
    await opened.embed(embedder);
    opened.useSpace(embedder.space);
    expect(await search('repair cheap car')).toEqual([mending]);
    await opened.upkeep();
    expect(Object.values((await embedders()) ?? {})).toEqual([{ source: 'userProvided', dimensions: 32 }]);
    expect(Object.keys((await embedders()) ?? {})).not.toEqual(name);
    expect(opened.server.indexes()).toEqual([opened.indexName]);
    // Queries still come with the vectors of before.
    expect(await search('repair cheap car')).toEqual([]);
    expect(warn).not.toHaveBeenCalled();
    const copies = await opened.scene.db.selectDistinct({ copy: indexedSessions.copy }).from(indexedSessions);
    expect(copies).toHaveLength(3);
  });

  test('are left alone by a process that has no model, which writes to the same index', async () => {
    await addAll();
    await opened.embed();
    const { client, indexName } = opened;
    const without = meilisearchIndex({ client, indexName, db: opened.scene.db, log });
    await without.upkeep(async () => true);
    const document = talk();
    await opened.prepare(document);
    await without.replaceSession(document, spoken('the owl'));
    expect(sessionsOf(await without.search(asked('owl ')))).toEqual([document.id]);
    expect(vectorsOf(document.id)).toEqual([[expect.any(Array)], [null]]);
  });

  test('cost a search one request more, and none in quotes', async () => {
    await addAll();
    await opened.embed();
    await search('repair cheap car');
    const before = opened.server.requests.length;
    await search('repair cheap car');
    const requests = opened.server.requests.slice(before);
    expect(requests.filter((request) => request.endsWith('/search'))).toHaveLength(2);
    await search('"repair cheap car"');
    expect(opened.server.requests.slice(before + requests.length)).toHaveLength(1);
  });

  test('that the server refuses to compare leave what is found by words, and are said to be away', async () => {
    const mending = await addAll();
    await opened.embed();
    expect(await search('hello repair cheap car')).toEqual([mending]);
    const [name = ''] = Object.keys((await embedders()) ?? {});
    const index = opened.client.index(opened.indexName);
    await index.updateSettings({ embedders: { [name]: null } }).waitTask();
    expect(await search('repair cheap car')).toEqual([]);
    expect(await search('hello ')).toEqual([mending]);
    expect(await search('everybody ')).toEqual([mending]);
    expect(warn).toHaveBeenCalledTimes(3);
    await expect(opened.vectors.check()).rejects.toThrow('takes too long');
    expect(await opened.index.check()).toBe('ok');
  });
});

test('a search server that knows no vectors goes by words, and says so once', async () => {
  const warn = vi.fn();
  const opened = await openMeaningOnServer(undefined, { isOld: true, log: { ...log, warn } });
  const added = await add(opened, talk(), spoken('mend an inexpensive automobile'));
  await opened.embed();
  await opened.upkeep();
  expect(warn).toHaveBeenCalledTimes(1);
  expect(opened.server.indexes()).toEqual([opened.indexName]);
  expect(sessionsOf(await opened.index.search(asked('repair cheap car')))).toEqual([]);
  expect(sessionsOf(await opened.index.search(asked('automobile ')))).toEqual([added]);
  await opened.close();
});
