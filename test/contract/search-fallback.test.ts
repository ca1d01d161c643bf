import { Meilisearch } from 'meilisearch';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { catchUpIndex } from '../../core/actions/catch-up-index.ts';
import { bringUpToDate, indexNow } from '../../core/actions/index-now.ts';
import { meilisearchIndex } from '../../core/engines/search/meilisearch.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { withFallback } from '../../core/engines/search/with-fallback.ts';
import type { SearchIndex } from '../../core/ports/search-index.ts';
import { raiseFindable } from '../../drizzle/queries/indexed-sessions.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import { makeSession } from '../factories.ts';
import { openUsedDatabase, type TestDatabase } from '../support/database.ts';
import { type FakeMeilisearch, startFakeMeilisearch } from '../support/fake-meilisearch.ts';
import { silentLog as log } from '../support/log.ts';
import { waitUntil } from '../support/wait-until.ts';
import { asked, sessionsOf } from './search-talks.ts';

const indexName = 'talks';
let server: FakeMeilisearch;
let database: TestDatabase;
let index: SearchIndex;

beforeEach(async () => {
  server = await startFakeMeilisearch();
  database = await openUsedDatabase();
  index = open();
});
afterEach(async () => {
  await index.close();
  await server.close();
  await database.close();
});

/** The index as a process has it. */
function open(): SearchIndex {
  const client = new Meilisearch({ host: server.url, timeout: 1_000 });
  const { db } = database;
  const primary = meilisearchIndex({ client, indexName, db, log });
  return withFallback({ primary, fallback: postgresIndex({ db }), log, probeEveryMs: 20 });
}
const deps = () => ({ db: database.db, searchIndex: index, log });
const catchUp = () => catchUpIndex(deps());

async function addSession(title: string): Promise<string> {
  return (await makeSession(database.db, { title, status: 'ready' })).id;
}
async function retitle(id: string, title: string): Promise<void> {
  await database.db.transaction(async (tx) => {
    await updateSession(tx, id, { title });
    await raiseFindable(tx, [id]);
  });
  await indexNow(deps(), id);
}
/** Who answered, and with what. */
async function search(text: string): Promise<[by: 'server' | 'database', degraded: boolean, ids: string[]]> {
  const isSearch = (request: string) => request.endsWith('/search');
  const before = server.requests.filter(isSearch).length;
  const answer = await index.search(asked(text));
  const hasAsked = server.requests.filter(isSearch).length > before && !answer.isDegraded;
  return [hasAsked ? 'server' : 'database', answer.isDegraded ?? false, sessionsOf(answer)];
}

test('until the server has everything the database answers, and says so', async () => {
  const id = await addSession('Owls');
  await bringUpToDate(database.db, postgresIndex({ db: database.db }), id);
  expect(await search('owls ')).toEqual(['database', true, [id]]);
  expect(await index.check()).toBe('degraded');
  expect(await catchUp()).toBe('complete');
  expect(await index.check()).toBe('ok');
  expect(await search('owls ')).toEqual(['server', false, [id]]);
});

test.each(['down', 'error', 'cut', 'slow'] as const)(
  'while the server is %s searches are answered, and nobody waits for it twice',
  async (kind) => {
    const id = await addSession('Owls');
    await catchUp();
    expect(await search('owls ')).toEqual(['server', false, [id]]);
    server.trouble(kind);
    expect(await search('owls ')).toEqual(['database', true, [id]]);
    const asks = vi.fn();
    server.onRequest((request) => {
      if (request.endsWith('/search')) asks();
    });
    expect(await search('owls ')).toEqual(['database', true, [id]]);
    expect(asks).not.toHaveBeenCalled();
    expect(await index.check()).toBe('degraded');
    server.trouble(null);
    await waitUntil(async () => !(await index.search(asked('owls '))).isDegraded);
    expect(await search('owls ')).toEqual(['server', false, [id]]);
  },
);

test('an outage in the middle of a search is not noticed by who asked', async () => {
  const id = await addSession('Owls');
  await catchUp();
  server.onRequest((request) => {
    if (request === 'POST /multi-search') server.trouble('down');
  });
  expect(await search('owls ')).toEqual(['database', true, [id]]);
});

test('what was edited, binned and added during an outage is right at once, and on the server after it', async () => {
  const [edited, binned] = [await addSession('Owls'), await addSession('Larks')];
  await catchUp();
  server.trouble('down');
  await retitle(edited, 'Wrens');
  await updateSession(database.db, binned, { deletedAt: new Date() });
  await raiseFindable(database.db, [binned]);
  await indexNow(deps(), binned);
  const added = await addSession('Terns');
  await indexNow(deps(), added);
  const all = async () =>
    [await search('owls '), await search('larks '), await search('wrens '), await search('terns ')].map(
      ([by, , ids]) => [by, ids],
    );
  const right = [[], [], [edited], [added]];
  expect(await all()).toEqual(right.map((ids) => ['database', ids]));
  expect(await catchUp()).toBe('incomplete');
  server.trouble(null);
  expect(await index.check()).toBe('degraded');
  expect(await all()).toEqual(right.map((ids) => ['database', ids]));
  expect(await catchUp()).toBe('complete');
  expect(await index.check()).toBe('ok');
  expect(await all()).toEqual(right.map((ids) => ['server', ids]));
});

test('a task that the server loses is made up for', async () => {
  const id = await addSession('Owls');
  await catchUp();
  server.tasks.failNext('internal', 'documentAdditionOrUpdate');
  await retitle(id, 'Wrens');
  expect(await search('owls ')).toEqual(['server', false, []]);
  expect(await catchUp()).toBe('complete');
  expect(await search('wrens ')).toEqual(['server', false, [id]]);
});

test('what a search would show of a session from before an edit comes from the database', async () => {
  const id = await addSession('Owls of the secret project');
  await catchUp();
  server.tasks.failNext('internal', 'documentAdditionOrUpdate');
  await retitle(id, 'Owls');
  const answer = await index.search(asked('owls '));
  expect([sessionsOf(answer), answer.isDegraded ?? false]).toEqual([[id], false]);
  expect(sessionsOf(await index.search(asked('secret ')))).toEqual([]);
  expect(await index.check()).toBe('ok');
});

test('an index that was deleted on the server is built again, and the database answers until then', async () => {
  const id = await addSession('Owls');
  await catchUp();
  server.lose(indexName);
  expect(await search('owls ')).toEqual(['database', true, [id]]);
  expect(await catchUp()).toBe('complete');
  expect(await index.check()).toBe('ok');
  expect(await search('owls ')).toEqual(['server', false, [id]]);
  expect(server.indexes()).toEqual([indexName]);
});

test('a mistake of who asked is no outage', async () => {
  await catchUp();
  await expect(index.search(asked('owls', { cursor: 'nonsense' }))).rejects.toMatchObject({
    code: 'invalid',
  });
  expect(await index.check()).toBe('ok');
});
