import { destroyBinned, restoreSession, sessionInBin } from '../../core/actions/bin-session.ts';
import { SessionParams } from '../../core/api/common.ts';
import { BinnedSession, Session } from '../../core/api/sessions.ts';
import { readerOf } from '../plugins/access.ts';
import { presentBinned, presentSession } from '../presenters/session.ts';
import type { App, AppDeps } from '../types.ts';
import { noContent, problems } from './answers.ts';

/** What lies in the bin, for who may restore it, and the two ways out. `GET /api/sessions?show=bin` lists it. */
export function binRoutes(app: App, deps: AppDeps): void {
  const { db } = deps;
  const config = { access: 'member' } as const;

  app.get(
    '/api/bin/:id',
    {
      config,
      schema: {
        tags: ['sessions'],
        summary: 'What is in the bin, and who put it there: for who may restore it',
        params: SessionParams,
        response: { 200: BinnedSession, ...problems(400, 401, 404) },
      },
    },
    async (request) => presentBinned(db, await sessionInBin(db, readerOf(request), request.params.id)),
  );

  app.delete(
    '/api/bin/:id',
    {
      config,
      schema: {
        tags: ['sessions'],
        summary: 'Delete for ever what is in the bin: its owner, and admins',
        params: SessionParams,
        response: { 204: noContent, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      await destroyBinned(deps, readerOf(request), request.params.id);
      return reply.status(204).send();
    },
  );

  app.post(
    '/api/sessions/:id/restore',
    {
      config,
      schema: {
        tags: ['sessions'],
        params: SessionParams,
        response: { 200: Session, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      return presentSession(db, reader, await restoreSession(deps, reader, request.params.id));
    },
  );
}
