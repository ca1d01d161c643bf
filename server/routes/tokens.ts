import { z } from 'zod';
import { addToken, revokeOwnToken } from '../../core/actions/tokens.ts';
import { NewToken, TokenList, TokenRequest } from '../../core/api/people.ts';
import { newId } from '../../drizzle/ids.ts';
import { listApiTokens } from '../../drizzle/queries/api-tokens.ts';
import { hashToken, newToken } from '../auth/tokens.ts';
import { signedIn } from '../plugins/access.ts';
import type { App, AppDeps } from '../types.ts';
import { noContent, problems } from './answers.ts';

/** API tokens of the person who asks. */
export function tokenRoutes(app: App, { db }: Pick<AppDeps, 'db'>): void {
  app.post(
    '/api/tokens',
    {
      config: { access: 'member' },
      schema: { tags: ['tokens'], body: TokenRequest, response: { 201: NewToken, ...problems(400, 401) } },
    },
    async (request, reply) => {
      const token = `bb_${newToken()}`;
      const id = newId();
      const { name } = request.body;
      await addToken(db, { id, userId: signedIn(request).id, name, tokenHash: hashToken(token) });
      return reply.status(201).send({ id, token });
    },
  );

  app.get(
    '/api/tokens',
    {
      config: { access: 'member' },
      schema: { tags: ['tokens'], response: { 200: TokenList, ...problems(401) } },
    },
    async (request) => {
      const tokens = await listApiTokens(db, signedIn(request).id);
      const items = tokens.map(({ id, name, createdAt, lastUsedAt }) => ({
        id,
        name,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      }));
      return { items, nextCursor: null };
    },
  );

  app.delete(
    '/api/tokens/:id',
    {
      config: { access: 'member' },
      schema: {
        tags: ['tokens'],
        params: z.object({ id: z.string().max(200) }),
        response: { 204: noContent, ...problems(400, 401, 404) },
      },
    },
    async (request, reply) => {
      await revokeOwnToken(db, signedIn(request).id, request.params.id);
      return reply.status(204).send();
    },
  );
}
