import { askedLists } from '../../core/actions/list-asked.ts';
import { AskedDismissal, AskedList, SearchOpened, SearchParams } from '../../core/api/searches.ts';
import { DomainError } from '../../core/model/errors.ts';
import { dismissSubject } from '../../drizzle/queries/asked.ts';
import { noteAsk, noteOpened } from '../../drizzle/queries/search-log.ts';
import { storable } from '../../drizzle/queries/search-scope.ts';
import { readerOf } from '../plugins/access.ts';
import type { App, AppDeps } from '../types.ts';
import { noContent, problems } from './answers.ts';

type Deps = Pick<AppDeps, 'db' | 'searchIndex' | 'searchLog'>;

/** What came of searches: what was opened, and what nobody has shown yet. */
export function searchesRoutes(app: App, deps: Deps): void {
  ownSearchRoutes(app, deps);
  askedRoutes(app, deps);
}

const noSuchSearch = () => new DomainError('not-found', 'You have made no such search lately.');

function ownSearchRoutes(app: App, { db, searchLog }: Deps): void {
  app.post(
    '/api/searches/:id/opened',
    {
      config: { access: 'member' },
      schema: {
        tags: ['search'],
        params: SearchParams,
        body: SearchOpened,
        response: { 204: noContent, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      await searchLog.settled();
      if (!(await noteOpened(db, readerOf(request), request.params.id, request.body))) throw noSuchSearch();
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/searches/:id/ask',
    {
      config: { access: 'member' },
      schema: {
        tags: ['search'],
        params: SearchParams,
        response: { 204: noContent, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      await searchLog.settled();
      if (!(await noteAsk(db, readerOf(request), request.params.id))) throw noSuchSearch();
      return reply.code(204).send();
    },
  );
}

function askedRoutes(app: App, { db, searchIndex }: Deps): void {
  const asked = askedLists({ db, searchIndex });
  app.get(
    '/api/asked',
    {
      config: { access: 'champion' },
      schema: { tags: ['search'], response: { 200: AskedList, ...problems(401, 403) } },
    },
    async () => {
      const items = await asked.list();
      return { items: items.map((one) => ({ ...one, lastAskedAt: one.lastAskedAt.toISOString() })) };
    },
  );
  app.post(
    '/api/asked/dismiss',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['search'],
        body: AskedDismissal,
        response: { 204: noContent, ...problems(400, 401, 403) },
      },
    },
    async (request, reply) => {
      await dismissSubject(db, storable(request.body.subject));
      return reply.code(204).send();
    },
  );
}
