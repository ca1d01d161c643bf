import type { FastifyRequest } from 'fastify';
import { changeOwnPassword } from '../../core/actions/manage-people.ts';
import { PasswordChange } from '../../core/api/people.ts';
import { DomainError } from '../../core/model/errors.ts';
import { tallyFailedSignIn } from '../../drizzle/queries/audit.ts';
import { hashPassword, isPassword } from '../auth/passwords.ts';
import { startSignIn, userOfCookie } from '../auth/sign-in.ts';
import { signedIn } from '../plugins/access.ts';
import type { App, AppDeps } from '../types.ts';
import { noContent, problems } from './answers.ts';
import { guesses } from './auth.ts';

/** Of one account from wherever: who finds a browser that is signed in may not guess what its person signs in with. */
const rateLimit = { ...guesses, keyGenerator: (request: FastifyRequest) => signedIn(request).id };

/** A password of one's own, changed by oneself. */
export function ownPasswordRoutes(app: App, { db, policy }: Pick<AppDeps, 'db' | 'policy'>): void {
  app.put(
    '/api/me/password',
    {
      config: { access: 'member', rateLimit },
      schema: {
        tags: ['sign-in'],
        summary: 'Change your password; every other sign-in of yours ends, API tokens stay',
        body: PasswordChange,
        response: { 204: noContent, ...problems(400, 401, 409, 429) },
      },
    },
    async (request, reply) => {
      const user = signedIn(request);
      const { currentPassword, password } = request.body;
      const { passwordHash: from } = user;
      if (from === null)
        throw new DomainError('conflict', 'You have no password here: you sign in with single sign-on.');
      if (!(await isPassword(currentPassword, from))) {
        await tallyFailedSignIn(db, user.id);
        throw new DomainError('invalid', wrong, {
          extra: { errors: [{ path: 'currentPassword', message: wrong }] },
        });
      }
      const isInBrowser = (await userOfCookie(db, policy, request))?.id === user.id;
      await changeOwnPassword(db, user, { from, to: await hashPassword(password) });
      // A program that has a token has no sign-in to go on with.
      if (isInBrowser) await startSignIn(db, policy, { request, reply, user });
      return reply.status(204).send();
    },
  );
}

const wrong = 'This is not your present password.';
