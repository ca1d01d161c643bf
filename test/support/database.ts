import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { inject } from 'vitest';
import { type ConnectionConfig, type OpenDatabase, openDatabase } from '../../drizzle/client.ts';
import { execute, toUrl, withDatabase } from './connections.ts';
import { silentLog } from './log.ts';

export interface TestDatabase extends OpenDatabase {
  readonly connectionConfig: ConnectionConfig;
  readonly url: string;
}

/** An empty, migrated database of one's own in the run's PostgreSQL; `close` drops it. Takes about 30 ms. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { config, template } = inject('databaseCluster');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(config, `create database ${name} template ${template}`);
  const connectionConfig = withDatabase(config, name);
  const opened = openDatabase({ config: connectionConfig, log: silentLog });
  let closing: Promise<void> | undefined;
  return {
    ...opened,
    connectionConfig,
    url: toUrl(connectionConfig),
    close() {
      closing ??= opened.close().then(() => execute(config, `drop database ${name} with (force)`));
      return closing;
    },
  };
}

const spare: TestDatabase[] = [];

/**
 * The same for tests that only read and write rows: an earlier one's, emptied. Its connections are warm, which saves
 * most of a short test's time. `close` gives it back.
 */
export async function openUsedDatabase(): Promise<TestDatabase> {
  const database = spare.pop() ?? (await openTestDatabase());
  return {
    ...database,
    async close() {
      await database.db.execute(emptyTables);
      spare.push(database);
    },
  };
}

/** Deleting few rows is quicker than truncating many tables. As a replica's, the session does not follow foreign keys. */
export const emptyTables = sql`do $$ declare one text; begin
  set local session_replication_role = replica;
  for one in select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'public'
  loop execute 'delete from ' || one; end loop; end $$`;
