import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProcess } from '../../drizzle/embedded/processes.ts';

/** With the process behind it; no other folder may begin so, or another run would take it for a leftover. */
const folderPrefix = 'brownbag-run-';

/** A folder for the length of a test run, in which PostgreSQL may work as another user. */
export async function makeRunFolder(): Promise<string> {
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  // Started by root, the server runs as another user who must get here; what lies inside is private anyway.
  await chmod(folder, 0o711);
  return folder;
}

/** Folders of runs that were killed; their databases ended with them. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(folderPrefix)) continue;
    const pid = Number.parseInt(name.slice(folderPrefix.length), 10);
    if (pid > 0 && (await findProcess(pid)) === null) {
      await rm(join(tmpdir(), name), { recursive: true, force: true });
    }
  }
}
