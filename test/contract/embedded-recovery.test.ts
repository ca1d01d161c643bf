import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findProcess, postgresProcessesIn } from '../../drizzle/embedded/processes.ts';
import { makeFolder, query, startEmbedded, startProgram } from '../support/embedded.ts';
import { waitUntil } from '../support/wait-until.ts';

async function killNow(program: ChildProcess): Promise<void> {
  const exited = once(program, 'exit');
  program.kill('SIGKILL');
  await exited;
}

describe.runIf(process.platform === 'linux')('after kill -9', () => {
  test.each([
    ['an open', 0o755],
    ['a private', 0o700],
  ])('in %s folder the database ends with its program, and acknowledged rows are kept', async (_, mode) => {
    const folder = await makeFolder();
    await chmod(folder, mode);
    const dataDir = join(folder, 'data');
    const { program, events } = await startProgram(dataDir);
    await waitUntil(() => events.length > 100);
    await killNow(program);
    await waitUntil(async () => (await postgresProcessesIn(join(dataDir, 'pg'))).length === 0);
    const acknowledged = events.at(-1)?.id ?? Number.NaN;
    const again = await startEmbedded(dataDir, { durable: true });
    const [last] = await query(again, 'select max(id) from acknowledged');
    // One more may have been stored whose answer the kill cut off.
    expect([acknowledged, acknowledged + 1]).toContain(last);
  });

  test('a start right after the kill waits for what is left and succeeds', async () => {
    const dataDir = await makeFolder();
    const { program } = await startProgram(dataDir);
    await killNow(program);
    const { events } = await startProgram(dataDir);
    expect(events[0]?.event).toBe('ready');
  });

  test('a server that outlived its program is ended before the next one starts', async () => {
    const dataDir = await makeFolder();
    const orphan = await startEmbedded(dataDir);
    await writeFile(join(dataDir, 'brownbag.lock'), '{"pid":4194305,"startTime":"1","nonce":"gone"}');
    const next = await startEmbedded(dataDir);
    await orphan.exited;
    expect(await query(next, 'select 1')).toEqual([1]);
  });

  test('lock files and a busy session of a database that was killed itself do not stand in the way', async () => {
    const dataDir = await makeFolder();
    const first = await startEmbedded(dataDir);
    const [pid] = (await readFile(join(dataDir, 'pg', 'postmaster.pid'), 'utf8')).split('\n');
    const endless = query(first, 'select count(*) from generate_series(1, 1e12)').catch((error) => error);
    const isBusy =
      "select count(*)::int from pg_stat_activity where state = 'active' and query like '%1e12%'";
    await waitUntil(async () => (await query(first, isBusy))[0] === 2);
    process.kill(Number(pid), 'SIGKILL');
    await first.exited;
    await first.stop();
    expect(await postgresProcessesIn(join(dataDir, 'pg'))).not.toEqual([]);
    expect(await query(await startEmbedded(dataDir), 'select 1')).toEqual([1]);
    expect(await endless).toBeInstanceOf(Error);
  });

  test("a postmaster.pid that names somebody else's process does not get it killed", async () => {
    const dataDir = await makeFolder();
    await (await startEmbedded(dataDir)).stop();
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    onTestFinished(() => void bystander.kill('SIGKILL'));
    await writeFile(join(dataDir, 'pg', 'postmaster.pid'), `${bystander.pid}\n${join(dataDir, 'pg')}\n`);
    expect(await query(await startEmbedded(dataDir), 'select 1')).toEqual([1]);
    expect(await findProcess(bystander.pid ?? 0)).not.toBeNull();
  });
});
