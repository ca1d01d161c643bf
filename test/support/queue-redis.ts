import pino from 'pino';
import { redisQueue } from '../../core/engines/queue/redis.ts';
import type { JobQueue } from '../../core/ports/job-queue.ts';

export interface RedisQueueSettings {
  readonly url: string;
  readonly prefix: string;
}

/** The Redis queue as tests use it: a lock of 2 s instead of 20, so that a killed worker's job is soon free. */
export function openQueue(settings: RedisQueueSettings, logged?: (line: string) => void): Promise<JobQueue> {
  const log = pino({ level: logged ? 'error' : 'silent' }, { write: (line) => logged?.(line) });
  return redisQueue({ ...settings, lockMs: 2_000, log });
}
