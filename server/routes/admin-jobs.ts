import { retryFailed, retryStage } from '../../core/actions/retry-stages.ts';
import { JobList, JobListQuery, JobParams, JobsRetried } from '../../core/api/admin.ts';
import { countJobs, listJobs } from '../../drizzle/queries/jobs.ts';
import { readerOf, signedIn } from '../plugins/access.ts';
import { presentJob } from '../presenters/admin.ts';
import type { App, AppDeps } from '../types.ts';
import { noContent, problems } from './answers.ts';
import { pageOf, parseNamedCursor, toNamedCursor } from './list-cursor.ts';

/** What is being processed, over all sessions. What a reader may not open has neither title nor reason here. */
export function adminJobRoutes(app: App, deps: Pick<AppDeps, 'db' | 'queue' | 'log'>): void {
  const { db } = deps;
  const config = { access: 'admin' } as const;

  app.get(
    '/api/admin/jobs',
    {
      config,
      schema: {
        tags: ['admin'],
        summary: 'Stages that wait, run or have failed; those of the newest sessions first',
        querystring: JobListQuery,
        response: { 200: JobList, ...problems(400, 401, 403) },
      },
    },
    async (request) => {
      const { state, stage, limit, cursor } = request.query;
      const after = cursor === undefined ? undefined : parseNamedCursor(cursor);
      const [rows, counts] = await Promise.all([
        listJobs(db, readerOf(request), { state, stage, limit: limit + 1, after }),
        countJobs(db),
      ]);
      const page = pageOf(rows, limit, (last) => toNamedCursor(last.stage.name, last.stage.sessionId));
      return { items: page.items.map(presentJob), nextCursor: page.nextCursor, counts };
    },
  );

  app.post(
    '/api/admin/jobs/retry',
    {
      config,
      schema: {
        tags: ['admin'],
        summary: 'Run all that has failed again, of at most 200 sessions',
        response: { 202: JobsRetried, ...problems(401, 403) },
      },
    },
    async (request, reply) =>
      reply.status(202).send({ sessions: await retryFailed(deps, signedIn(request).id) }),
  );

  app.post(
    '/api/admin/jobs/:id/:stage/retry',
    {
      config,
      schema: {
        tags: ['admin'],
        summary: 'Run one stage that has failed again, with all that builds on it; `id` is the session’s',
        params: JobParams,
        response: { 204: noContent, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { id, stage } = request.params;
      await retryStage(deps, signedIn(request).id, id, stage);
      return reply.status(204).send();
    },
  );
}
