import { z } from 'zod';
import { revokeToken } from '../../core/actions/tokens.ts';
import { AdminTokenList, AuditList, AuditQuery } from '../../core/api/admin.ts';
import { PageQuery } from '../../core/api/common.ts';
import { listAllApiTokens } from '../../drizzle/queries/api-tokens.ts';
import { listAudit } from '../../drizzle/queries/audit.ts';
import { readerOf, signedIn } from '../plugins/access.ts';
import { presentAudit, presentToken } from '../presenters/admin.ts';
import type { App, AppDeps } from '../types.ts';
import { noContent, problems } from './answers.ts';
import { pageOf, parseIdCursor } from './list-cursor.ts';

/** Who did what, and which programs may act for whom. */
export function auditRoutes(app: App, { db }: Pick<AppDeps, 'db'>): void {
  const config = { access: 'admin' } as const;
  const from = (cursor: string | undefined) => (cursor === undefined ? undefined : parseIdCursor(cursor));

  app.get(
    '/api/admin/audit',
    {
      config,
      schema: {
        tags: ['admin'],
        summary: 'Who did what, newest first, of the last two years',
        querystring: AuditQuery,
        response: { 200: AuditList, ...problems(400, 401, 403) },
      },
    },
    async (request) => {
      const { action, person: personId, limit, cursor } = request.query;
      const filter = { action, personId, limit: limit + 1, before: from(cursor) };
      const page = pageOf(await listAudit(db, readerOf(request), filter), limit, ({ id }) => id);
      return { items: page.items.map(presentAudit), nextCursor: page.nextCursor };
    },
  );

  app.get(
    '/api/admin/tokens',
    {
      config,
      schema: {
        tags: ['admin'],
        summary: 'The API tokens of everybody, newest first',
        querystring: PageQuery,
        response: { 200: AdminTokenList, ...problems(400, 401, 403) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const rows = await listAllApiTokens(db, { limit: limit + 1, before: from(cursor) });
      const page = pageOf(rows, limit, ({ token }) => token.id);
      return { items: page.items.map(presentToken), nextCursor: page.nextCursor };
    },
  );

  app.delete(
    '/api/admin/tokens/:id',
    {
      config,
      schema: {
        tags: ['admin'],
        summary: 'Revoke anybody’s API token',
        params: z.object({ id: z.string().max(200) }),
        response: { 204: noContent, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      await revokeToken(db, signedIn(request).id, request.params.id);
      return reply.status(204).send();
    },
  );
}
