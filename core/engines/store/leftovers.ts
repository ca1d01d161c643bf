import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../../drizzle/log.ts';

const dayMs = 24 * 3_600_000;
const host = () => hostname().replace(/[^A-Za-z0-9.-]/g, '_');

/** A name for a temporary file that says who writes it: `<host>~<pid>~<random>`. */
export const temporaryName = (): string => `${host()}~${process.pid}~${randomUUID()}`;

/**
 * Removes what dead processes left in a folder of temporary files, which several machines may share: what
 * belonged to a process of this machine that is gone, and whatever nobody has touched for a day.
 */
export async function removeLeftovers(directory: string, log: Log): Promise<void> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    const touchedMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined, // its owner was quicker
    );
    if (touchedMs === undefined || !isAbandoned(name, touchedMs)) continue;
    await rm(path, { recursive: true, force: true });
    log.info({ file: name }, 'Removed an unfinished file of a process that is gone');
  }
}

function isAbandoned(name: string, touchedMs: number): boolean {
  if (Date.now() - touchedMs > dayMs) return true;
  const [owner, pid] = name.split('~');
  if (owner !== host()) return false;
  // In a container the next process often has the same number as the one before it.
  if (Number(pid) === process.pid) return touchedMs < performance.timeOrigin;
  return !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
