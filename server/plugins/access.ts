import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hasRole, type Reader, type Role } from '../../core/model/access.ts';
import { DomainError } from '../../core/model/errors.ts';
import type { Database } from '../../drizzle/client.ts';
import { findUserByApiToken } from '../../drizzle/queries/api-tokens.ts';
import type { UserRow } from '../../drizzle/queries/users.ts';
import { type CookiePolicy, userOfCookie } from '../auth/sign-in.ts';
import { hashToken } from '../auth/tokens.ts';

/** Who may call a route. `anyone`: also a stranger. A role: those who have it or one above. */
export type Access = 'anyone' | Role;

export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
  readonly isRateLimited: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route says it; one that does not stops the start. */
    access?: Access;
    /** Strangers get 404 instead of 401: the route must not tell what exists. */
    hidesFromStrangers?: boolean;
    /** A refusal does not end the connection: what is still being sent is read for so long, and passed over. */
    refusedBodyMs?: number;
  }
  interface FastifyInstance {
    /** Every route with who may call it; a test compares it with a table. */
    declaredRoutes: DeclaredRoute[];
  }
  interface FastifyRequest {
    /** Who asks, `null`: a stranger. Read it through `signedIn`. */
    user: UserRow | null;
  }
}

/** The person who asks, on routes whose access is a role. */
export function signedIn(request: FastifyRequest): UserRow {
  if (!request.user) throw new DomainError('not-signed-in', 'Sign in first.');
  return request.user;
}

/** `signedIn`, as queries ask for it; throws as it does. */
export const readerOf = (request: FastifyRequest): Reader => signedIn(request);

/**
 * Makes every route declare who may call it, finds out who asks (cookie or bearer token), and refuses the
 * rest. Requests that carry the cookie and change something must come from our own pages (CSRF).
 */
export function guardRoutes(
  app: FastifyInstance,
  { db, policy }: { db: Database; policy: CookiePolicy },
): void {
  app.decorateRequest('user', null);
  app.decorate('declaredRoutes', []);
  app.addHook('onRoute', ({ config, method, url }) => {
    const access = accessOf({ config, url });
    if (access === undefined)
      throw new Error(`${method} ${url} does not say who may call it (config.access)`);
    const isRateLimited = Boolean(config?.rateLimit);
    for (const one of [method].flat()) app.declaredRoutes.push({ method: one, url, access, isRateLimited });
  });
  app.addHook('onRequest', async (request) => {
    const { hidesFromStrangers } = request.routeOptions.config;
    const access = accessOf(request.routeOptions);
    if (request.is404) return;
    const bearer = bearerToken(request);
    if (bearer === undefined) {
      request.user = (await userOfCookie(db, policy, request)) ?? null;
      if (request.user && changesSomething(request)) refuseOtherSites(request);
    } else {
      request.user = (await findUserByApiToken(db, hashToken(bearer))) ?? null;
    }
    if (access === 'anyone') return;
    if (!request.user)
      throw hidesFromStrangers
        ? new DomainError('not-found', 'There is nothing here.')
        : new DomainError(
            'not-signed-in',
            'Sign in, or send an API token as `Authorization: Bearer <token>`.',
          );
    if (!access || !hasRole(request.user.role, access))
      throw new DomainError('not-allowed', `Only a ${access} may do this. Ask an admin for the role.`);
  });
}

/** The documentation's routes come from a plugin that cannot say it itself. */
function accessOf({ config, url }: { config?: { access?: Access } | undefined; url?: string | undefined }) {
  return config?.access ?? (url?.startsWith('/docs') ? 'anyone' : undefined);
}

function bearerToken(request: FastifyRequest): string | undefined {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && token ? token : undefined;
}

const changesSomething = (request: FastifyRequest) => !['GET', 'HEAD', 'OPTIONS'].includes(request.method);

/** Fetch metadata where the browser sends it, else the origin; no browser sends neither on such a request. */
function refuseOtherSites(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return;
  const origin = request.headers.origin;
  if (site === undefined && origin === undefined) return;
  if (origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.headers.host) return;
  throw new DomainError('not-allowed', 'This request came from another site and was refused.');
}
