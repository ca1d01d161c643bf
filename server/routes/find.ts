import { SessionParams } from '../../core/api/common.ts';
import { FindRequest, FindResponse } from '../../core/api/search.ts';
import { DomainError } from '../../core/model/errors.ts';
import { findVisibleSession } from '../../drizzle/queries/sessions.ts';
import { readerOf } from '../plugins/access.ts';
import { presentFinds } from '../presenters/search.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';
import { pageOfMoments } from './find-cursor.ts';

/**
 * Finding within a session: a part of it, so 404 where it may not be opened. Not a filter of `/api/search`, which
 * ranks sessions with their best moments; this gives every moment, in order of time.
 */
export function findRoutes(app: App, { db, searchIndex }: Pick<AppDeps, 'db' | 'searchIndex'>): void {
  app.get(
    '/api/sessions/:id/find',
    {
      config: { access: 'member' },
      schema: {
        tags: ['search'],
        summary: 'All moments of one session in which the words are said, in order of time',
        description:
          'Reads words as `/api/search` does: other forms, misspelt, half typed, joined, quoted or excluded. Filters ' +
          'that `q` names are passed over, and what stands in the title alone is no find.',
        params: SessionParams,
        querystring: FindRequest,
        response: { 200: FindResponse, ...problems(400, 401, 404) },
      },
    },
    async (request) => {
      const startedAt = performance.now();
      const { q, limit, cursor } = request.query;
      const reader = readerOf(request);
      const session = await findVisibleSession(db, reader, request.params.id);
      if (!session) throw new DomainError('not-found', 'There is no such session.');
      const found = await searchIndex.find({ text: q, reader, sessionId: session.id });
      const page = pageOfMoments(found.moments, { limit, cursor });
      return presentFinds(session.slug, { query: q, found, page, tookMs: performance.now() - startedAt });
    },
  );
}
