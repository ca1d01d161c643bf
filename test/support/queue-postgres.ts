import pino from 'pino';
import { postgresQueue } from '../../core/engines/queue/postgres.ts';
import type { JobQueue } from '../../core/ports/job-queue.ts';
import type { ConnectionConfig } from '../../drizzle/client.ts';

export interface PostgresQueueSettings {
  readonly connectionConfig: ConnectionConfig;
}

/** The queue in PostgreSQL as tests use it: a lock of 2 s, so that a killed worker's job is soon free. */
export function openQueue(
  settings: PostgresQueueSettings,
  logged?: (line: string) => void,
): Promise<JobQueue> {
  const log = pino({ level: logged ? 'error' : 'silent' }, { write: (line) => logged?.(line) });
  return postgresQueue({ ...settings, lockMs: 2_000, log });
}
