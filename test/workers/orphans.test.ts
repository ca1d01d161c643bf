import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { binSession, destroySession, restoreSession } from '../../core/actions/bin-session.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { localStore } from '../../core/engines/store/local.ts';
import type { JobQueue } from '../../core/ports/job-queue.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import { newId } from '../../drizzle/ids.ts';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { findAnySession, listExpiredInBin, updateSession } from '../../drizzle/queries/sessions.ts';
import { isStoreOurs, removeOrphans } from '../../workers/orphans.ts';
import { makeSession, makeUser } from '../factories.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { silentLog as log } from '../support/log.ts';

const hour = 3_600_000;
let database: TestDatabase;
let rootDir: string;
let store: MediaStore;
beforeEach(async () => {
  database = await openTestDatabase();
  rootDir = await mkdtemp(join(tmpdir(), 'brownbag-orphans-'));
  store = await localStore({ rootDir, log });
});
afterEach(async () => {
  await store.close();
  await database.close();
  await rm(rootDir, { recursive: true, force: true });
});

/** A file that was last touched so long ago. */
const put = async (sessionId: string, fileName: string, ageMs: number) => {
  await store.write(`${sessionId}/${fileName}`, Readable.from(['x']), { maxBytes: 10 });
  const at = new Date(Date.now() - ageMs);
  await utimes(join(rootDir, sessionId, fileName), at, at);
};
const namesIn = async (sessionId: string) =>
  (await store.list(sessionId)).map((object) => object.key.slice(sessionId.length + 1)).sort();
const deps = () => ({ db: database.db, store, log });
const go = () => false;

describe('files without a row', () => {
  test('go after six hours when their session does not name them, and stay while they are young or named', async () => {
    const { id } = await makeSession(database.db);
    await put(id, 'video-old.mp4', 7 * hour);
    await put(id, 'video-young.mp4', hour);
    await put(id, 'original', 700 * hour);
    const file = { fileName: 'original', kind: 'original' as const, contentType: 'video/mp4', sizeBytes: 1 };
    await insertMediaFile(database.db, { sessionId: id, ...file });
    await removeOrphans(deps(), go);
    expect(await namesIn(id)).toEqual(['original', 'video-young.mp4']);
  });

  test('of a session that is not there at all stay for a month: a restored backup may miss it', async () => {
    const gone = newId();
    await put(gone, 'original', 29 * 24 * hour);
    await removeOrphans(deps(), go);
    expect(await namesIn(gone)).toEqual(['original']);
    await put(gone, 'original', 31 * 24 * hour);
    await removeOrphans(deps(), go);
    expect(await namesIn(gone)).toEqual([]);
  });

  test('stay, however old they are, when their session comes while they are looked at', async () => {
    const late = newId();
    await put(late, 'original', 31 * 24 * hour);
    const file = { fileName: 'original', kind: 'original' as const, contentType: 'video/mp4', sizeBytes: 1 };
    const list: MediaStore['list'] = async (sessionId) => {
      await database.db.transaction(async (tx) => {
        await makeSession(tx, { id: late });
        await insertMediaFile(tx, { sessionId: late, ...file });
      });
      return store.list(sessionId);
    };
    await removeOrphans({ ...deps(), store: { ...store, list } }, go);
    expect(await namesIn(late)).toEqual(['original']);
  });

  test('in folders that are no session’s are not ours', async () => {
    await put('backups', 'dump', 9000 * hour);
    await removeOrphans(deps(), go);
    expect(await namesIn('backups')).toEqual(['dump']);
  });
});

describe('a store', () => {
  test('is ours when it was empty with this database, and stays so', async () => {
    expect(await isStoreOurs(deps())).toBe(true);
    await put(newId(), 'original', hour);
    expect(await isStoreOurs(deps())).toBe(true);
  });

  test('is not ours when it is full and the database knows nothing of it', async () => {
    await put(newId(), 'original', hour);
    expect(await isStoreOurs(deps())).toBe(false);
  });

  test('is not ours when it belongs to another database', async () => {
    await isStoreOurs(deps());
    const other = await openTestDatabase();
    expect(await isStoreOurs({ ...deps(), db: other.db })).toBe(false);
    await other.close();
  });
});

describe('the bin', () => {
  const queue = { enqueue: async () => {} } as Partial<JobQueue> as JobQueue;
  const days = (count: number) => new Date(Date.now() - count * 24 * hour);
  const parts = () => ({ ...deps(), queue, searchIndex: postgresIndex({ db: database.db }) });

  test('gives a session up for good after 30 days, with its files', async () => {
    const { id } = await makeSession(database.db, { deletedAt: days(31) });
    await put(id, 'original', hour);
    expect(await listExpiredInBin(database.db, 30)).toEqual([id]);
    await destroySession(parts(), id);
    expect([await findAnySession(database.db, id), await namesIn(id)]).toEqual([undefined, []]);
  });

  test('keeps a session that was restored a moment before it would have gone', async () => {
    const owner = await makeUser(database.db, { role: 'champion' });
    const { id } = await makeSession(database.db, { ownerId: owner.id });
    await put(id, 'original', hour);
    await binSession(parts(), owner, id);
    await updateSession(database.db, id, { deletedAt: days(31) });
    await restoreSession(parts(), owner, id);
    await destroySession(parts(), id);
    expect((await findAnySession(database.db, id))?.deletedAt).toBeNull();
    expect(await namesIn(id)).toEqual(['original']);
  });
});
