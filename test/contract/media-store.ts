import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MediaStore } from '../../core/ports/media-store.ts';

const megabyte = 1024 * 1024;
const unlimited = { maxBytes: Number.POSITIVE_INFINITY };
const hostileKeys = [
  '',
  'clip.mp4',
  '../clip.mp4',
  's1/..',
  's1/../s2',
  's1/a/b',
  's1//b',
  '/s1/b',
  's1/',
  '.incoming/x',
  's1/.hidden',
  's1/a\\b',
  's1/a\0b',
  's1/a b',
  's1/ä',
  's1/%2e%2e',
  `s1/${'x'.repeat(300)}`,
];

/** What every MediaStore keeps. `open` gives an empty store. */
export function mediaStoreContract(name: string, open: () => Promise<MediaStore>): void {
  describe(`MediaStore: ${name}`, () => {
    let store: MediaStore;
    let directory: string;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'brownbag-store-'));
    });
    afterAll(() => rm(directory, { recursive: true, force: true }));
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const put = (key: string, content: string | Buffer) =>
      store.write(key, Readable.from([Buffer.from(content)]), unlimited);
    const read = async (key: string) => await buffer(await store.open(key));

    test('20 MB come back as they went in, with their size and SHA-256', async () => {
      const chunks = Array.from({ length: 20 }, () => randomBytes(megabyte));
      const content = Buffer.concat(chunks);
      const written = await store.write('s1/original.mp4', Readable.from(chunks), {
        maxBytes: 20 * megabyte,
      });
      expect(written).toEqual({
        sizeBytes: 20 * megabyte,
        sha256: createHash('sha256').update(content).digest('hex'),
      });
      expect((await read('s1/original.mp4')).equals(content)).toBe(true);
      const found = await store.stat('s1/original.mp4');
      expect(found).toMatchObject({ key: 's1/original.mp4', sizeBytes: 20 * megabyte });
      expect(found.modifiedAt.getUTCFullYear()).toBeGreaterThan(2020);
    });

    test('a range is its first to its last byte, cut at the end of the object', async () => {
      await put('s1/a.txt', '0123456789');
      expect(await text(await store.open('s1/a.txt', { start: 0, end: 1 }))).toBe('01');
      expect(await text(await store.open('s1/a.txt', { start: 3, end: 5 }))).toBe('345');
      expect(await text(await store.open('s1/a.txt', { start: 8, end: 99 }))).toBe('89');
    });

    test('a range that begins past the end is invalid', async () => {
      await put('s1/a.txt', '0123456789');
      await expect(store.open('s1/a.txt', { start: 10, end: 12 })).rejects.toMatchObject({
        code: 'range-not-satisfiable',
      });
    });

    test('a reading that is called off before it began rejects, and one that is dropped ends at once', async () => {
      await put('s1/a.mp4', Buffer.alloc(8 * megabyte));
      await expect(store.open('s1/a.mp4', undefined, AbortSignal.abort())).rejects.toMatchObject({
        name: 'AbortError',
      });
      const reading = await store.open('s1/a.mp4', { start: 0, end: 8 * megabyte - 1 });
      const closed = once(reading, 'close');
      reading.destroy();
      await closed;
      expect(reading.readableEnded).toBe(false);
    });

    test('an object may be empty', async () => {
      expect(await put('s1/empty.vtt', '')).toMatchObject({ sizeBytes: 0 });
      expect(await read('s1/empty.vtt')).toHaveLength(0);
    });

    test('what is larger than allowed is refused and leaves nothing, in one part or in many', async () => {
      const small = Readable.from([Buffer.alloc(600), Buffer.alloc(600)]);
      await expect(store.write('s1/a.mp4', small, { maxBytes: 1_000 })).rejects.toMatchObject({
        code: 'too-large',
      });
      const large = Readable.from(Array.from({ length: 18 }, () => Buffer.alloc(megabyte)));
      await expect(store.write('s1/b.mp4', large, { maxBytes: 17 * megabyte })).rejects.toMatchObject({
        code: 'too-large',
      });
      expect(await everything(store)).toEqual([]);
      expect(small.destroyed && large.destroyed).toBe(true);
    });

    test('a source that fails leaves nothing, and its error comes through', async () => {
      const failure = new Error('the browser has gone');
      const source = Readable.from(chunksThen(18, () => Promise.reject(failure)));
      await expect(store.write('s1/a.mp4', source, unlimited)).rejects.toBe(failure);
      expect(await everything(store)).toEqual([]);
    });

    test('a source that is destroyed half way leaves nothing', async () => {
      const { promise: never } = pending();
      const source = Readable.from(chunksThen(2, () => never));
      const writing = expect(store.write('s1/a.mp4', source, unlimited)).rejects.toThrow();
      await once(source, 'data');
      source.destroy();
      await writing;
      expect(await everything(store)).toEqual([]);
    });

    test('an abort ends the writing and leaves nothing', async () => {
      const controller = new AbortController();
      const source = Readable.from(
        chunksThen(18, async () => {
          controller.abort();
          await pending().promise;
        }),
      );
      const options = { ...unlimited, signal: controller.signal };
      await expect(store.write('s1/a.mp4', source, options)).rejects.toMatchObject({ name: 'AbortError' });
      expect(await everything(store)).toEqual([]);
      await expect(store.write('s1/b.mp4', Readable.from(['late']), options)).rejects.toMatchObject({
        name: 'AbortError',
      });
      expect(await everything(store)).toEqual([]);
    });

    test('while an object is replaced the old one is there, and when that fails it stays', async () => {
      await put('s1/a.txt', 'old');
      let seenMeanwhile = '';
      const failing = Readable.from(
        chunksThen(9, async () => {
          seenMeanwhile = String(await read('s1/a.txt'));
          throw new Error('no more');
        }),
      );
      await expect(store.write('s1/a.txt', failing, unlimited)).rejects.toThrow('no more');
      expect(seenMeanwhile).toBe('old');
      expect(String(await read('s1/a.txt'))).toBe('old');
      await put('s1/a.txt', 'new');
      expect(String(await read('s1/a.txt'))).toBe('new');
    });

    test('a missing object is not found, whoever asks', async () => {
      const missing = { code: 'not-found' };
      await expect(store.stat('s1/a.mp4')).rejects.toMatchObject(missing);
      await expect(store.open('s1/a.mp4')).rejects.toMatchObject(missing);
      await expect(store.open('s1/a.mp4', { start: 0, end: 1 })).rejects.toMatchObject(missing);
      await expect(store.withLocalFile('s1/a.mp4', async () => 1)).rejects.toMatchObject(missing);
    });

    test.each(hostileKeys)('the key %j is refused everywhere', async (key) => {
      const invalid = { code: 'invalid' };
      const path = join(directory, 'mine.txt');
      await writeFile(path, 'mine');
      await expect(async () => await put(key, 'x')).rejects.toMatchObject(invalid);
      await expect(async () => await store.putFile(key, path)).rejects.toMatchObject(invalid);
      await expect(async () => await store.stat(key)).rejects.toMatchObject(invalid);
      await expect(async () => await store.open(key)).rejects.toMatchObject(invalid);
      await expect(async () => await store.withLocalFile(key, async () => 1)).rejects.toMatchObject(invalid);
      await expect(async () => await store.remove(key)).rejects.toMatchObject(invalid);
      expect(String(await readFile(path))).toBe('mine');
    });

    test.each(['', '.', '..', '.incoming', 's1/x', 's1/', '../s1'])(
      'the session id %j is refused',
      async (sessionId) => {
        await expect(async () => await store.removeSession(sessionId)).rejects.toMatchObject({
          code: 'invalid',
        });
        await expect(async () => await store.list(sessionId)).rejects.toMatchObject({ code: 'invalid' });
      },
    );

    test('a finished file is moved in, and its path is gone', async () => {
      const path = join(directory, 'rendition.mp4');
      await writeFile(path, 'rendition');
      expect(await store.putFile('s1/video.mp4', path)).toEqual({ sizeBytes: 9 });
      expect(String(await read('s1/video.mp4'))).toBe('rendition');
      await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
    });

    test('an object can be used as a local file of the same ending', async () => {
      await put('s1/a.wav', 'sound');
      let usedPath = '';
      const found = await store.withLocalFile('s1/a.wav', async (path) => {
        usedPath = path;
        return String(await readFile(path));
      });
      expect(found).toBe('sound');
      expect(usedPath.endsWith('.wav')).toBe(true);
      expect(String(await read('s1/a.wav'))).toBe('sound');
    });

    test('the error of whoever uses a local file comes through', async () => {
      await put('s1/a.wav', 'sound');
      const failure = Object.assign(new Error('ffmpeg'), { code: 'ENOENT' });
      await expect(store.withLocalFile('s1/a.wav', () => Promise.reject(failure))).rejects.toBe(failure);
    });

    test('sessions and their objects are listed, and removed one by one or together', async () => {
      for (const key of ['s1/b.mp4', 's1/a.mp4', 's2/a.mp4', 's10/a.mp4']) await put(key, key);
      expect((await store.list('s1')).map(({ key, sizeBytes }) => [key, sizeBytes])).toEqual([
        ['s1/a.mp4', 8],
        ['s1/b.mp4', 8],
      ]);
      expect(await store.list('s3')).toEqual([]);
      expect(await sessions(store)).toEqual(['s1', 's10', 's2']);

      await store.remove('s2/a.mp4');
      await store.remove('s2/a.mp4');
      await store.removeSession('s1');
      await store.removeSession('s1');
      expect(await everything(store)).toEqual(['s10/a.mp4']);
      expect(await sessions(store)).toEqual(['s10']);
    });

    test('an object that is removed while it is read is read to its end', async () => {
      await put('s1/a.txt', 'still here');
      const reading = await store.open('s1/a.txt');
      await store.remove('s1/a.txt');
      expect(await text(reading)).toBe('still here');
    });

    test('the check passes and leaves nothing that can be seen', async () => {
      await store.check();
      expect(await everything(store)).toEqual([]);
      await expect(store.check(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    });

    test('the free space is a number of bytes or unknown', async () => {
      const free = await store.freeBytes();
      expect(free === null || free > 0).toBe(true);
    });
  });
}

async function sessions(store: MediaStore): Promise<string[]> {
  const found: string[] = [];
  for await (const sessionId of store.listSessions()) found.push(sessionId);
  return found.sort();
}

async function everything(store: MediaStore): Promise<string[]> {
  const found: string[] = [];
  for (const sessionId of await sessions(store)) {
    found.push(...(await store.list(sessionId)).map(({ key }) => key));
  }
  return found;
}

/** So many megabytes, and then what happens next. */
async function* chunksThen(megabytes: number, next: () => Promise<unknown>): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < megabytes; sent += 1) yield Buffer.alloc(megabyte);
  await next();
}

function pending(): { promise: Promise<never> } {
  return { promise: new Promise(() => undefined) };
}
