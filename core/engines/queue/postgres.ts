import { createPostgresBackend, type PostgresPoolConfig, runMigrations, withBackend } from 'bullmq';
import pg from 'pg';
import type { ConnectionConfig } from '../../../drizzle/client.ts';
import { TransientError } from '../../model/errors.ts';
import type { JobQueue } from '../../ports/job-queue.ts';
import { type BullmqSettings, bullmqQueue, type JobPayload } from './bullmq.ts';

const schema = 'bullmq';

/**
 * The job queue in the database (PostgreSQL >= 13), in the schema `bullmq`, which it migrates under BullMQ's
 * own lock. Needs a direct or session-pooled connection: LISTEN does not pass a transaction pooler.
 * Uses up to 8 connections, with workers 21 more. Rejects with TransientError when it cannot connect.
 */
export async function postgresQueue({
  connectionConfig,
  ...settings
}: BullmqSettings & { readonly connectionConfig: ConnectionConfig }): Promise<JobQueue> {
  // Every queue and worker has a small pool of its own, and each worker one connection for LISTEN besides.
  // In one shared pool the workers' LISTEN connections starve the others: 4 workers on 3 hung (measured).
  if (!isPoolConfig(connectionConfig)) throw new TypeError('The queue takes a password, not a function');
  const base = { ...connectionConfig, connectionTimeoutMillis: 5_000, application_name: 'brownbag-queue' };
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const pool = new pg.Pool({ ...base, max: 1 });
  pool.on('error', (err) => settings.log.debug({ err }, 'An idle connection of the job queue broke'));
  await migrate(pool);
  return await bullmqQueue(
    {
      openQueue: (stage) => new Queue<JobPayload>(stage, { connection: { ...base, schema, max: 1 } }),
      openWorker: (stage, process, options) =>
        new Worker<JobPayload, void>(stage, process, {
          ...options,
          connection: { ...base, schema, max: 2 },
        }),
      ping: () => pool.query('select 1'),
      disconnect: () => pool.end(),
    },
    settings,
  );
}

/** BullMQ's type knows no `undefined` members, which are harmless, and no computed password, which is not. */
const isPoolConfig = (config: ConnectionConfig): config is ConnectionConfig & PostgresPoolConfig =>
  typeof config.password !== 'function';

async function migrate(pool: pg.Pool): Promise<void> {
  try {
    const client = await pool.connect();
    try {
      await runMigrations(client, schema);
    } finally {
      client.release();
    }
  } catch (cause) {
    await pool.end();
    throw new TransientError('The tables of the job queue could not be prepared', { cause });
  }
}
