import { randomUUID } from 'node:crypto';
import { chmod, chown, cp, lchown, lstat, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { UserId } from './run-as.ts';

/**
 * Copies the cluster (if there is one) to a new folder below `systemDir`, leaves a symbolic link `pg` behind
 * and returns that folder. Nothing may run on the cluster meanwhile.
 */
export async function moveCluster(dataDir: string, systemDir: string): Promise<string> {
  const baseDir = join(systemDir, randomUUID());
  const old = join(dataDir, 'pg');
  await mkdir(systemDir, { recursive: true });
  await mkdir(baseDir);
  await chmod(baseDir, 0o755);
  const target = join(baseDir, 'pg');
  const hasCluster = (await lstat(old).catch(() => null))?.isDirectory() ?? false;
  if (hasCluster) await cp(old, target, { recursive: true, preserveTimestamps: true });
  await rm(`${old}.link`, { force: true });
  await symlink(target, `${old}.link`);
  if (hasCluster) await rename(old, `${old}.moved`);
  await rename(`${old}.link`, old);
  await rm(`${old}.moved`, { recursive: true, force: true });
  return baseDir;
}

/** Undoes a move that was cut off between its two renames. */
export async function finishMove(dataDir: string): Promise<void> {
  const old = join(dataDir, 'pg');
  const isThere = await lstat(old).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await rename(`${old}.moved`, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

/** Gives a folder and all in it to `owner`, itself last, so that an interrupted run is seen and repeated. */
export async function giveTo(folder: string, owner: UserId | null): Promise<void> {
  if (owner === null) return;
  const { uid, gid } = await lstat(folder);
  if (uid === owner.uid && gid === owner.gid) return;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await giveTo(path, owner);
    else await lchown(path, owner.uid, owner.gid);
  }
  await chown(folder, owner.uid, owner.gid);
}
