import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { z } from 'zod';
import type { Identity } from '../../core/actions/admit-identity.ts';
import { Email, type SingleSignOnProblem } from '../../core/api/people.ts';
import { isLoopbackUrl } from '../../core/model/loopback.ts';

export const callbackPath = '/api/auth/callback/sso';

/** Each request to the provider; a person is waiting. */
const timeoutSeconds = 10;

export interface SingleSignOnSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** `null`: a public client. */
  readonly clientSecret: string | null;
  /** Ours, without a slash at the end; the provider sends browsers back to `callbackPath` there. */
  readonly publicUrl: string;
}

/** Secrets of one sign-in, kept by the browser that began it. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** OpenID Connect: authorization code with PKCE (RFC 9700 2.1.1). Both methods throw SingleSignOnError. */
export interface SingleSignOn {
  /** Where at the provider the person signs in. */
  begin(): Promise<{ readonly url: string; readonly checks: Checks }>;
  /** Who came back; `query` is that of the callback, with its `?`. */
  finish(query: string, checks: Checks): Promise<Identity>;
}

/** The code is for people; the cause for the log. */
export class SingleSignOnError extends Error {
  override readonly name = 'SingleSignOnError';
  readonly code: SingleSignOnProblem;
  constructor(code: SingleSignOnProblem, options: ErrorOptions) {
    super(`single sign-on: ${code}`, options);
    this.code = code;
  }
}

/** Reads the provider's metadata at the first use: it may be down while we start. */
export function singleSignOn(settings: SingleSignOnSettings): SingleSignOn {
  const redirectUri = `${settings.publicUrl}${callbackPath}`;
  let discovered: Promise<Configuration> | undefined;
  const provider = () => {
    discovered ??= discover(settings).catch((cause: unknown) => {
      discovered = undefined;
      throw new SingleSignOnError('sso-unavailable', { cause });
    });
    return discovered;
  };
  return {
    async begin() {
      const config = await provider();
      const checks = {
        state: randomState(),
        nonce: randomNonce(),
        codeVerifier: randomPKCECodeVerifier(),
      };
      const url = buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        code_challenge: await calculatePKCECodeChallenge(checks.codeVerifier),
        code_challenge_method: 'S256',
        state: checks.state,
        nonce: checks.nonce,
      });
      return { url: url.href, checks };
    },
    async finish(query, checks) {
      const config = await provider();
      try {
        return await readIdentity(config, new URL(`${redirectUri}${query}`), checks);
      } catch (cause) {
        throw new SingleSignOnError(problemOf(cause), { cause });
      }
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: SingleSignOnSettings): Promise<Configuration> {
  const url = new URL(issuer);
  // ID tokens come straight from the provider, so the library trusts TLS and leaves their signatures
  // unchecked unless told; we check them, for proxies and loopback. Plain http is for a provider on this
  // machine, where nobody listens in between; anywhere else it would hand out the client secret.
  const execute = [
    enableNonRepudiationChecks,
    ...(url.protocol === 'http:' && isLoopbackUrl(url) ? [allowInsecureRequests] : []),
  ];
  const authentication = clientSecret === null ? None() : secretAuthentication(clientSecret);
  const config = await discovery(url, clientId, undefined, authentication, {
    execute,
    timeout: timeoutSeconds,
  });
  // The library lets Microsoft's multi-tenant issuers differ: any tenant of the world could sign in.
  const found = config.serverMetadata().issuer;
  if (new URL(found).href !== url.href) throw new Error(`the provider at ${issuer} calls itself ${found}`);
  return config;
}

/** The secret in the body where the provider lists that, else as `Authorization: Basic`, the default (OIDC Discovery 3). */
function secretAuthentication(secret: string): ClientAuth {
  const inBody = ClientSecretPost(secret);
  const inHeader = ClientSecretBasic(secret);
  return (server, ...rest) =>
    server.token_endpoint_auth_methods_supported?.includes('client_secret_post')
      ? inBody(server, ...rest)
      : inHeader(server, ...rest);
}

const text = z
  .string()
  .trim()
  .min(1)
  .transform((name) => name.slice(0, 100));
/** Of the ID token or UserInfo; what is not as it should be counts as missing. */
const Claims = z.object({
  email: Email.nullable().catch(null),
  email_verified: z.boolean().catch(false),
  name: text.nullable().catch(null),
  preferred_username: text.nullable().catch(null),
});

async function readIdentity(config: Configuration, callback: URL, checks: Checks): Promise<Identity> {
  const tokens = await authorizationCodeGrant(config, callback, {
    expectedState: checks.state,
    expectedNonce: checks.nonce,
    pkceCodeVerifier: checks.codeVerifier,
    idTokenExpected: true,
  });
  const idToken = tokens.claims();
  if (!idToken) throw new Error('the provider sent no ID token');
  const hasMore = idToken['email'] === undefined && config.serverMetadata().userinfo_endpoint !== undefined;
  const { email, email_verified, name, preferred_username } = Claims.parse(
    hasMore ? await fetchUserInfo(config, tokens.access_token, idToken.sub) : idToken,
  );
  return {
    issuer: idToken.iss,
    subject: idToken.sub,
    email,
    isEmailVerified: email_verified,
    name: name ?? preferred_username,
  };
}

/** A failed connection is a TypeError of `fetch`. */
function problemOf(error: unknown): SingleSignOnProblem {
  if (error instanceof AuthorizationResponseError && error.error === 'access_denied') return 'sso-denied';
  if (error instanceof TypeError) return 'sso-unavailable';
  return error instanceof Error && 'code' in error && error.code === 'OAUTH_TIMEOUT'
    ? 'sso-unavailable'
    : 'sso-failed';
}
