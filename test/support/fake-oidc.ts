import { createHash, createSign, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** What the provider says of the person who is signed in there. */
export interface FakePerson {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
}

/** What the provider does; a test changes it to make the provider err, or lie. */
export interface FakeOidcBehaviour {
  person: FakePerson;
  /** The person's claims come from UserInfo instead of the ID token. */
  isTerse?: boolean;
  /** Changes the claims of the ID token before it is signed. */
  alter?: (claims: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Signs with a key that the provider does not publish. */
  hasForeignKey?: boolean;
  /** The person, or the provider, says no. */
  refuses?: string;
  /** Members of the metadata. */
  metadata?: Readonly<Record<string, unknown>>;
  /** Every request is cut off. */
  isDown?: boolean;
}

export interface FakeOidc {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  behaviour: FakeOidcBehaviour;
  /** What the browser was sent here with, in order. */
  readonly authorizations: readonly URLSearchParams[];
  /** `<method> <path> <how the client proved itself>`, in order. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

interface Grant {
  readonly redirectUri: string | null;
  readonly challenge: string | null;
  readonly nonce: string | null;
}

type Answer =
  | { readonly status: number; readonly body: unknown }
  | { readonly status: 302; readonly location: string };

const clientId = 'brownbag-tests';
const clientSecret = 'a secret / of the + tests';
const keyId = 'key-1';

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/**
 * A provider of OpenID Connect at the HTTP boundary, as strict as real ones: codes work once, PKCE, client
 * secret and redirect URI are checked, ID tokens are signed (RS256). Its person is signed in already.
 */
export async function startFakeOidc(): Promise<FakeOidc> {
  const keys = newKey();
  const foreignKeys = newKey();
  const grants = new Map<string, Grant>();
  const accessTokens = new Set<string>();
  const authorizations: URLSearchParams[] = [];
  const calls: string[] = [];

  const metadata = () => ({
    issuer: fake.issuer,
    authorization_endpoint: `${fake.issuer}/authorize`,
    token_endpoint: `${fake.issuer}/token`,
    userinfo_endpoint: `${fake.issuer}/userinfo`,
    jwks_uri: `${fake.issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    ...fake.behaviour.metadata,
  });

  function authorize(query: URLSearchParams): Answer {
    authorizations.push(query);
    const back = new URL(query.get('redirect_uri') ?? '');
    back.searchParams.set('state', query.get('state') ?? '');
    if (fake.behaviour.refuses) {
      back.searchParams.set('error', fake.behaviour.refuses);
      back.searchParams.set('error_description', '<b>Words of the provider</b>');
      return { status: 302, location: back.href };
    }
    const code = randomUUID();
    grants.set(code, {
      redirectUri: query.get('redirect_uri'),
      challenge: query.get('code_challenge'),
      nonce: query.get('nonce'),
    });
    back.searchParams.set('code', code);
    return { status: 302, location: back.href };
  }

  function token(form: URLSearchParams, authorization: string | undefined): Answer {
    const code = form.get('code') ?? '';
    const grant = grants.get(code);
    grants.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!isClient(form, authorization)) return { status: 401, body: { error: 'invalid_client' } };
    if (grant?.challenge !== challenge || grant.redirectUri !== form.get('redirect_uri'))
      return { status: 400, body: { error: 'invalid_grant' } };
    const accessToken = randomUUID();
    accessTokens.add(accessToken);
    const idToken = sign(
      idTokenClaims(grant),
      (fake.behaviour.hasForeignKey ? foreignKeys : keys).privateKey,
    );
    return {
      status: 200,
      body: { access_token: accessToken, token_type: 'Bearer', expires_in: 60, id_token: idToken },
    };
  }

  function idTokenClaims({ nonce }: Grant) {
    const { person, isTerse, alter } = fake.behaviour;
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...(isTerse ? { sub: person.sub } : person),
      iss: fake.issuer,
      aud: clientId,
      iat: now,
      exp: now + 60,
      nonce,
    };
    return alter ? alter(claims) : claims;
  }

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    const { authorization } = request.headers;
    const { pathname, searchParams } = new URL(request.url ?? '/', fake.issuer);
    const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '');
    const proof = form.has('client_secret') ? 'secret in body' : (authorization?.split(' ')[0] ?? 'nothing');
    calls.push(`${request.method} ${pathname} ${proof}`);
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return { status: 200, body: metadata() };
      case '/authorize':
        return authorize(searchParams);
      case '/token':
        return token(form, authorization);
      case '/jwks':
        return { status: 200, body: { keys: [publicJwk(keys.publicKey)] } };
      case '/userinfo':
        return accessTokens.has(authorization?.replace('Bearer ', '') ?? '')
          ? { status: 200, body: fake.behaviour.person }
          : { status: 401, body: {} };
      default:
        return { status: 404, body: {} };
    }
  }

  const server = createServer((request, response) => {
    if (fake.behaviour.isDown) {
      request.socket.destroy();
      return;
    }
    answerTo(request).then(
      (answer) =>
        'location' in answer
          ? response.writeHead(302, { location: answer.location }).end()
          : response
              .writeHead(answer.status, { 'content-type': 'application/json' })
              .end(JSON.stringify(answer.body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const fake: FakeOidc = {
    issuer: `http://127.0.0.1:${port}`,
    clientId,
    clientSecret,
    behaviour: { person: { sub: 'nobody' } },
    authorizations,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

/** RFC 6749 2.3.1: in the body, or as Basic with both halves form-encoded. */
function isClient(form: URLSearchParams, authorization: string | undefined): boolean {
  if (authorization === undefined)
    return form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
  const [id = '', secret = ''] = Buffer.from(authorization.replace('Basic ', ''), 'base64')
    .toString('utf8')
    .split(':')
    .map((half) => decodeURIComponent(half.replaceAll('+', ' ')));
  return id === clientId && secret === clientSecret;
}

/** A JWT (RFC 7519) with RS256. */
function sign(claims: object, key: KeyObject): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

const publicJwk = (key: KeyObject) => ({
  ...key.export({ format: 'jwk' }),
  kid: keyId,
  use: 'sig',
  alg: 'RS256',
});
