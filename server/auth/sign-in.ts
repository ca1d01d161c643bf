import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../drizzle/client.ts';
import { deleteSignIn, findUserBySignIn, insertSignIn, touchSignIn } from '../../drizzle/queries/sign-ins.ts';
import type { UserRow } from '../../drizzle/queries/users.ts';
import { hashToken, newToken } from './tokens.ts';

/** A browser that was not used for a week, or that signed in a month ago, signs in again. */
const lasts = { idleDays: 7, absoluteDays: 30 } as const;
const touchEveryMs = 60_000;

/** `__Host-` binds the cookie to this host and https; plain http can only have the bare name. */
export const cookieName = (isSecure: boolean) => (isSecure ? '__Host-brownbag' : 'brownbag');

/** Whether the browser talks https to us, directly or by a proxy that `PUBLIC_URL` tells of. */
export interface CookiePolicy {
  readonly isSecure: boolean;
}

/** Signs the person in with a new token; an old one of this browser is thrown away. */
export async function startSignIn(
  db: Database,
  policy: CookiePolicy,
  { request, reply, user }: { request: FastifyRequest; reply: FastifyReply; user: UserRow },
): Promise<void> {
  await endSignIn(db, policy, request, reply);
  const token = newToken();
  const expiresAt = new Date(Date.now() + lasts.idleDays * 86_400_000);
  await insertSignIn(db, { tokenHash: hashToken(token), userId: user.id, expiresAt });
  reply.setCookie(cookieName(policy.isSecure), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: policy.isSecure,
    signed: true,
    maxAge: lasts.absoluteDays * 86_400,
  });
}

/** The person of the cookie, `undefined` when there is none, it is forged, or it has run out. */
export async function userOfCookie(
  db: Database,
  policy: CookiePolicy,
  request: FastifyRequest,
): Promise<UserRow | undefined> {
  const token = readToken(policy, request);
  if (token === undefined) return undefined;
  const tokenHash = hashToken(token);
  const found = await findUserBySignIn(db, tokenHash);
  if (!found) return undefined;
  if (Date.now() - found.lastSeenAt.getTime() > touchEveryMs) await touchSignIn(db, tokenHash, lasts);
  return found.user;
}

/** Forgets this browser's sign-in here and takes its cookie away; without one it does only the latter. */
export async function endSignIn(
  db: Database,
  policy: CookiePolicy,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const token = readToken(policy, request);
  if (token !== undefined) await deleteSignIn(db, hashToken(token));
  reply.clearCookie(cookieName(policy.isSecure), { path: '/', secure: policy.isSecure });
}

function readToken(policy: CookiePolicy, request: FastifyRequest): string | undefined {
  const cookie = request.cookies[cookieName(policy.isSecure)];
  if (cookie === undefined) return undefined;
  const unsigned = request.unsignCookie(cookie);
  return unsigned.valid && unsigned.value !== null ? unsigned.value : undefined;
}
