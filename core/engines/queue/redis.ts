import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { JobQueue } from '../../ports/job-queue.ts';
import { type BullmqSettings, bullmqQueue } from './bullmq.ts';

/**
 * The job queue on Redis >= 6.2 or Valkey, which must run with AOF and `maxmemory-policy noeviction`.
 * One connection is shared; each worker holds one more. `prefix` separates installations on one server.
 * Rejects with TransientError when the server cannot be reached.
 */
export async function redisQueue({
  url,
  prefix = 'brownbag',
  ...settings
}: BullmqSettings & { readonly url: string; readonly prefix?: string }): Promise<JobQueue> {
  // BullMQ needs `null`: its commands wait out an outage instead of failing after so many reconnects.
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  // BullMQ listens on it too and hands errors on; this listener covers the time after it has left.
  connection.on('error', () => undefined);
  return await bullmqQueue(
    {
      openQueue: (stage) => new Queue(stage, { connection, prefix }),
      openWorker: (stage, process, options) => new Worker(stage, process, { ...options, connection, prefix }),
      ping: () => connection.ping(),
      disconnect: async () => connection.disconnect(),
    },
    settings,
  );
}
