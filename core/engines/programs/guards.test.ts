import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type FoundGuards, findGuards, rememberedGuards } from './guards.ts';

const all: FoundGuards = { unshare: 'user', setpriv: true, prlimit: true, nice: true, isCertain: true };

/** The guards that each look finds, in turn; every look after is a failure. */
function looksThatFind(...finds: readonly FoundGuards[]) {
  const left = [...finds];
  const told: (readonly string[])[] = [];
  const guards = rememberedGuards(
    async () => {
      const found = left.shift();
      if (!found) throw new Error('looked once more');
      return found;
    },
    (missing) => void told.push(missing),
  );
  return { guards, told };
}

test('guards are looked for once, and nothing is told when none is missing', async () => {
  const { guards, told } = looksThatFind(all);
  expect([await guards(), await guards()]).toEqual([all, all]);
  expect(told).toEqual([]);
});

test('a guard whose trial was cut short is looked for again, and not said to be missing', async () => {
  const { guards, told } = looksThatFind({ ...all, prlimit: false, isCertain: false }, all);
  expect((await guards()).prlimit).toBe(false);
  expect((await guards()).prlimit).toBe(true);
  expect((await guards()).prlimit).toBe(true);
  expect(told).toEqual([]);
});

test('guards that are certainly missing are told once', async () => {
  const { guards, told } = looksThatFind({ ...all, unshare: false, nice: false });
  await guards();
  await guards();
  expect(told).toEqual([['unshare', 'nice']]);
});

test('a trial that has no time is no certainty, one of a program that is not there is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'brownbag-guards-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'prlimit'), '#!/bin/sh\nexec /bin/sleep 60\n', { mode: 0o755 });
  expect(await findGuards(folder, 100)).toMatchObject({ prlimit: false, isCertain: false });
  expect(await findGuards('/nowhere')).toMatchObject({ prlimit: false, isCertain: true });
});
