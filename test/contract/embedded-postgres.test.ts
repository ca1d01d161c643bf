import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { DataDirInUseError } from '../../drizzle/embedded/app-lock.ts';
import { copyBinaries, findBinaries, linkLibraries } from '../../drizzle/embedded/binaries.ts';
import {
  type EmbeddedPostgres,
  findRunningPostgres,
  startEmbeddedPostgres,
} from '../../drizzle/embedded/launcher.ts';
import { postgresProcessesIn, run } from '../../drizzle/embedded/processes.ts';
import { makeFolder, query, startEmbedded, startProgram } from '../support/embedded.ts';
import { silentLog as log } from '../support/log.ts';

function only<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the npm package is not installed');
  return value;
}

describe('first and next start', () => {
  test('rows are there again after a stop and a second start', async () => {
    const dataDir = join(await makeFolder(), 'data');
    const first = await startEmbedded(dataDir);
    await query(first, 'create table kept as select 7 as n');
    await first.stop();
    const second = await startEmbedded(dataDir);
    expect(await query(second, 'select n from kept')).toEqual([7]);
    expect(await postgresProcessesIn(join(dataDir, 'pg'))).not.toEqual([]);
    await second.stop();
    expect(await postgresProcessesIn(join(dataDir, 'pg'))).toEqual([]);
  });

  test('a path longer than a socket may have still works', async () => {
    const dataDir = join(await makeFolder(), 'very-long-name-'.repeat(8), 'data');
    const postgres = await startEmbedded(dataDir);
    expect(Buffer.byteLength(dataDir)).toBeGreaterThan(107);
    expect(await query(postgres, 'select 1')).toEqual([1]);
    onTestFinished(() => rm(String(postgres.connectionConfig.host), { recursive: true, force: true }));
  });

  test('half a cluster from an interrupted first start is made anew', async () => {
    const dataDir = await makeFolder();
    await mkdir(join(dataDir, 'pg.tmp'));
    await writeFile(join(dataDir, 'pg.tmp', 'PG_VERSION'), '18\n');
    expect(await query(await startEmbedded(dataDir), 'select 1')).toEqual([1]);
  });

  test('a cluster of another major version is refused and the sentence names both', async () => {
    const dataDir = await makeFolder();
    await mkdir(join(dataDir, 'pg'));
    await writeFile(join(dataDir, 'pg', 'PG_VERSION'), '12\n');
    await expect(startEmbedded(dataDir)).rejects.toThrow(
      /was made by PostgreSQL 12, and here is only version .*18/,
    );
    await expect(access(join(dataDir, 'brownbag.lock'))).rejects.toThrow('ENOENT');
  });

  test('a start that is called off leaves no process and no lock', async () => {
    const dataDir = await makeFolder();
    const signal = AbortSignal.abort(new Error('called off'));
    await expect(startEmbeddedPostgres({ dataDir, log, signal })).rejects.toThrow('called off');
    await expect(access(join(dataDir, 'brownbag.lock'))).rejects.toThrow('ENOENT');
    expect(await postgresProcessesIn(join(dataDir, 'pg'))).toEqual([]);
  });
});

describe('a running server', () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'brownbag-embedded-'));
    await chmod(dataDir, 0o755);
    postgres = await startEmbeddedPostgres({ dataDir, log, durable: false });
    return async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true });
    };
  });

  test('accented capitals fold, in lower() and in full-text search', async () => {
    const folded = await query(postgres, "select lower('ÉCOLE'), to_tsvector('simple', 'ÉCOLE')::text");
    expect(folded).toEqual(['école', "'école':1"]);
  });

  test('the url leads to the same database as the connection settings', async () => {
    const client = new pg.Client(new URL(postgres.url).href);
    await client.connect();
    const socket = "select current_setting('unix_socket_directories') as folder";
    const { rows } = await client.query(socket).finally(() => client.end());
    expect(rows).toEqual([{ folder: postgres.connectionConfig.host }]);
  });

  test.runIf(process.getuid?.() === 0)('that root started runs as another user', () => {
    // In a checkout that no other user may enter it is another user only to itself.
    expect(postgres.description).toMatch(/(as user (postgres|nobody)|in a user namespace) in/);
  });

  test('a second start on its directory is refused with a sentence and does not disturb it', async () => {
    await expect(startEmbedded(dataDir)).rejects.toThrow(DataDirInUseError);
    const { events, program } = await startProgram(dataDir);
    expect(events[0]?.message).toMatch(new RegExp(`already runs on .* \\(process ${process.pid}\\)`));
    if (program.exitCode === null) await once(program, 'exit');
    expect(await query(postgres, 'select 1')).toEqual([1]);
  });

  test('another process finds it by its directory', async () => {
    expect(await findRunningPostgres(dataDir)).toEqual(postgres.connectionConfig);
    expect(await findRunningPostgres(await makeFolder())).toBeNull();
  });
});

describe.runIf(process.getuid?.() === 0)('started by root', () => {
  test('a data directory below a private folder works, and still does when the folder is opened', async () => {
    const folder = await makeFolder();
    await chmod(folder, 0o700);
    const dataDir = join(folder, 'data');
    const systemDir = join(await makeFolder(), 'system');
    const closed = await startEmbedded(dataDir, { systemDir });
    await query(closed, 'create table kept as select 7 as n');
    await closed.stop();
    await chmod(folder, 0o755);
    const open = await startEmbedded(dataDir, { systemDir });
    expect(await query(open, 'select n from kept')).toEqual([7]);
  });

  test('where only a change of user is possible, a cluster below a private folder moves out and stays known', async () => {
    const folder = await makeFolder();
    const dataDir = join(folder, 'data');
    const systemDir = join(await makeFolder(), 'system');
    const options = { systemDir, user: 'nobody' };
    const open = await startEmbedded(dataDir, options);
    await query(open, 'create table kept as select 7 as n');
    await open.stop();
    await chmod(folder, 0o700);
    const moved = await startEmbedded(dataDir, options);
    expect(moved.description).toContain(`in ${systemDir}/`);
    expect(await query(moved, 'select n from kept')).toEqual([7]);
    await moved.stop();
    const again = await startEmbedded(dataDir, { systemDir });
    expect(again.description).toContain(`in ${systemDir}/`);
    expect(await query(again, 'select n from kept')).toEqual([7]);
  });
});

describe('binaries', () => {
  test.runIf(existsSync('/usr/lib/postgresql/15/bin/postgres'))(
    "the system's PostgreSQL 15 serves as well and folds accented capitals",
    async () => {
      const postgres = await startEmbedded(await makeFolder(), { binDir: '/usr/lib/postgresql/15/bin' });
      expect(postgres.description).toMatch(/^PostgreSQL 15/);
      expect(await query(postgres, "select lower('ÉCOLE')")).toEqual(['école']);
    },
  );

  test('a folder without PostgreSQL is answered with what to do', async () => {
    const dataDir = await makeFolder();
    const starting = startEmbedded(dataDir, {
      binDir: join(dataDir, 'none'),
      systemDir: join(dataDir, 'system'),
    });
    await expect(starting).rejects.toThrow(
      /run "npm ci", install the package "postgresql", or set DATABASE_URL/,
    );
  });

  test('library links that no install script made are made, and the programs load', async () => {
    const folder = await makeFolder();
    const [packaged] = await findBinaries({ linkDir: join(folder, 'unused') });
    const { binDir } = await copyBinaries({ ...only(packaged), origin: 'native' }, folder);
    const lib = join(folder, 'native', 'lib');
    const links = (await readdir(lib, { withFileTypes: true })).filter((entry) => entry.isSymbolicLink());
    for (const link of links) await rm(join(lib, link.name));
    const initdb = { file: join(binDir, 'initdb'), args: ['--version'], env: {} };
    expect((await run(initdb, 10_000)).stderr).toContain('error while loading shared libraries');
    expect(await linkLibraries(folder, join(folder, 'unused'))).toBeNull();
    expect((await run(initdb, 10_000)).ok).toBe(true);
  });
});
