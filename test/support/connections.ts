import pg from 'pg';
import type { ConnectionConfig } from '../../drizzle/client.ts';

/** Runs one statement on a connection of its own. */
export async function execute(config: ConnectionConfig, statement: string): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** The same server, another database. */
export function withDatabase(config: ConnectionConfig, database: string): ConnectionConfig {
  if (config.connectionString === undefined) return { ...config, database };
  const url = new URL(config.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}

/** For programs that are given DATABASE_URL. */
export function toUrl(config: ConnectionConfig): string {
  if (config.connectionString !== undefined) return config.connectionString;
  return `postgresql://${config.user}@localhost/${config.database}?host=${encodeURIComponent(config.host ?? '')}`;
}
