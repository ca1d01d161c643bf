import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import type { ConnectionConfig, Database, Queryable } from './client.ts';
import type { Log } from './log.ts';
import { dimensionsOf } from './queries/vectors.ts';

/** An index of pgvector over the signs of one space's vectors. */
export interface NearIndex {
  readonly space: string;
  readonly dimensions: number;
  /** Where the extension's operators are. */
  readonly schema: string;
  /** Of pgvector. */
  readonly version: string;
  /** Whether it goes on looking when what it has found may not be opened (pgvector 0.8). */
  readonly goesOn: boolean;
}

/** The first version that indexes bits. */
const leastMinor = 7;
const namePrefix = 'passage_vectors_near_';

/** Longer names than 63 bytes are cut, and a space may be called anything. */
const nameOf = (space: string, dimensions: number): string =>
  `${namePrefix}${dimensions}_${createHash('sha256').update(space).digest('hex').slice(0, 16)}`;

/** `null`: the server has no usable pgvector, or nobody has made the index, or not to its end. */
export async function findNearIndex(
  db: Queryable,
  space: string,
  dimensions: number,
): Promise<NearIndex | null> {
  const { rows } = await db.execute<{ schema: unknown; version: unknown }>(sql`
    select nspname as schema, extversion as version from pg_extension
      join pg_namespace on pg_namespace.oid = extnamespace
    where extname = 'vector' and exists (select from pg_index
      where indexrelid = to_regclass(${nameOf(space, dimensions)}) and indisvalid)`);
  const [row] = rows;
  if (row === undefined) return null;
  const version = String(row.version);
  return { space, dimensions, schema: String(row.schema), version, goesOn: minorOf(version) >= 8 };
}

/** Of 0.8.1 the 8. */
function minorOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 0 ? Number.POSITIVE_INFINITY : minor;
}

interface Deps {
  readonly db: Database;
  readonly connectionConfig: ConnectionConfig;
  readonly log: Log;
}

/**
 * Makes the space's index where the server has pgvector, and drops those of other spaces and what a killed process has
 * left. It stands outside the migrations because most servers have no pgvector, and is kept by PostgreSQL itself, in
 * each transaction that writes a vector. Writers go on meanwhile. For one process at a time. False: the space has no
 * vector yet that would say how long they are.
 */
export async function keepNearIndex(deps: Deps, space: string, signal: AbortSignal): Promise<boolean> {
  const dimensions = await dimensionsOf(deps.db, space);
  if (dimensions === null) return false;
  const extension = await openExtension(deps);
  if (extension === null) return true;
  await withoutTimeLimit(deps, signal, async (client) => {
    const wanted = nameOf(space, dimensions);
    const { rows } = await client.query<{ name: string; isDone: boolean }>(
      `select relname as name, indisvalid as "isDone" from pg_index join pg_class on pg_class.oid = indexrelid
       where starts_with(relname, $1)`,
      [namePrefix],
    );
    for (const { name, isDone } of rows)
      if (name !== wanted || !isDone) await client.query(`drop index concurrently if exists "${name}"`);
    if (rows.some(({ name, isDone }) => name === wanted && isDone)) return;
    const startedAt = performance.now();
    await client.query(
      `create index concurrently "${wanted}" on passage_vectors
       using hnsw ((signs::bit(${dimensions})) "${extension.schema}".bit_hamming_ops)
       where space = ${client.escapeLiteral(space)} and length(signs) = ${dimensions}`,
    );
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    deps.log.info({ space, dimensions, seconds }, 'pgvector looks for what means the same from now on');
  });
  return true;
}

/** Where the space's vectors are looked through, for people. */
export async function nameNearIndex(db: Queryable, space: string): Promise<string> {
  const extension = await findExtension(db);
  if (extension === null) return 'all vectors are looked through, without pgvector';
  const dimensions = await dimensionsOf(db, space);
  const index = dimensions === null ? null : await findNearIndex(db, space, dimensions);
  const name = `pgvector ${extension.version}`;
  return index === null ? `${name}, once its index is made` : name;
}

/** The extension as it is installed; `null`: it is not, or too old. */
async function findExtension(db: Queryable): Promise<{ schema: string; version: string } | null> {
  const { rows } = await db.execute<{ schema: unknown; version: unknown }>(sql`
    select nspname as schema, extversion as version from pg_extension
      join pg_namespace on pg_namespace.oid = extnamespace where extname = 'vector'`);
  const [row] = rows;
  if (row === undefined || minorOf(String(row.version)) < leastMinor) return null;
  return { schema: String(row.schema), version: String(row.version) };
}

/** Installs it where it is at hand. Who may not, and whose version is too old, searches without it. */
async function openExtension({ db, log }: Deps): ReturnType<typeof findExtension> {
  const { rows } = await db.execute<{ installed: unknown }>(
    sql`select installed_version as installed
      from pg_available_extensions where name = 'vector'`,
  );
  const [row] = rows;
  if (row === undefined) return null;
  try {
    if (row.installed === null) await db.execute(sql`create extension if not exists vector`);
  } catch (error) {
    log.warn(
      { err: error },
      'pgvector is there and could not be installed: an administrator may `create extension vector`',
    );
  }
  return findExtension(db);
}

/** A connection of its own for what may take minutes; an abort ends it. */
async function withoutTimeLimit(
  { db, connectionConfig, log }: Deps,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({
    ...connectionConfig,
    application_name: 'brownbag index',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', (err) => log.debug({ err }, 'the connection that made an index broke'));
  await client.connect();
  try {
    // Shared memory is small in containers, and the other cores are for searches.
    await client.query('set statement_timeout = 0; set max_parallel_maintenance_workers = 0');
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const cancel = () =>
      void db.execute(sql`select pg_cancel_backend(${rows[0]?.pid})`).catch(() => undefined);
    signal.addEventListener('abort', cancel, { once: true });
    signal.throwIfAborted();
    await work(client).finally(() => signal.removeEventListener('abort', cancel));
  } finally {
    await client.end();
  }
}
