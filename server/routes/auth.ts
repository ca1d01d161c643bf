import type { FastifyRequest } from 'fastify';
import { addFirstAdmin } from '../../core/actions/add-first-admin.ts';
import { Me, SetupRequest, SignInRequest, Welcome } from '../../core/api/people.ts';
import { DomainError } from '../../core/model/errors.ts';
import { tallyFailedSignIn } from '../../drizzle/queries/audit.ts';
import { findFirstWithRole, findUserByEmail, type UserRow } from '../../drizzle/queries/users.ts';
import { hashPassword, isPassword } from '../auth/passwords.ts';
import { isSetupVisitor } from '../auth/setup-visitor.ts';
import { endSignIn, startSignIn } from '../auth/sign-in.ts';
import { signedIn } from '../plugins/access.ts';
import type { App, AppDeps } from '../types.ts';
import { noContent, problems } from './answers.ts';

/** Who it is, for themselves. */
export const presentMe = ({ id, name, email, role, team, passwordHash }: UserRow): Me => ({
  ...{ id, name, email, role, team },
  hasPassword: passwordHash !== null,
});

/** What a guesser of passwords gets for one account. */
export const guesses = { max: 15, timeWindow: '5 minutes', hook: 'preHandler' } as const;

/**
 * Of one account from one address: colleagues behind one proxy do not use up each other's. Checked after the body
 * is read, since it names the account.
 */
const guessLimit = {
  ...guesses,
  keyGenerator: ({ ip, body }: FastifyRequest) => `${ip} ${emailOf(body)}`,
};

const emailOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'email' in body ? String(body.email).toLowerCase() : '';

/** Verified against when the address is unknown, so that the answer takes as long as for a known one. */
const nobodysHash = hashPassword('nobody has this password');

/** Sign-in, sign-out, who am I, and the set-up of a fresh installation. */
export function authRoutes(app: App, { db, policy, setupCode, onSetup, singleSignOn }: AppDeps): void {
  app.get(
    '/api/welcome',
    { config: { access: 'anyone' }, schema: { tags: ['sign-in'], response: { 200: Welcome } } },
    async (request) => {
      const needsSetup = (await findFirstWithRole(db, 'admin')) === undefined;
      return {
        needsSetup,
        needsSetupCode: needsSetup && !isSetupVisitor(request),
        singleSignOn: singleSignOn !== null,
      };
    },
  );

  app.post(
    '/api/setup',
    {
      config: { access: 'anyone', rateLimit: guessLimit },
      schema: {
        tags: ['sign-in'],
        body: SetupRequest,
        response: { 201: Me, ...problems(400, 403, 409, 429) },
      },
    },
    async (request, reply) => {
      const { name, email, password, code } = request.body;
      if (!isSetupVisitor(request) && code !== setupCode)
        throw new DomainError(
          'not-allowed',
          'From another machine, set-up needs the code that the start printed.',
        );
      const passwordHash = await hashPassword(password);
      const user = await addFirstAdmin(db, { name, email, passwordHash });
      if (!user) throw new DomainError('conflict', 'This installation is set up already. Sign in instead.');
      await startSignIn(db, policy, { request, reply, user });
      // The sample is a gift, not a condition.
      onSetup().catch((error: unknown) => request.log.error({ err: error }, 'no sample session'));
      return reply.status(201).send(presentMe(user));
    },
  );

  app.post(
    '/api/auth/sign-in/email',
    {
      config: { access: 'anyone', rateLimit: guessLimit },
      schema: { tags: ['sign-in'], body: SignInRequest, response: { 200: Me, ...problems(400, 401, 429) } },
    },
    async (request, reply) => {
      const { email, password } = request.body;
      const user = await findUserByEmail(db, email);
      const isRight = await isPassword(password, user?.passwordHash ?? (await nobodysHash));
      if (!user || user.passwordHash === null || !isRight || user.disabledAt) {
        await tallyFailedSignIn(db, user?.id ?? null);
        throw new DomainError('not-signed-in', 'This address and password do not go together.');
      }
      await startSignIn(db, policy, { request, reply, user });
      return presentMe(user);
    },
  );

  app.post(
    '/api/auth/sign-out',
    { config: { access: 'anyone' }, schema: { tags: ['sign-in'], response: { 204: noContent } } },
    async (request, reply) => {
      await endSignIn(db, policy, request, reply);
      return reply.status(204).send();
    },
  );

  app.get(
    '/api/me',
    { config: { access: 'member' }, schema: { tags: ['sign-in'], response: { 200: Me, ...problems(401) } } },
    (request) => presentMe(signedIn(request)),
  );
}
