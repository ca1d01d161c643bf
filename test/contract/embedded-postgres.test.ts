import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { repositoryRoot } from '../../core/root.ts';
import { DataDirInUseError } from '../../drizzle/embedded/app-lock.ts';
import { copyBinaries, findBinaries, linkLibraries } from '../../drizzle/embedded/binaries.ts';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  findRunningPostgres,
  startEmbeddedPostgres,
} from '../../drizzle/embedded/launcher.ts';
import { findProcess, postgresProcessesIn, run } from '../../drizzle/embedded/processes.ts';
import { silentLog as log } from '../support/log.ts';

/** A folder that every user may enter, removed after the test. */
async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'brownbag-embedded-'));
  await chmod(folder, 0o755);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function start(dataDir: string, options: Partial<EmbeddedPostgresOptions> = {}) {
  const postgres = await startEmbeddedPostgres({ dataDir, log, durable: false, ...options });
  onTestFinished(() => postgres.stop());
  return postgres;
}

function only<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the npm package is not installed');
  return value;
}

async function query(postgres: EmbeddedPostgres, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client(postgres.connectionConfig);
  await client.connect();
  const { rows } = await client.query({ text, rowMode: 'array' }).finally(() => client.end());
  return rows.flat();
}

/** A process of its own with an embedded database; resolves when it has started or failed. */
async function startProgram(dataDir: string) {
  const program = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/support/embedded-program.ts', dataDir, join(dataDir, 'system')],
    { cwd: repositoryRoot(), detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void program.kill('SIGKILL'));
  const events: { event: string; id?: number; message?: string }[] = [];
  createInterface({ input: program.stdout }).on('line', (line) => events.push(JSON.parse(line)));
  await vi.waitUntil(() => events.length > 0, { timeout: 30_000 });
  return { program, events };
}

async function killNow(program: ChildProcess): Promise<void> {
  const exited = once(program, 'exit');
  program.kill('SIGKILL');
  await exited;
}

describe('first and next start', () => {
  test('rows are there again after a stop and a second start', async () => {
    const dataDir = join(await makeFolder(), 'data');
    const first = await start(dataDir);
    await query(first, 'create table kept as select 7 as n');
    await first.stop();
    const second = await start(dataDir);
    expect(await query(second, 'select n from kept')).toEqual([7]);
    expect(await postgresProcessesIn(join(dataDir, 'pg'))).not.toEqual([]);
    await second.stop();
    expect(await postgresProcessesIn(join(dataDir, 'pg'))).toEqual([]);
  });

  test('accented capitals fold, in lower() and in full-text search', async () => {
    const postgres = await start(await makeFolder());
    const [lower, vector] = await query(
      postgres,
      "select lower('ÉCOLE'), to_tsvector('simple', 'ÉCOLE')::text",
    );
    expect(lower).toBe('école');
    expect(vector).toBe("'école':1");
  });

  test('the url leads to the same database as the connection settings', async () => {
    const postgres = await start(await makeFolder());
    const client = new pg.Client(postgres.url);
    await client.connect();
    const { rows } = await client.query('select 1 as one').finally(() => client.end());
    expect(rows).toEqual([{ one: 1 }]);
  });

  test('a path longer than a socket may have still works', async () => {
    const dataDir = join(await makeFolder(), 'very-long-name-'.repeat(8), 'data');
    const postgres = await start(dataDir);
    expect(Buffer.byteLength(dataDir)).toBeGreaterThan(107);
    expect(await query(postgres, 'select 1')).toEqual([1]);
    onTestFinished(() => rm(String(postgres.connectionConfig.host), { recursive: true, force: true }));
  });

  test('half a cluster from an interrupted first start is made anew', async () => {
    const dataDir = await makeFolder();
    await mkdir(join(dataDir, 'pg.tmp'));
    await writeFile(join(dataDir, 'pg.tmp', 'PG_VERSION'), '18\n');
    expect(await query(await start(dataDir), 'select 1')).toEqual([1]);
  });

  test('a cluster of another major version is refused and the sentence names both', async () => {
    const dataDir = await makeFolder();
    await mkdir(join(dataDir, 'pg'));
    await writeFile(join(dataDir, 'pg', 'PG_VERSION'), '12\n');
    await expect(start(dataDir)).rejects.toThrow(/was made by PostgreSQL 12, and here is only version .*18/);
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

describe('one program per data directory', () => {
  test('a second start is refused with a sentence and does not disturb the first', async () => {
    const dataDir = await makeFolder();
    const first = await start(dataDir);
    await expect(start(dataDir)).rejects.toThrow(DataDirInUseError);
    const { events, program } = await startProgram(dataDir);
    expect(events[0]?.message).toMatch(new RegExp(`already runs on .* \\(process ${process.pid}\\)`));
    if (program.exitCode === null) await once(program, 'exit');
    expect(await query(first, 'select 1')).toEqual([1]);
  });

  test('another process finds the database that runs on the directory', async () => {
    const dataDir = await makeFolder();
    expect(await findRunningPostgres(dataDir)).toBeNull();
    const first = await start(dataDir);
    expect(await findRunningPostgres(dataDir)).toEqual(first.connectionConfig);
    await first.stop();
    expect(await findRunningPostgres(dataDir)).toBeNull();
  });
});

describe.runIf(process.platform === 'linux')('after kill -9', () => {
  test.each([
    { folder: 'an open', mode: 0o755 },
    { folder: 'a private', mode: 0o700 },
  ])(
    'in $folder folder the database ends with its program, and every acknowledged row is kept',
    async ({ mode }) => {
      const folder = await makeFolder();
      await chmod(folder, mode);
      const dataDir = join(folder, 'data');
      const { program, events } = await startProgram(dataDir);
      await vi.waitUntil(() => events.length > 100, { timeout: 30_000 });
      await killNow(program);
      await vi.waitUntil(async () => (await postgresProcessesIn(join(dataDir, 'pg'))).length === 0, {
        timeout: 15_000,
      });
      const acknowledged = events.at(-1)?.id ?? Number.NaN;
      const again = await start(dataDir, { durable: true });
      const [last] = await query(again, 'select max(id) from acknowledged');
      // One more may have been stored whose answer the kill cut off.
      expect([acknowledged, acknowledged + 1]).toContain(last);
    },
  );

  test('a start right after the kill waits for what is left and succeeds', async () => {
    const dataDir = await makeFolder();
    const { program } = await startProgram(dataDir);
    await killNow(program);
    const { events } = await startProgram(dataDir);
    expect(events[0]?.event).toBe('ready');
  });

  test('the lock files of a database that was killed itself do not stand in the way', async () => {
    const dataDir = await makeFolder();
    const first = await start(dataDir);
    const [pid] = (await readFile(join(dataDir, 'pg', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await first.exited;
    await first.stop();
    await access(join(dataDir, 'pg', 'postmaster.pid'));
    expect(await query(await start(dataDir), 'select 1')).toEqual([1]);
  });

  test("a postmaster.pid that names somebody else's process does not get it killed", async () => {
    const dataDir = await makeFolder();
    await (await start(dataDir)).stop();
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    onTestFinished(() => void bystander.kill('SIGKILL'));
    await writeFile(join(dataDir, 'pg', 'postmaster.pid'), `${bystander.pid}\n${join(dataDir, 'pg')}\n`);
    expect(await query(await start(dataDir), 'select 1')).toEqual([1]);
    expect(await findProcess(bystander.pid ?? 0)).not.toBeNull();
  });
});

describe.runIf(process.getuid?.() === 0)('started by root', () => {
  test('the server runs as another user', async () => {
    const dataDir = await makeFolder();
    const postgres = await start(dataDir);
    expect(postgres.description).toMatch(/as user (postgres|nobody) in/);
  });

  test('a data directory below a private folder works, and still does when the folder is opened', async () => {
    const folder = await makeFolder();
    await chmod(folder, 0o700);
    const dataDir = join(folder, 'data');
    const systemDir = join(await makeFolder(), 'system');
    const closed = await start(dataDir, { systemDir });
    await query(closed, 'create table kept as select 7 as n');
    await closed.stop();
    await chmod(folder, 0o755);
    const open = await start(dataDir, { systemDir });
    expect(await query(open, 'select n from kept')).toEqual([7]);
  });

  test('where only a change of user is possible, a cluster below a private folder moves out and stays known', async () => {
    const folder = await makeFolder();
    const dataDir = join(folder, 'data');
    const systemDir = join(await makeFolder(), 'system');
    const options = { systemDir, user: 'nobody' };
    const open = await start(dataDir, options);
    await query(open, 'create table kept as select 7 as n');
    await open.stop();
    await chmod(folder, 0o700);
    const moved = await start(dataDir, options);
    expect(moved.description).toContain(`in ${systemDir}/`);
    expect(await query(moved, 'select n from kept')).toEqual([7]);
    await moved.stop();
    const again = await start(dataDir, { systemDir });
    expect(again.description).toContain(`in ${systemDir}/`);
    expect(await query(again, 'select n from kept')).toEqual([7]);
  });
});

describe('binaries', () => {
  test.runIf(existsSync('/usr/lib/postgresql/15/bin/postgres'))(
    "the system's PostgreSQL 15 serves as well and folds accented capitals",
    async () => {
      const postgres = await start(await makeFolder(), { binDir: '/usr/lib/postgresql/15/bin' });
      expect(postgres.description).toMatch(/^PostgreSQL 15/);
      expect(await query(postgres, "select lower('ÉCOLE')")).toEqual(['école']);
    },
  );

  test('a folder without PostgreSQL is answered with what to do', async () => {
    const dataDir = await makeFolder();
    const starting = start(dataDir, { binDir: join(dataDir, 'none'), systemDir: join(dataDir, 'system') });
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
