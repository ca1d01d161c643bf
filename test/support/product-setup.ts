import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../drizzle/embedded/launcher.ts';
import { migrateDatabase } from '../../drizzle/migrate.ts';
import { build } from '../../server/cli/setup/build.mjs';
import { silentLog as log } from './log.ts';
import { makeRunFolder } from './run-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated, empty cluster at rest, which installations begin with a copy of. */
    productCluster: string;
  }
}

/** Builds what the browser tests start, unless it is built from these very sources, and makes its database once. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build();
  const dataDir = await makeRunFolder();
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log, durable: false });
    await migrateDatabase({ config: postgres.connectionConfig, log }).finally(() => postgres.stop());
    project.provide('productCluster', await realpath(join(dataDir, 'pg')));
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}
