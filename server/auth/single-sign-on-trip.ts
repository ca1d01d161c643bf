import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { CookiePolicy } from './sign-in.ts';

/** Long enough to type a password and find the second factor. */
const lastsSeconds = 600;

/** `__Host-` needs https and the path `/`. */
const cookieName = (isSecure: boolean) => (isSecure ? '__Host-brownbag-sso' : 'brownbag-sso');

/** What a browser on its way to the provider must bring back with it. */
const Trip = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** Where to go when signed in: a path of this site. */
  to: z.string(),
});
export type Trip = z.infer<typeof Trip>;
const KeptTrip = Trip.extend({ startedAtMs: z.number() });

/** Remembers the trip in this browser alone: signed, unreadable for scripts, for ten minutes. */
export function keepTrip(policy: CookiePolicy, reply: FastifyReply, trip: Trip): void {
  const kept: z.infer<typeof KeptTrip> = { ...trip, startedAtMs: Date.now() };
  reply.setCookie(cookieName(policy.isSecure), Buffer.from(JSON.stringify(kept)).toString('base64url'), {
    path: '/',
    httpOnly: true,
    // Lax, not strict: the provider's redirect back comes from another site and must bring it.
    sameSite: 'lax',
    secure: policy.isSecure,
    signed: true,
    maxAge: lastsSeconds,
  });
}

/** The trip this browser is on, which ends here; `undefined` when there is none, it is forged, or took too long. */
export function takeTrip(
  policy: CookiePolicy,
  request: FastifyRequest,
  reply: FastifyReply,
): Trip | undefined {
  const name = cookieName(policy.isSecure);
  reply.clearCookie(name, { path: '/', secure: policy.isSecure });
  const unsigned = request.unsignCookie(request.cookies[name] ?? '');
  if (!unsigned.valid || unsigned.value === null) return undefined;
  const kept = readTrip(unsigned.value);
  if (!kept || Date.now() - kept.startedAtMs >= lastsSeconds * 1000) return undefined;
  const { startedAtMs: _, ...trip } = kept;
  return trip;
}

/** `undefined` for what we signed for another purpose. */
function readTrip(value: string): z.infer<typeof KeptTrip> | undefined {
  try {
    return KeptTrip.parse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
