import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { removeLeftovers } from '../../../drizzle/leftovers.ts';
import type { Log } from '../../../drizzle/log.ts';
import type { ByteRange } from '../../model/byte-range.ts';
import { bytesToGive } from '../../model/disk-space.ts';
import type { MediaStore, StoredObject } from '../../ports/media-store.ts';
import { rangeNotSatisfiable, translateFileError } from './errors.ts';
import { isKeyPart, parseKey, parseSessionId } from './keys.ts';
import { checkWriting, moveIn, receive } from './local-write.ts';

/**
 * Files below a folder, `<rootDir>/<sessionId>/<file>`; what is being written is in `<rootDir>/.incoming`.
 * Several processes, also of several machines, may share the folder.
 */
export async function localStore({
  rootDir,
  log,
}: {
  readonly rootDir: string;
  readonly log: Log;
}): Promise<MediaStore> {
  const folders = { rootDir, incomingDir: join(rootDir, '.incoming') };
  await mkdir(folders.incomingDir, { recursive: true });
  await removeLeftovers(folders.incomingDir, log);

  const pathOf = (key: string): string => {
    const { sessionId, file } = parseKey(key);
    return join(rootDir, sessionId, file);
  };
  const statKey = async (key: string): Promise<StoredObject> => {
    const { size, mtime } = await translated(stat(pathOf(key)));
    return { key, sizeBytes: size, modifiedAt: mtime };
  };

  return {
    write: async (key, source, options) => await receive(folders, pathOf(key), source, options),
    putFile: async (key, path, signal) => await moveIn(folders, pathOf(key), path, signal),
    stat: async (key) => await statKey(key),
    open: async (key, range, signal) => await openRange(pathOf(key), range, signal),

    async withLocalFile(key, use, signal) {
      signal?.throwIfAborted();
      await statKey(key);
      return await use(pathOf(key));
    },

    async remove(key) {
      await translated(rm(pathOf(key), { force: true }));
    },

    async removeSession(sessionId) {
      await translated(rm(join(rootDir, parseSessionId(sessionId)), { recursive: true, force: true }));
    },

    async *listSessions() {
      for (const name of await translated(readdir(rootDir))) {
        if (isKeyPart(name) && (await filesOf(join(rootDir, name))).length > 0) yield name;
      }
    },

    async list(sessionId) {
      const files = await filesOf(join(rootDir, parseSessionId(sessionId)));
      return await Promise.all(files.map((file) => statKey(`${sessionId}/${file}`)));
    },

    async freeBytes() {
      const { bavail, blocks, bsize } = await translated(statfs(rootDir));
      return bytesToGive({ freeBytes: bavail * bsize, totalBytes: blocks * bsize });
    },

    check: (signal) => checkWriting(folders, signal),
    close: async () => {},
  };
}

async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw translateFileError(error);
  }
}

/** Names in a folder that may be keys, sorted; none where there is no such folder. */
async function filesOf(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter(isKeyPart).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return [];
    throw translateFileError(error);
  }
}

/** Opens the file at once, so that its removal during the reading does no harm. */
async function openRange(
  path: string,
  range: ByteRange | undefined,
  signal: AbortSignal | undefined,
): Promise<Readable> {
  const file = await translated(open(path, 'r'));
  try {
    signal?.throwIfAborted();
    if (range && range.start >= (await file.stat()).size) throw rangeNotSatisfiable();
    return file.createReadStream(range ? { start: range.start, end: range.end } : {});
  } catch (error) {
    await file.close();
    throw translateFileError(error, signal);
  }
}
