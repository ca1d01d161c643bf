import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg, { type Pool, type PoolConfig } from 'pg';
import type { Log } from './log.ts';
import * as audit from './schema/audit.ts';
import * as indexedSessions from './schema/indexed-sessions.ts';
import * as passages from './schema/passages.ts';
import * as searches from './schema/searches.ts';
import * as sessions from './schema/sessions.ts';
import * as settings from './schema/settings.ts';
import * as speech from './schema/speech.ts';
import * as speechPieces from './schema/speech-pieces.ts';
import * as suggestions from './schema/suggestions.ts';
import * as terms from './schema/terms.ts';
import * as topics from './schema/topics.ts';
import * as transcripts from './schema/transcripts.ts';
import * as uploads from './schema/uploads.ts';
import * as users from './schema/users.ts';
import * as vectors from './schema/vectors.ts';

const schema = {
  ...audit,
  ...indexedSessions,
  ...passages,
  ...searches,
  ...sessions,
  ...settings,
  ...terms,
  ...speech,
  ...speechPieces,
  ...suggestions,
  ...topics,
  ...transcripts,
  ...uploads,
  ...users,
  ...vectors,
};

/** What queries take; a `Transaction` fits wherever a `Database` is asked for by `Queryable`. */
export type Database = NodePgDatabase<typeof schema>;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
/** For queries that work inside and outside a transaction. */
export type Queryable = Database | Transaction;

/** Where the database is: a socket folder or a host with its parts, or one `connectionString`. */
export type ConnectionConfig = Pick<
  PoolConfig,
  'connectionString' | 'host' | 'port' | 'user' | 'password' | 'database' | 'ssl'
>;

export interface OpenDatabase {
  readonly db: Database;
  readonly pool: Pool;
  /** Waits for borrowed connections to come back; may be called twice. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly config: ConnectionConfig;
  readonly log: Log;
  /** Connections at most; default 10. */
  readonly maxConnections?: number;
  /** A statement that runs longer is cancelled; default 30 000. */
  readonly statementTimeoutMs?: number;
}

/** Opens a pool; connects on first use. Connections that break while idle are logged and replaced. */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  readBigintAsNumber();
  const { config, log, maxConnections = 10, statementTimeoutMs = 30_000 } = options;
  const pool = new pg.Pool({
    ...config,
    max: maxConnections,
    application_name: 'brownbag',
    connectionTimeoutMillis: 10_000,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  });
  // A pool says that it has ended before its connections have: a server that stops then is no news.
  pool.on('error', (err) =>
    log[pool.ending ? 'debug' : 'warn']({ err }, 'an idle database connection broke'),
  );
  // The pool stops listening while a connection is borrowed, and a transaction only sees its own queries fail:
  // without a listener a server that restarts would take this process with it.
  pool.on('connect', (client) => {
    client.on('error', (err) => log.debug({ err }, 'a borrowed database connection broke'));
  });
  let closing: Promise<void> | undefined;
  return {
    db: drizzle(pool, { schema }),
    pool,
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}

/**
 * `count(*)` and `sum(bytes)` are numbers to us, not strings. The driver's own table is the only place that
 * also reaches drizzle's raw queries; a value past 2^53 throws rather than lose digits.
 */
function readBigintAsNumber(): void {
  pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a number`);
    return value;
  });
}
