import { sql } from 'drizzle-orm';
import { Health, Readiness } from '../../core/api/health.ts';
import type { App, AppDeps } from '../types.ts';

const checkTimeoutMs = 5_000;

/** For load balancers and containers: alive, and able to work. */
export function healthRoutes(app: App, deps: AppDeps): void {
  app.get(
    '/healthz',
    { config: { access: 'anyone' }, schema: { tags: ['health'], response: { 200: Health } } },
    () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      config: { access: 'anyone' },
      schema: { tags: ['health'], response: { 200: Readiness, 503: Readiness } },
    },
    async (request, reply) => {
      const signal = AbortSignal.timeout(checkTimeoutMs);
      const check = async (engine: string, attempt: Promise<unknown>) => {
        try {
          const found = await Promise.race([attempt, rejectOnAbort(signal)]);
          if (found !== 'degraded') return { status: 'ok' as const, engine };
          return { status: 'degraded' as const, engine, detail: 'is away; the database answers instead' };
        } catch (error) {
          // The log has the cause: addresses and names of the inside are not for strangers.
          request.log.warn({ err: error, engine }, 'not ready');
          return { status: 'failed' as const, engine, detail: 'cannot be reached' };
        }
      };
      const [database, queue, index, store, meaning] = await Promise.all([
        check(deps.engines.database, deps.db.execute(sql`select 1`)),
        check(deps.engines.queue, deps.queue.check(signal)),
        check(deps.engines.index, deps.searchIndex.check(signal)),
        check(deps.engines.store, deps.store.check(signal)),
        deps.meaning && check(deps.meaning.name, deps.meaning.check(signal)),
      ]);
      const needed = { database, queue, index, store };
      const checks = { ...needed, ...(meaning && { meaning }) };
      const statuses = Object.values(needed).map((part) => part.status);
      const worst = (['failed', 'degraded'] as const).find((status) => statuses.includes(status)) ?? 'ok';
      return reply.status(worst === 'failed' ? 503 : 200).send({ status: worst, checks });
    },
  );
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('did not answer in time')), { once: true });
  });
}
