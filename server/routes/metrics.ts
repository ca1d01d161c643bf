import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import { hasRole } from '../../core/model/access.ts';
import { DomainError } from '../../core/model/errors.ts';
import { isSetupVisitor } from '../auth/setup-visitor.ts';
import type { App, AppDeps } from '../types.ts';
import { answerIn, problems } from './answers.ts';

/** Prometheus text, for a scraper on this machine or one with an admin's token. */
export function metricsRoutes(app: App, { queue }: Pick<AppDeps, 'queue'>): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'brownbag_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [register],
  });
  new Gauge({
    name: 'brownbag_queue_jobs',
    help: 'Jobs by state',
    labelNames: ['state'],
    registers: [register],
    async collect() {
      const counts = await queue.counts();
      for (const [state, value] of Object.entries(counts)) this.set({ state }, value);
    },
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });

  app.get(
    '/metrics',
    {
      config: { access: 'anyone' },
      schema: {
        tags: ['health'],
        summary: 'For Prometheus, on this machine or with the token of an admin',
        response: {
          200: answerIn(['text/plain'], z.string(), 'What is counted, in the exposition format'),
          ...problems(404),
        },
      },
    },
    async (request, reply) => {
      const mayRead = request.user ? hasRole(request.user.role, 'admin') : isSetupVisitor(request);
      if (!mayRead) throw new DomainError('not-found', 'There is nothing here.');
      return reply.type(register.contentType).send(await register.metrics());
    },
  );
}
