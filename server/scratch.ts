import { mkdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { removeLeftovers, temporaryName } from '../drizzle/leftovers.ts';

/** So that other machines that share the parent see that it is in use. */
const aliveEveryMs = 60_000;

export interface Scratch {
  readonly dir: string;
  close(): Promise<void>;
}

/** A folder of this process for what is only needed on the way, with what dead processes left there removed. */
export async function openScratch(parent: string): Promise<Scratch> {
  await mkdir(parent, { recursive: true });
  await removeLeftovers(parent);
  const dir = join(parent, await temporaryName());
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
