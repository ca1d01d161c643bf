import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSearchLog, type SearchLog } from '../../core/actions/search-log.ts';
import { noEmbedder } from '../../core/engines/embedder/none.ts';
import { postgresQueue } from '../../core/engines/queue/postgres.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { localStore } from '../../core/engines/store/local.ts';
import { noTagger } from '../../core/engines/tagger/none.ts';
import { noTranscriber } from '../../core/engines/transcriber/none.ts';
import type { Role } from '../../core/model/access.ts';
import type { JobQueue } from '../../core/ports/job-queue.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import type { SearchIndex } from '../../core/ports/search-index.ts';
import { newId } from '../../drizzle/ids.ts';
import { listen, sessionChanged } from '../../drizzle/notifications.ts';
import { insertApiToken } from '../../drizzle/queries/api-tokens.ts';
import { buildApp } from '../../server/app.ts';
import { hashToken, newToken } from '../../server/auth/tokens.ts';
import { defaultSlowClientLimits } from '../../server/media/slow-clients.ts';
import { sessionChanges } from '../../server/session-changes.ts';
import type { App, AppDeps } from '../../server/types.ts';
import { openUploads, type Uploads } from '../../server/uploads/tus/uploads.ts';
import { makeUser } from '../factories.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { silentLog } from './log.ts';

export interface TestServer extends TestDatabase {
  readonly app: App;
  readonly queue: JobQueue;
  readonly store: MediaStore;
  readonly searchIndex: SearchIndex;
  readonly uploads: Uploads;
  readonly searchLog: SearchLog;
  readonly dataDir: string;
  /** A new person of this role, with a token that speaks for them. */
  person(role: Role, overrides?: Parameters<typeof makeUser>[1]): Promise<TestPerson>;
}

export interface TestPerson {
  readonly id: string;
  readonly role: Role;
  readonly team: string | null;
  readonly email: string;
  /** `authorization` for requests of theirs. */
  readonly headers: { readonly authorization: string };
}

/** What a server names and checks and never works with. */
const otherParts = {
  transcriber: noTranscriber(),
  tagger: noTagger(),
  embedder: noEmbedder(),
  media: { diagnose: async () => ({ failures: [], warnings: [] }) },
  advice: {
    ...{ database: null, queue: null, search: null, store: null, tagger: null, embedder: null },
    transcriber: 'Set TRANSCRIBER to auto.',
  },
};

/** The whole server on real engines: a database of its own, files in a folder of its own; no workers run. */
export async function openTestServer(overrides: Partial<AppDeps> = {}): Promise<TestServer> {
  const database = await openTestDatabase();
  const { db, connectionConfig } = database;
  const dataDir = await mkdtemp(join(tmpdir(), 'brownbag-api-'));
  const store = await localStore({ rootDir: join(dataDir, 'media'), log: silentLog });
  const queue = await postgresQueue({ connectionConfig, log: silentLog });
  const searchIndex = postgresIndex({ db });
  const changes = sessionChanges();
  const listener = await listen(connectionConfig, sessionChanged, changes.announce, { log: silentLog });
  // Enough to tell a recording from a text file; the real sniffing has its own tests.
  const isRecording = (head: Uint8Array) => head[4] === 0x66 && head[5] === 0x74;
  const { maxUploadBytes = 64 * 2 ** 20, store: usedStore = store } = overrides;
  const uploads = await openUploads({
    ...{ db, connectionConfig, queue, store: usedStore, log: silentLog },
    ...{ isRecording, maxUploadBytes, dataDir },
  });
  const searchLog = openSearchLog({ db, log: silentLog, isOn: true });
  const app = await buildApp(
    {
      db,
      queue,
      store,
      searchIndex,
      changes,
      searchLog,
      log: silentLog,
      isRecording,
      uploads,
      policy: { isSecure: false },
      cookieSecret: 'a secret of the tests',
      maxUploadBytes,
      slowClientLimits: defaultSlowClientLimits,
      setupCode: 'the-setup-code',
      onSetup: async () => {},
      webDir: null,
      meaning: null,
      engines: { database: 'postgres', queue: 'postgres', index: 'postgres', store: 'local' },
      ...otherParts,
      singleSignOn: null,
      ...overrides,
    },
    silentLog,
    '0.0.0',
  );
  await app.ready();
  return {
    ...database,
    app,
    queue,
    store,
    searchIndex,
    uploads,
    searchLog,
    dataDir,
    async person(role, userOverrides = {}) {
      const user = await makeUser(db, { role, ...userOverrides });
      const token = newToken();
      await insertApiToken(db, { id: newId(), userId: user.id, name: 'test', tokenHash: hashToken(token) });
      const { id, team, email } = user;
      return { id, role, team, email, headers: { authorization: `Bearer ${token}` } };
    },
    async close() {
      await app.close();
      await searchLog.settled();
      await uploads.close();
      await listener.close();
      await queue.close();
      await searchIndex.close();
      await store.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
