import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { temporaryName } from '../../../drizzle/leftovers.ts';
import { TransientError } from '../../model/errors.ts';
import { translateFileError } from './errors.ts';
import { meter } from './meter.ts';

/** `incomingDir` is on the same file system, so that a finished file can be renamed to its place. */
export interface StoreFolders {
  readonly rootDir: string;
  readonly incomingDir: string;
}

/** Streams to a temporary file, and moves it to its place once it is whole and synced. */
export async function receive(
  folders: StoreFolders,
  target: string,
  source: Readable,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: AbortSignal | undefined },
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const { stream, result } = meter(maxBytes);
  let sourceError: unknown;
  source.once('error', (error) => {
    sourceError = error;
  });
  const incoming = join(folders.incomingDir, await temporaryName());
  try {
    signal?.throwIfAborted();
    // Opened here rather than by the stream, which could still create it after an abort has removed it.
    const file = await open(incoming, 'wx');
    await pipeline(source, stream, file.createWriteStream({ flush: true }), signal ? { signal } : {});
    await publish(folders, incoming, target);
    return result();
  } catch (error) {
    await rm(incoming, { force: true });
    if (error === sourceError) throw error;
    throw translateFileError(error, signal);
  }
}

/** Moves a finished file in: renames it, or copies it where it lies on another file system. */
export async function moveIn(
  folders: StoreFolders,
  target: string,
  path: string,
  signal?: AbortSignal,
): Promise<{ readonly sizeBytes: number }> {
  signal?.throwIfAborted();
  try {
    const { size } = await stat(path);
    await sync(path);
    await publish(folders, path, target);
    return { sizeBytes: size };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) {
      throw translateFileError(error, signal);
    }
  }
  const source = createReadStream(path);
  const { sizeBytes } = await receive(folders, target, source, {
    maxBytes: Number.POSITIVE_INFINITY,
    signal,
  });
  await rm(path);
  return { sizeBytes };
}

/** Writes, reads and removes a small file; rejects when what is read differs. */
export async function checkWriting(folders: StoreFolders, signal?: AbortSignal): Promise<void> {
  const path = join(folders.incomingDir, await temporaryName());
  const written = randomBytes(16).toString('hex');
  try {
    await writeFile(path, written, { flag: 'wx', signal });
    const read = await readFile(path, { encoding: 'utf8', signal });
    if (read !== written)
      throw new TransientError('The media folder gives back other bytes than it was given');
  } catch (error) {
    throw translateFileError(error, signal);
  } finally {
    await rm(path, { force: true });
  }
}

/** A rename is safe from a power cut only when the folders that record it are synced, too. */
async function publish({ rootDir }: StoreFolders, from: string, target: string): Promise<void> {
  const directory = dirname(target);
  const created = await mkdir(directory, { recursive: true });
  await rename(from, target);
  await sync(directory);
  if (created) await sync(rootDir);
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
