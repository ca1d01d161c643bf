import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, URL-safe. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token: knowing it does not help to sign in. Hex. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
