import { lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { findProcess, postgresProcessesIn, signalProcess } from './processes.ts';

/** How long a server that outlived its program gets for each way of ending. */
const patienceMs = 10_000;

/**
 * Ends what a killed program left running on the cluster and removes its lock file. Only for the holder of the
 * app lock: it alone knows that nobody is using that server.
 */
export async function endLeftovers(pgDir: string, log: Log, signal?: AbortSignal): Promise<void> {
  const pidFile = join(pgDir, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => null);
  if (text === null) return;
  const postmaster = Number.parseInt(text, 10);
  for (const kind of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    const alive = await leftovers(pgDir, postmaster);
    if (alive.length === 0) break;
    log.info({ pids: alive, kind }, 'ending a database server that its program left behind');
    // Asked politely, the postmaster ends its children itself; without it they are asked one by one.
    const asked = kind === 'SIGINT' && alive.includes(postmaster) ? [postmaster] : alive;
    for (const pid of asked) signalProcess(pid, kind === 'SIGINT' && pid !== postmaster ? 'SIGTERM' : kind);
    await waitUntilGone(pgDir, postmaster, signal);
  }
  await rm(pidFile, { force: true });
}

/**
 * Processes by working directory, never by pid alone: after a crash or in a new container the pid in
 * `postmaster.pid` may be a zombie or somebody else. Without /proc the program's name has to do.
 */
async function leftovers(pgDir: string, postmaster: number): Promise<readonly number[]> {
  const found = await findProcess(postmaster);
  if (found?.name === '') return [postmaster];
  return postgresProcessesIn(pgDir);
}

async function waitUntilGone(pgDir: string, postmaster: number, signal?: AbortSignal): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline && (await leftovers(pgDir, postmaster)).length > 0) {
    await sleep(20, undefined, signal && { signal });
  }
}

/** Makes the socket's folder private and empty. Refuses one that somebody else made. */
export async function prepareSocketDir(socketDir: string): Promise<void> {
  await mkdir(socketDir, { recursive: true, mode: 0o700 });
  const stat = await lstat(socketDir);
  const isRoot = process.getuid?.() === 0;
  if (!stat.isDirectory() || (stat.mode & 0o077) !== 0 || (!isRoot && stat.uid !== process.getuid?.())) {
    throw new Error(`${socketDir} is not a private folder of this user: remove it.`);
  }
  for (const name of await readdir(socketDir)) await rm(join(socketDir, name), { force: true });
}
