import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProcess, isProcessAlive } from './processes.ts';

/** Another live process works on the data directory. The message is a sentence for people. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError';
  readonly pid: number;
  constructor(path: string, pid: number) {
    super(`Brownbag already runs on ${path} (process ${pid}): stop it first, or set another DATA_DIR.`);
    this.pid = pid;
  }
}

export interface AppLock {
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly startTime: string;
  /** Tells this holding of the lock from every other. */
  readonly nonce: string;
}

/**
 * Makes this process the only one on `dataDir`, which must exist. A lock whose process has ended is taken over.
 * Throws DataDirInUseError. Sees only processes of its own pid namespace: containers must not share a data directory.
 */
export async function acquireAppLock(dataDir: string): Promise<AppLock> {
  const startTime = (await findProcess(process.pid))?.startTime ?? '';
  const path = join(dataDir, 'brownbag.lock');
  const holder = { pid: process.pid, startTime, nonce: randomUUID() };
  const draft = `${path}.${holder.nonce}.draft`;
  await writeFile(draft, JSON.stringify(holder), { mode: 0o644 });
  try {
    await take(path, draft, holder, dataDir);
  } finally {
    await rm(draft, { force: true });
  }
  return { release: () => releaseIfOurs(path, holder) };
}

/**
 * `link` makes the lock whole or fails. To replace a dead holder's lock one first holds the lock of that very
 * holding (`<path>.<nonce>`, taken by the same rules), so that of several heirs one alone replaces it.
 */
async function take(path: string, draft: string, holder: Holder, dataDir: string): Promise<void> {
  for (;;) {
    if (await tryLink(draft, path)) return;
    const current = await readHolder(path);
    if (current === null) continue;
    if (await isProcessAlive(current)) throw new DataDirInUseError(dataDir, current.pid);
    const heirPath = `${path}.${current.nonce}`;
    await take(heirPath, draft, holder, dataDir);
    try {
      if ((await readHolder(path))?.nonce !== current.nonce) continue;
      const replacement = `${draft}.new`;
      await link(draft, replacement);
      await rename(replacement, path);
      return;
    } finally {
      await releaseIfOurs(heirPath, holder);
    }
  }
}

async function releaseIfOurs(path: string, holder: Holder): Promise<void> {
  if ((await readHolder(path))?.nonce === holder.nonce) await rm(path, { force: true });
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** `null`: no lock there. A file that is not ours to read counts as the lock of nobody alive. */
async function readHolder(path: string): Promise<Holder | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { pid, startTime, nonce } = JSON.parse(text);
    return { pid: Number(pid), startTime: String(startTime), nonce: String(nonce) };
  } catch {
    return { pid: 0, startTime: '', nonce: 'unreadable' };
  }
}
