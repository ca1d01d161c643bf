import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openScratch } from './scratch.ts';

async function makeParent(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'brownbag-scratch-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  return parent;
}

/** Another process that has a scratch folder with a file in it, and never ends by itself. */
async function startOwner(parent: string) {
  const script = `
    import { openScratch } from ${JSON.stringify(join(import.meta.dirname, 'scratch.ts'))};
    const { dir } = await openScratch(${JSON.stringify(parent)});
    console.log(dir);
    setInterval(() => {}, 1000);`;
  const words = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', script];
  const owner = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void owner.kill('SIGKILL'));
  const dir = String(await once(owner.stdout, 'data').then(([line]) => line)).trim();
  await writeFile(join(dir, 'half.mp4'), 'half');
  return {
    name: basename(dir),
    async kill() {
      const exited = once(owner, 'exit');
      owner.kill('SIGKILL');
      await exited;
    },
  };
}

test('a folder of a living process is kept, and removed once the process is dead', async () => {
  const parent = await makeParent();
  const owner = await startOwner(parent);
  const whileAlive = await openScratch(parent);
  expect((await readdir(parent)).sort()).toEqual([owner.name, basename(whileAlive.dir)].sort());
  await whileAlive.close();
  await owner.kill();
  const afterwards = await openScratch(parent);
  expect(await readdir(parent)).toEqual([basename(afterwards.dir)]);
  await afterwards.close();
});

test('a folder of an earlier process with the number of a living one is removed', async () => {
  const parent = await makeParent();
  const host = hostname().replace(/[^A-Za-z0-9.-]/g, '_');
  await mkdir(join(parent, `${host}~${process.pid}~1~before-us`));
  const scratch = await openScratch(parent);
  expect(await readdir(parent)).toEqual([basename(scratch.dir)]);
  await scratch.close();
});

test('a folder of another host is kept until nobody has touched it for a day', async () => {
  const parent = await makeParent();
  await mkdir(join(parent, 'elsewhere~1~1~busy'));
  await mkdir(join(parent, 'elsewhere~1~1~forgotten'));
  const dayBeforeYesterday = new Date(Date.now() - 48 * 3_600_000);
  await utimes(join(parent, 'elsewhere~1~1~forgotten'), dayBeforeYesterday, dayBeforeYesterday);
  const scratch = await openScratch(parent);
  await scratch.close();
  expect(await readdir(parent)).toEqual(['elsewhere~1~1~busy']);
});

test('closing removes the folder with what is in it, and leaves others of the same process', async () => {
  const parent = await makeParent();
  const first = await openScratch(parent);
  const second = await openScratch(parent);
  await writeFile(join(first.dir, 'half.mp4'), 'half');
  await first.close();
  expect(await readdir(parent)).toEqual([basename(second.dir)]);
  await second.close();
  expect(await readdir(parent)).toEqual([]);
});
