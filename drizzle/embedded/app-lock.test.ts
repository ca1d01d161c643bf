import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { acquireAppLock, DataDirInUseError } from './app-lock.ts';

async function makeDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'brownbag-lock-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  return dataDir;
}

const contenders = (dataDir: string) =>
  Promise.allSettled(Array.from({ length: 8 }, () => acquireAppLock(dataDir)));

test('a released lock can be taken again and leaves no file behind', async () => {
  const dataDir = await makeDataDir();
  const first = await acquireAppLock(dataDir);
  await expect(acquireAppLock(dataDir)).rejects.toThrow(DataDirInUseError);
  await first.release();
  await (await acquireAppLock(dataDir)).release();
  expect(await readdir(dataDir)).toEqual([]);
});

test.each([
  ['a process that is gone', { pid: 2 ** 22 + 1, startTime: '1', nonce: 'a' }],
  ['an earlier process whose pid is in use again', { pid: process.pid, startTime: '1', nonce: 'b' }],
])('of many that find the lock of %s one alone gets it', async (_, stale) => {
  for (let round = 0; round < 20; round += 1) {
    const dataDir = await makeDataDir();
    await writeFile(join(dataDir, 'brownbag.lock'), JSON.stringify(stale));
    const outcomes = await contenders(dataDir);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(dataDir)).toEqual(['brownbag.lock']);
    expect(JSON.parse(await readFile(join(dataDir, 'brownbag.lock'), 'utf8')).pid).toBe(process.pid);
  }
});

test('an heir that died while taking over does not block the next one', async () => {
  const dataDir = await makeDataDir();
  const path = join(dataDir, 'brownbag.lock');
  await writeFile(path, JSON.stringify({ pid: 2 ** 22 + 1, startTime: '1', nonce: 'first' }));
  await writeFile(`${path}.first`, JSON.stringify({ pid: 2 ** 22 + 2, startTime: '1', nonce: 'heir' }));
  const outcomes = await contenders(dataDir);
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
});

test('a lock file cut short by a full disk is taken over', async () => {
  const dataDir = await makeDataDir();
  await writeFile(join(dataDir, 'brownbag.lock'), '{"pid":');
  await (await acquireAppLock(dataDir)).release();
});
