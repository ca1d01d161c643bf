// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { orStop, root } from './command.mjs';
import { installPackages } from './packages.mjs';
import { installPrograms, needsOfRunning, needsOfTesting } from './system.mjs';

/** Installs and builds what running needs. Quiet, offline and quick when all of it is there. */
export function prepareToRun() {
  return orStop(async () => {
    // The choice of a transcriber may be there; the program reads it again, which changes nothing.
    const dotEnv = join(root, '.env');
    if (existsSync(dotEnv)) process.loadEnvFile(dotEnv);
    await installPrograms(needsOfRunning(process.env));
    await installPackages();
    await build();
  });
}

/** Installs what the tests and benchmarks need; they build only after the sources were checked. */
export async function prepareToTest() {
  await installPrograms(needsOfTesting);
  await installPackages();
}
