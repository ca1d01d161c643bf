import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { environment, type Installation } from './installation.ts';
import { run } from './processes.ts';
import { giveTo } from './relocate.ts';

const timeoutMs = 120_000;

/** Makes the cluster in `pg.tmp` and renames it to `pg`: it is there whole or not at all. */
export async function createCluster(
  installation: Installation,
  options: { readonly durable: boolean; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const { binaries, runAs, baseDir } = installation;
  const draft = join(baseDir, 'pg.tmp');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await giveTo(draft, runAs.owner);
  const args = ['-D', draft, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', ...localeFlags(installation)];
  const command = runAs.command(
    join(binaries.binDir, 'initdb'),
    options.durable ? args : [...args, '--no-sync'],
    environment(binaries),
  );
  const { ok, stderr } = await run(command, timeoutMs, options.signal);
  if (!ok) throw new Error(`initdb failed: ${stderr.trim()}`);
  await rename(draft, join(baseDir, 'pg'));
}

/**
 * The builtin C.UTF-8 (since 17) needs nothing of the system. Plain C would be wrong:
 * there `lower('ÉCOLE')` is `École`, and a search for école finds nothing.
 */
function localeFlags({ major }: Installation): readonly string[] {
  return major >= 17
    ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    : ['--locale=C.UTF-8'];
}
