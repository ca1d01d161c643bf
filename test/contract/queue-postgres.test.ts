import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { startEmbeddedPostgres } from '../../drizzle/embedded/launcher.ts';
import { execute, withDatabase } from '../support/connections.ts';
import { silentLog } from '../support/log.ts';
import { openQueue } from '../support/queue-postgres.ts';
import { jobQueueContract } from './job-queue.ts';

// A server of its own, because the suite stops it.
const dataDir = await mkdtemp(join(tmpdir(), 'brownbag-queue-'));
await chmod(dataDir, 0o711); // the server runs as another user when the tests run as root
const start = () => startEmbeddedPostgres({ dataDir, log: silentLog, durable: false });
let server = await start();
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

jobQueueContract('postgres', async () => {
  const database = `queue_${randomUUID().replaceAll('-', '')}`;
  await execute(server.connectionConfig, `create database ${database}`);
  const settings = { connectionConfig: withDatabase(server.connectionConfig, database) };
  return {
    open: (logged) => openQueue(settings, logged),
    inAnotherProcess: { module: new URL('../support/queue-postgres.ts', import.meta.url), settings },
    stopServer: () => server.stop(),
    startServer: async () => {
      server = await start();
    },
  };
});
