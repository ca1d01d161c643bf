import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import type { ConnectionConfig } from '../../drizzle/client.ts';
import { startEmbeddedPostgres } from '../../drizzle/embedded/launcher.ts';
import { migrateDatabase } from '../../drizzle/migrate.ts';
import { execute, withDatabase } from './connections.ts';
import { silentLog } from './log.ts';
import { makeRunFolder } from './run-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The cluster of this run, and the migrated database that every test database is copied from. */
    databaseCluster: { readonly config: ConnectionConfig; readonly template: string };
  }
}

/** Of a project of the run that has begun already. */
const clusterOf = ({ vitest }: TestProject) =>
  vitest.projects
    .map((project) => project.getProvidedContext().databaseCluster)
    .find((cluster) => cluster !== undefined);

/**
 * One PostgreSQL for the run with one migrated template database. With TEST_DATABASE_URL it is that server,
 * whose user must be allowed to create databases.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const begun = clusterOf(project);
  if (begun) {
    project.provide('databaseCluster', begun);
    return async () => {};
  }
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? { config: { connectionString: given }, stop: async () => {} } : await startServer();
  const template = `brownbag_template_${randomUUID().replaceAll('-', '')}`;
  try {
    await execute(server.config, `create database ${template}`);
    await migrateDatabase({ config: withDatabase(server.config, template), log: silentLog });
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('databaseCluster', { config: server.config, template });
  return async () => {
    if (given) await execute(server.config, `drop database ${template} with (force)`);
    await server.stop();
  };
}

async function startServer(): Promise<{ config: ConnectionConfig; stop: () => Promise<void> }> {
  const dataDir = await makeRunFolder();
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log: silentLog, durable: false });
    return { config: postgres.connectionConfig, stop: () => postgres.stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
