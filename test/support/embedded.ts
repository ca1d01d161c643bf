import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { repositoryRoot } from '../../core/root.ts';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../drizzle/embedded/launcher.ts';
import { postgresProcessesIn } from '../../drizzle/embedded/processes.ts';
import { silentLog as log } from './log.ts';
import { waitUntil } from './wait-until.ts';

/** A folder that every user may enter, removed after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'brownbag-embedded-'));
  await chmod(folder, 0o755);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An embedded database that ends with the test. */
export async function startEmbedded(dataDir: string, options: Partial<EmbeddedPostgresOptions> = {}) {
  const postgres = await startEmbeddedPostgres({ dataDir, log, durable: false, ...options });
  onTestFinished(() => postgres.stop());
  return postgres;
}

/** The values of all rows in one list. */
export async function query(postgres: EmbeddedPostgres, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client(postgres.connectionConfig);
  await client.connect();
  const { rows } = await client.query({ text, rowMode: 'array' }).finally(() => client.end());
  return rows.flat();
}

/** A process of its own with an embedded database; resolves when it has started or failed. */
export async function startProgram(dataDir: string) {
  const program = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/support/embedded-program.ts', dataDir, join(dataDir, 'system')],
    { cwd: repositoryRoot(), detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const events: { event: string; id?: number; message?: string }[] = [];
  onTestFinished(async () => {
    program.kill('SIGKILL');
    if (events[0]?.event !== 'ready') return;
    const hasEnded = async () => (await postgresProcessesIn(join(dataDir, 'pg'))).length === 0;
    await waitUntil(hasEnded);
  });
  createInterface({ input: program.stdout }).on('line', (line) => events.push(JSON.parse(line)));
  await waitUntil(() => events.length > 0);
  return { program, events };
}
