import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { PermanentError } from '../core/model/errors.ts';
import { repositoryRoot } from '../core/root.ts';
import type { ConnectionConfig } from './client.ts';
import type { Log } from './log.ts';

/** Any number that is ours alone among the advisory locks of the database. */
const migrationLock = 7_262_011_853;
const lockTimeoutMs = 120_000;

export interface MigrateOptions {
  readonly config: ConnectionConfig;
  readonly log: Log;
  /** Default: `drizzle/migrations` of the repository. */
  readonly migrationsFolder?: string;
}

/**
 * Brings the database to the program's schema; several processes may call it at once.
 * PermanentError when the database has migrations that the program does not know.
 */
export async function migrateDatabase(options: MigrateOptions): Promise<void> {
  const { config, log, migrationsFolder = join(repositoryRoot(), 'drizzle', 'migrations') } = options;
  const client = new pg.Client({
    ...config,
    application_name: 'brownbag migrate',
    connectionTimeoutMillis: 10_000,
    lock_timeout: lockTimeoutMs,
  });
  client.on('error', (err) => log.warn({ err }, 'the database connection of the migration broke'));
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const known = readMigrationFiles({ migrationsFolder }).map((migration) => migration.hash);
    const before = await appliedMigrations(client);
    refuseUnknown(before, known);
    await migrate(drizzle(client), { migrationsFolder });
    const appliedCount = known.length - before.length;
    if (appliedCount > 0) log.info({ appliedCount }, 'database schema migrated');
  } finally {
    await client.end();
  }
}

function refuseUnknown(applied: readonly string[], known: readonly string[]): void {
  const unknownCount = applied.filter((hash) => !known.includes(hash)).length;
  if (unknownCount === 0) return;
  throw new PermanentError(
    `The database was migrated by another version of Brownbag (${unknownCount} migration(s) this version ` +
      'does not know): start the newer version, or restore a backup made by this one.',
  );
}

/** Hashes of the migrations that the database has; drizzle's own bookkeeping. */
async function appliedMigrations(client: pg.Client): Promise<readonly string[]> {
  const table = await client.query<{ found: boolean }>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as found`,
  );
  if (!table.rows[0]?.found) return [];
  const { rows } = await client.query<{ hash: string }>('select hash from drizzle.__drizzle_migrations');
  return rows.map((row) => row.hash);
}
