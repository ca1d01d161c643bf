import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Meilisearch } from 'meilisearch';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { catchUpIndex } from '../../core/actions/catch-up-index.ts';
import { meilisearchIndex } from '../../core/engines/search/meilisearch.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { withFallback } from '../../core/engines/search/with-fallback.ts';
import type { SearchIndex } from '../../core/ports/search-index.ts';
import { newId } from '../../drizzle/ids.ts';
import { raiseFindable } from '../../drizzle/queries/indexed-sessions.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import { indexedSessions } from '../../drizzle/schema/indexed-sessions.ts';
import { makeSession } from '../factories.ts';
import { type Bundle, bundle } from '../support/bundle.ts';
import { openTestDatabase } from '../support/database.ts';
import { startFakeMeilisearch } from '../support/fake-meilisearch.ts';
import type { IndexOrder } from '../support/index-process.ts';
import { silentLog as log } from '../support/log.ts';
import { everyRow } from '../support/rows.ts';

let program: Bundle;
beforeAll(async () => {
  program = await bundle(join(import.meta.dirname, '../support/index-process.ts'));
});
afterAll(() => program.remove());

const indexName = 'talks';
const [oldFormat, newFormat] = [3, 4];
const sessionCount = 12;
const never = new Promise<void>(() => {});

/** Sessions in a database and on a server, indexed in the old format; and processes that write the new one. */
async function openScene() {
  const server = await startFakeMeilisearch();
  const { db, connectionConfig, close } = await openTestDatabase();
  const children = new Set<ChildProcess>();
  const open = (format: number): SearchIndex => {
    const client = new Meilisearch({ host: server.url });
    const primary = meilisearchIndex({ client, indexName, db, log, format });
    return withFallback({ primary, fallback: postgresIndex({ db }), log, probeEveryMs: 20 });
  };
  const running = open(oldFormat);
  const next = open(newFormat);
  const ids: string[] = [];
  for (let at = 0; at < sessionCount; at += 1)
    ids.push((await makeSession(db, { title: 'Owls', status: 'ready' })).id);
  await catchUpIndex({ db, searchIndex: running, log });
  onTestFinished(async () => {
    for (const child of children) child.kill('SIGKILL');
    server.onRequest(() => {});
    await running.close();
    await next.close();
    await server.close();
    await close();
  });
  return {
    ...{ db, server, running, next, ids },
    catchUp: () => catchUpIndex({ db, searchIndex: next, log }),
    async find(index: SearchIndex, text: string) {
      const reader = { id: newId(), role: 'member', team: null } as const;
      const { hits, isDegraded = false } = await index.search({
        ...{ text, reader, filters: {}, sort: 'relevance', limit: 50, moments: 1 },
      });
      return { ids: hits.map(({ sessionId }) => sessionId).sort(), isDegraded };
    },
    start(): ChildProcess {
      const order: IndexOrder = { connectionConfig, url: server.url, indexName, format: newFormat };
      const child = spawn(process.execPath, [program.path, JSON.stringify(order)], {
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      children.add(child);
      return child;
    },
  };
}
type Scene = Awaited<ReturnType<typeof openScene>>;

/** Starts a process and kills it with the first request that `isMoment`, which arrives or is lost with it. */
async function killAt(
  { server, start }: Scene,
  { isMoment, arrives }: { isMoment: (request: string) => boolean; arrives: boolean },
): Promise<void> {
  const child = start();
  const exited = once(child, 'exit');
  let isDead = false;
  server.onRequest(async (request) => {
    if (isDead || !isMoment(request)) return;
    isDead = true;
    child.kill('SIGKILL');
    if (!arrives) await never;
  });
  expect(await exited).toEqual([null, 'SIGKILL']);
  server.onRequest(() => {});
}

/** All is as if nothing had happened: one whole index in the new format that answers. */
async function expectWhole({ db, server, next, find, catchUp, ids }: Scene): Promise<void> {
  expect(await catchUp()).toBe('complete');
  expect(await next.check()).toBe('ok');
  expect(server.indexes()).toEqual([indexName]);
  expect(await find(next, 'owls ')).toEqual({ ids: [...ids].sort(), isDegraded: false });
  const copies = await db.selectDistinct({ copy: indexedSessions.copy }).from(indexedSessions);
  expect(copies).toHaveLength(2);
}

const isNext = (request: string) => request.includes(`/${indexName}-next-${newFormat}`);
/** When it is killed: at a request, which arrives or is lost; those of one step are of one class. */
const moments = [
  [
    'before the new index has its settings',
    'filling',
    (one: string) => one.startsWith('PATCH ') && isNext(one),
    false,
  ],
  [
    'in the middle of filling',
    'filling',
    (one: string) => one.endsWith('/documents/delete') && isNext(one),
    true,
  ],
  ['between filling and swapping', 'swapping', (one: string) => one === 'POST /swap-indexes', false],
  ['while the swap is under way', 'swapping', (one: string) => one === 'POST /swap-indexes', true],
  [
    'before the old index is deleted',
    'deleting',
    (one: string) => one.startsWith('DELETE ') && isNext(one),
    false,
  ],
] as const;

test.each(everyRow(moments, ([, step]) => step))(
  'killed %s, the next process goes on from there',
  { timeout: 120_000 },
  async (...[, , isMoment, arrives]) => {
    const scene = await openScene();
    await killAt(scene, { isMoment, arrives });
    // Whoever is running goes on answering, from the server or else from the database.
    expect((await scene.find(scene.running, 'owls ')).ids).toEqual([...scene.ids].sort());
    await expectWhole(scene);
  },
);

test('killed between a write and the end of its task, nothing is thought to be there that is not', {
  timeout: 120_000,
}, async () => {
  const scene = await openScene();
  const { server, db, ids } = scene;
  let writes = 0;
  await killAt(scene, {
    isMoment: (request) => {
      if (request.endsWith('/documents') && isNext(request)) writes += 1;
      if (writes < 5) return false;
      server.tasks.hold();
      return request.startsWith('GET /tasks/');
    },
    arrives: true,
  });
  expect(server.tasks.waiting()).toContain('documentAdditionOrUpdate');
  // The tasks that are waiting there come to nothing.
  for (const _ of server.tasks.waiting()) server.tasks.failNext('internal');
  server.tasks.release();
  const [edited = ''] = ids;
  await updateSession(db, edited, { title: 'Owls and larks' });
  await raiseFindable(db, [edited]);
  await expectWhole(scene);
  expect(await scene.find(scene.next, 'larks ')).toEqual({ ids: [edited], isDegraded: false });
});

test('two processes that start at once, with edits between, leave one whole index', {
  timeout: 120_000,
}, async () => {
  const scene = await openScene();
  const { server, db, ids } = scene;
  const [edited = ''] = ids;
  let isEdited = false;
  server.onRequest(async (request) => {
    if (isEdited || request !== 'POST /swap-indexes') return;
    isEdited = true;
    await updateSession(db, edited, { title: 'Owls and larks' });
    await raiseFindable(db, [edited]);
  });
  const exits = [scene.start(), scene.start()].map((child) => once(child, 'exit'));
  for (const exit of exits) expect(await exit).toEqual([0, null]);
  expect(isEdited).toBe(true);
  await expectWhole(scene);
  expect(await scene.find(scene.next, 'larks ')).toEqual({ ids: [edited], isDegraded: false });
});
