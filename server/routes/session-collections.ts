import { CollectionList } from '../../core/api/collections.ts';
import { SessionParams } from '../../core/api/common.ts';
import { DomainError } from '../../core/model/errors.ts';
import { listCollectionsOf } from '../../drizzle/queries/collections.ts';
import { findVisibleSession } from '../../drizzle/queries/sessions.ts';
import { readerOf } from '../plugins/access.ts';
import { presentCollections } from '../presenters/collection.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';

/** More are no list to look through. */
const mostCollections = 50;

/** Where curators have put a session. */
export function sessionCollectionRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/api/sessions/:id/collections',
    {
      config: { access: 'member' },
      schema: {
        tags: ['collections'],
        summary: 'Collections with the session or a moment of it, as far as you may open them; at most 50',
        params: SessionParams,
        response: { 200: CollectionList, ...problems(400, 401, 404) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const session = await findVisibleSession(db, reader, request.params.id);
      if (!session) throw new DomainError('not-found', 'There is no such session.');
      const holding = { sessionId: session.id, limit: mostCollections };
      const items = await presentCollections(db, reader, await listCollectionsOf(db, reader, holding));
      return { items, nextCursor: null };
    },
  );
}
