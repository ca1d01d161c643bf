import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { admitIdentity } from '../../core/actions/admit-identity.ts';
import type { SingleSignOnProblem } from '../../core/api/people.ts';
import { DomainError } from '../../core/model/errors.ts';
import { returnPath } from '../auth/return-path.ts';
import { startSignIn } from '../auth/sign-in.ts';
import { callbackPath, SingleSignOnError } from '../auth/single-sign-on.ts';
import { keepTrip, takeTrip } from '../auth/single-sign-on-trip.ts';
import { always } from '../plugins/openapi-notes.ts';
import type { App, AppDeps } from '../types.ts';
import { empty, problems } from './answers.ts';

/** Each call may make us call the provider. Generous: a whole office may have one address. */
const rateLimit = { max: 100, timeWindow: '1 minute' };

const redirects = { 302: empty('Go there.', { Location: always('There') }), ...problems(404, 429) };

/** To the provider and back. What goes wrong leads to the sign-in page, which has the words for it. */
export function singleSignOnRoutes(
  app: App,
  { db, policy, singleSignOn }: Pick<AppDeps, 'db' | 'policy' | 'singleSignOn'>,
): void {
  const configured = () => {
    if (!singleSignOn) throw new DomainError('not-found', 'Single sign-on is not configured here.');
    return singleSignOn;
  };

  app.get(
    '/api/auth/sign-in/sso',
    {
      config: { access: 'anyone', rateLimit },
      schema: {
        tags: ['sign-in'],
        summary: 'Sends the browser to the provider of single sign-on',
        querystring: z.object({ to: z.string().optional() }),
        response: redirects,
      },
    },
    async (request, reply) => {
      const provider = configured();
      const to = returnPath(request.query.to);
      try {
        const { url, checks } = await provider.begin();
        keepTrip(policy, reply, { ...checks, to });
        return reply.redirect(url);
      } catch (error) {
        return reply.redirect(signInPage(toProblem(error, request), to));
      }
    },
  );

  app.get(
    callbackPath,
    {
      config: { access: 'anyone', rateLimit },
      schema: {
        tags: ['sign-in'],
        summary: 'Where the provider sends the browser back to',
        response: redirects,
      },
    },
    async (request, reply) => {
      const provider = configured();
      const trip = takeTrip(policy, request, reply);
      if (!trip) return reply.redirect(signInPage('sso-expired', '/'));
      const { to, ...checks } = trip;
      try {
        const identity = await provider.finish(request.url.replace(/^[^?]*/, ''), checks);
        const admission = await admitIdentity(db, identity);
        if ('refused' in admission) return reply.redirect(signInPage(admission.refused, to));
        await startSignIn(db, policy, { request, reply, user: admission.user });
        return reply.redirect(to);
      } catch (error) {
        return reply.redirect(signInPage(toProblem(error, request), to));
      }
    },
  );
}

function signInPage(error: SingleSignOnProblem, to: string): string {
  return `/sign-in?${new URLSearchParams({ error, ...(to === '/' ? {} : { to }) })}`;
}

/** Logs why, for an admin; any other error is ours and passes through. */
function toProblem(error: unknown, request: FastifyRequest): SingleSignOnProblem {
  if (!(error instanceof SingleSignOnError)) throw error;
  request.log.warn({ problem: error.code, why: reasonsOf(error.cause) }, 'single sign-on failed');
  return error.code;
}

/** The messages from the outside in; never the errors themselves, which carry claims and tokens. */
function reasonsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const said = [
    'error' in error ? error.error : undefined,
    'error_description' in error ? error.error_description : undefined,
  ].filter((one) => typeof one === 'string');
  return [error.message, ...said, ...reasonsOf(error.cause)];
}
