import { mkdir, mkdtemp, readdir, rm, stat, statfs, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { localStore } from '../../core/engines/store/local.ts';
import { bytesToGive } from '../../core/model/disk-space.ts';
import { silentLog } from '../support/log.ts';
import { startWriterProcess } from '../support/writer-process.ts';
import { mediaStoreContract } from './media-store.ts';

const parent = await mkdtemp(join(tmpdir(), 'brownbag-local-'));
afterAll(() => rm(parent, { recursive: true, force: true }));
const newRoot = () => mkdtemp(join(parent, 'root-'));
const open = (rootDir: string) => localStore({ rootDir, log: silentLog });

mediaStoreContract('local', async () => await open(await newRoot()));

describe('MediaStore: local, on its file system', () => {
  let rootDir: string;
  const incoming = () => readdir(join(rootDir, '.incoming'));
  beforeEach(async () => {
    rootDir = await newRoot();
  });

  test('a process that is killed while it writes leaves no object, and the next start cleans up', async () => {
    const writer = await startWriterProcess({ rootDir, key: 's1/original.mp4' });
    await writer.hasWritten();
    await writer.kill();
    expect(await readdir(rootDir)).toEqual(['.incoming']);
    expect(await incoming()).toHaveLength(1);

    const store = await open(rootDir);
    await expect(store.stat('s1/original.mp4')).rejects.toMatchObject({ code: 'not-found' });
    expect(await incoming()).toEqual([]);
  });

  test('what another living process is writing stays', async () => {
    const writer = await startWriterProcess({ rootDir, key: 's1/original.mp4' });
    try {
      await writer.hasWritten();
      await open(rootDir);
      expect(await incoming()).toHaveLength(1);
    } finally {
      await writer.kill();
    }
  });

  test('what this process is writing stays when the store is opened once more', async () => {
    const store = await open(rootDir);
    let seen: string[] = [];
    async function* content() {
      yield Buffer.from('first half, ');
      await open(rootDir);
      seen = await incoming();
      yield Buffer.from('second half');
    }
    await store.write('s1/a.txt', Readable.from(content()), { maxBytes: 100 });
    expect(seen).toHaveLength(1);
    expect(await text(await store.open('s1/a.txt'))).toBe('first half, second half');
  });

  test('what other machines wrote is kept for a day, and what a namesake before us wrote is not', async () => {
    const directory = join(rootDir, '.incoming');
    await mkdir(directory);
    const host = hostname().replace(/[^A-Za-z0-9.-]/g, '_');
    const leave = async (name: string, hoursAgo: number) => {
      await writeFile(join(directory, name), 'x');
      const when = new Date(Date.now() - hoursAgo * 3_600_000);
      await utimes(join(directory, name), when, when);
    };
    await leave('elsewhere~1~1~fresh', 1);
    await leave('elsewhere~1~1~forgotten', 25);
    await leave(`${host}~${process.pid}~1~before-us`, 2);
    await open(rootDir);
    expect(await incoming()).toEqual(['elsewhere~1~1~fresh']);
  });

  test('a file from another file system is copied in, and its path is gone', async (context) => {
    const elsewhere = '/dev/shm';
    const isOther = await Promise.all([stat(elsewhere), stat(rootDir)]).then(
      ([one, other]) => one.dev !== other.dev,
      () => false,
    );
    if (!isOther) context.skip(`${elsewhere} is not a second file system here`);
    const directory = await mkdtemp(join(elsewhere, 'brownbag-'));
    try {
      const path = join(directory, 'clip.mp4');
      await writeFile(path, 'from afar');
      const store = await open(rootDir);
      expect(await store.putFile('s1/clip.mp4', path)).toEqual({ sizeBytes: 9 });
      expect(await text(await store.open('s1/clip.mp4'))).toBe('from afar');
      expect(await readdir(directory)).toEqual([]);
      expect(await incoming()).toEqual([]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  // This and the next are not in the contract because s3rver fails them: it writes objects in place, and
  // takes the end 0 of a range for a missing one.
  test('two writers of one key leave one whole object', async () => {
    const store = await open(rootDir);
    const contents = ['a', 'b'].map((letter) => letter.repeat(100_000));
    await Promise.all(
      contents.map((content) => store.write('s1/a.txt', Readable.from([content]), { maxBytes: 100_000 })),
    );
    expect(contents).toContain(await text(await store.open('s1/a.txt')));
    expect(await incoming()).toEqual([]);
  });

  test('the first byte alone is a range', async () => {
    const store = await open(rootDir);
    await store.write('s1/a.txt', Readable.from(['0123']), { maxBytes: 4 });
    expect(await text(await store.open('s1/a.txt', { start: 0, end: 0 }))).toBe('0');
  });

  test('the free space is that of the file system without what others need of it', async () => {
    const { blocks, bsize } = await statfs(rootDir);
    const free = await (await open(rootDir)).freeBytes();
    expect(free).toBeGreaterThan(0);
    expect(free).toBeLessThanOrEqual(bytesToGive({ freeBytes: blocks * bsize, totalBytes: blocks * bsize }));
  });

  test('the check says when the folder is gone', async () => {
    const store = await open(rootDir);
    await rm(rootDir, { recursive: true });
    await expect(store.check()).rejects.toThrow();
  });
});
