import { SessionParams } from '../../core/api/common.ts';
import { RelatedSessions } from '../../core/api/sessions.ts';
import { DomainError } from '../../core/model/errors.ts';
import { listRelatedSessions } from '../../drizzle/queries/related-sessions.ts';
import { findVisibleSession } from '../../drizzle/queries/sessions.ts';
import { readerOf } from '../plugins/access.ts';
import { presentShort } from '../presenters/session.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';

/** As many as fit below a recording without being a list to go through. */
const mostRelated = 4;

/** What to see after a session. */
export function relatedSessionRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/api/sessions/:id/related',
    {
      config: { access: 'member' },
      schema: {
        tags: ['sessions'],
        summary: 'Sessions with topics, collections or speakers in common, as far as you may open them',
        params: SessionParams,
        response: { 200: RelatedSessions, ...problems(400, 401, 404) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const session = await findVisibleSession(db, reader, request.params.id);
      if (!session) throw new DomainError('not-found', 'There is no such session.');
      const related = await listRelatedSessions(db, reader, session, { limit: mostRelated });
      return { items: await presentShort(db, related) };
    },
  );
}
