import { mkdir, open, readdir, rm, stat, statfs, truncate, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesToGive } from '../../../core/model/disk-space.ts';

export interface StagedFile {
  readonly sizeBytes: number;
  readonly touchedAt: Date;
}

/** The files of uploads that are not whole, below a folder that all servers of an installation share. */
export interface Staging {
  pathOf(id: string): string;
  create(id: string): Promise<void>;
  /** `null`: there is no such file. */
  stat(id: string): Promise<StagedFile | null>;
  /** The first bytes, fewer where the file is shorter. */
  readHead(id: string, bytes: number): Promise<Buffer>;
  cutOff(id: string, sizeBytes: number): Promise<void>;
  /** As if something had arrived just now. */
  touch(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Names of all files. */
  list(): Promise<readonly string[]>;
  /** Bytes that recordings may still take. */
  freeBytes(): Promise<number>;
}

/** Makes the folder where it is missing. Rejects with the system's own errors. */
export async function openStaging(dir: string): Promise<Staging> {
  await mkdir(dir, { recursive: true });
  const pathOf = (id: string) => join(dir, id);
  return {
    pathOf,
    async create(id) {
      await (await open(pathOf(id), 'wx', 0o600)).close();
    },
    async stat(id) {
      try {
        const { size, mtime } = await stat(pathOf(id));
        return { sizeBytes: size, touchedAt: mtime };
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    async readHead(id, bytes) {
      const file = await open(pathOf(id), 'r');
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    cutOff: (id, sizeBytes) => truncate(pathOf(id), sizeBytes),
    async touch(id) {
      const now = new Date();
      await utimes(pathOf(id), now, now);
    },
    remove: (id) => rm(pathOf(id), { force: true }),
    list: () => readdir(dir),
    async freeBytes() {
      const { bavail, blocks, bsize } = await statfs(dir);
      return bytesToGive({ freeBytes: bavail * bsize, totalBytes: blocks * bsize });
    },
  };
}
