import { randomUUID } from 'node:crypto';
import { afterAll, describe, test } from 'vitest';
import { openQueue } from '../support/queue-redis.ts';
import { hasRedis, startRedis } from '../support/redis.ts';
import { jobQueueContract } from './job-queue.ts';

if (hasRedis) {
  const redis = await startRedis();
  afterAll(() => redis.remove());

  jobQueueContract('redis', async () => {
    const settings = { url: redis.url, prefix: randomUUID() };
    return {
      open: (logged) => openQueue(settings, logged),
      inAnotherProcess: { module: new URL('../support/queue-redis.ts', import.meta.url), settings },
      stopServer: () => redis.kill(),
      startServer: () => redis.start(),
    };
  });
} else {
  console.warn(
    '\n*** redis-server is not installed: the queue on Redis is NOT tested (apt install redis-server)\n',
  );
  describe.skip('JobQueue: redis', () => test('needs the program redis-server', () => {}));
}
