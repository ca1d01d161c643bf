import { personOfLink, usePasswordLink } from '../../core/actions/password-links.ts';
import { LinkCode, LinkPerson, LinkUse } from '../../core/api/admin-people.ts';
import { Me } from '../../core/api/people.ts';
import { hashPassword } from '../auth/passwords.ts';
import { startSignIn } from '../auth/sign-in.ts';
import { hashToken } from '../auth/tokens.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';
import { presentMe } from './auth.ts';

/** Each try to use one costs a hash; the code itself cannot be guessed. */
const rateLimit = { max: 30, timeWindow: '5 minutes' };

/** Behind the link that an admin gave: choose a password, and be signed in. */
export function passwordLinkRoutes(app: App, { db, policy }: Pick<AppDeps, 'db' | 'policy'>): void {
  const config = { access: 'anyone', rateLimit } as const;

  app.post(
    '/api/password-link',
    {
      config,
      schema: {
        tags: ['sign-in'],
        summary: 'Whose link it is',
        body: LinkCode,
        response: { 200: LinkPerson, ...problems(400, 404, 429) },
      },
    },
    async (request) => {
      const { name, email } = await personOfLink(db, hashToken(request.body.code));
      return { name, email };
    },
  );

  app.post(
    '/api/password-link/use',
    {
      config,
      schema: {
        tags: ['sign-in'],
        summary: 'Set the password of the person of the link, and sign them in; the link is used up',
        body: LinkUse,
        response: { 200: Me, ...problems(400, 404, 429) },
      },
    },
    async (request, reply) => {
      const { code, password } = request.body;
      const codeHash = hashToken(code);
      await personOfLink(db, codeHash);
      const user = await usePasswordLink(db, { codeHash, passwordHash: await hashPassword(password) });
      await startSignIn(db, policy, { request, reply, user });
      return presentMe(user);
    },
  );
}
