import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const aliveEveryMs = 60_000;
/** Long enough for a laptop that slept. */
const abandonedAfterMs = 24 * 60 * 60_000;

export interface Scratch {
  readonly dir: string;
  close(): Promise<void>;
}

/**
 * A folder of this process for what is only needed on the way, with what dead processes left there removed.
 * Several machines may share the parent: of other hosts only what is long untouched goes.
 */
export async function openScratch(parent: string): Promise<Scratch> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (await isAbandoned(join(parent, name), name))
      await rm(join(parent, name), { recursive: true, force: true });
  }
  const dir = join(parent, `${hostname()}.${process.pid}`);
  // The same pid after a reboot: what is there is nobody's.
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir);
  const timer = setInterval(() => {
    const now = new Date();
    utimes(dir, now, now).catch(() => undefined);
  }, aliveEveryMs);
  timer.unref();
  return {
    dir,
    async close() {
      clearInterval(timer);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function isAbandoned(path: string, name: string): Promise<boolean> {
  const pid = Number(name.slice(name.lastIndexOf('.') + 1));
  if (name === `${hostname()}.${pid}` && pid !== process.pid) return !isAlive(pid);
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs > abandonedAfterMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
