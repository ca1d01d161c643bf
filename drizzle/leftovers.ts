import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { findProcess, isProcessAlive } from './embedded/processes.ts';
import type { Log } from './log.ts';

/** Long enough for a laptop that slept. */
const abandonedAfterMs = 24 * 3_600_000;
const host = () => hostname().replace(/[^A-Za-z0-9.-]/g, '_');

/**
 * A name for a temporary file or folder that says whose it is: `<host>~<pid>~<start time>~<random>`. The start
 * time tells its owner from a later process with the same number, which in a container is usual.
 */
export async function temporaryName(): Promise<string> {
  const startTime = (await findProcess(process.pid))?.startTime ?? '';
  return [host(), process.pid, startTime, randomUUID()].join('~');
}

/**
 * Removes what dead processes left in a folder of temporary files, which several machines may share: what
 * belonged to a process of this machine that is gone, and whatever nobody has touched for a day.
 */
export async function removeLeftovers(directory: string, log?: Log): Promise<void> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    const touchedMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined, // its owner was quicker
    );
    if (touchedMs === undefined || !(await isAbandoned(name, touchedMs))) continue;
    await rm(path, { recursive: true, force: true });
    log?.info({ file: name }, 'Removed an unfinished file of a process that is gone');
  }
}

async function isAbandoned(name: string, touchedMs: number): Promise<boolean> {
  if (Date.now() - touchedMs > abandonedAfterMs) return true;
  const [owner, pid, startTime, random] = name.split('~');
  if (owner !== host() || startTime === undefined || random === undefined) return false;
  return !(await isProcessAlive({ pid: Number(pid), startTime }));
}
