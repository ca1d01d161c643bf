import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { type Database, openDatabase } from '../../../../drizzle/client.ts';
import { startEmbeddedPostgres } from '../../../../drizzle/embedded/launcher.ts';
import { migrateDatabase } from '../../../../drizzle/migrate.ts';

export interface BenchDatabase {
  readonly db: Database;
  readonly url: string;
  close(): Promise<void>;
}

const log = pino({ level: 'silent' });
/** Making an index of a million passages. */
const statementTimeoutMs = 30 * 60_000;

/** The product's own database, empty, in a folder. */
export async function openBenchDatabase(dataDir: string, signal: AbortSignal): Promise<BenchDatabase> {
  const postgres = await startEmbeddedPostgres({ dataDir, log, signal, durable: false });
  const config = postgres.connectionConfig;
  await migrateDatabase({ config, log });
  const { db, close } = openDatabase({ config, log, statementTimeoutMs });
  return { db, url: postgres.url, close: () => close().finally(() => postgres.stop()) };
}

export async function printSizes(db: Database): Promise<void> {
  const { rows } = await db.execute<Record<string, string>>(sql`
    select count(*) as passages, pg_size_pretty(pg_table_size('passages')) as rows,
      pg_size_pretty(pg_relation_size('passages_tsv')) as gin,
      (select count(*) from words) as words, pg_size_pretty(pg_table_size('words')) as vocabulary,
      pg_size_pretty(pg_relation_size('words_deletion_keys')) as keys from passages`);
  const [sizes = {}] = rows;
  console.log(
    `  ${Object.entries(sizes)
      .map(([name, size]) => `${name} ${size}`)
      .join(', ')}`,
  );
}
