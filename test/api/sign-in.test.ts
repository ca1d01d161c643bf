import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteSignInsOf } from '../../drizzle/queries/sign-ins.ts';
import { updateUser } from '../../drizzle/queries/users.ts';
import { signIns } from '../../drizzle/schema/users.ts';
import { hashPassword } from '../../server/auth/passwords.ts';
import { makeUser } from '../factories.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

const password = 'correct horse battery';
let server: TestServer;
let passwordHash: string;
beforeAll(async () => {
  server = await openTestServer();
  passwordHash = await hashPassword(password);
});
afterAll(() => server.close());

const signIn = (payload: object, headers = {}) =>
  server.app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload,
    headers,
    remoteAddress: address(),
  });
/** A new address each time, so that the limit on guesses does not meet tests that are not about it. */
let count = 0;
const address = () => {
  count += 1;
  return `10.0.0.${count}`;
};
const cookieOf = (answer: { cookies: { name: string; value: string }[] }) =>
  answer.cookies
    .map(({ name, value }) => `${name}=${encodeURIComponent(decodeURIComponent(value))}`)
    .join('; ');
const me = (cookie: string, headers = {}) =>
  server.app.inject({ url: '/api/me', headers: { cookie, ...headers } });

describe('set-up', () => {
  test('makes the first visitor of this machine the admin, once', async () => {
    const fresh = await openTestServer();
    const payload = { name: 'Mia', email: 'Mia@Example.org', password };
    expect((await fresh.app.inject({ url: '/api/welcome' })).json()).toMatchObject({
      needsSetup: true,
      needsSetupCode: false,
    });
    const both = await Promise.all(
      [1, 2].map(() => fresh.app.inject({ method: 'POST', url: '/api/setup', payload })),
    );
    expect(both.map((answer) => answer.statusCode).sort()).toEqual([201, 409]);
    const won = both.find((answer) => answer.statusCode === 201);
    expect(won?.json()).toMatchObject({ email: 'mia@example.org', role: 'admin' });
    expect((await fresh.app.inject({ url: '/api/welcome' })).json()).toMatchObject({ needsSetup: false });
    await fresh.close();
  });

  test.each([
    ['from another machine', { remoteAddress: '192.0.2.7' }],
    ['through a proxy on this machine', { headers: { 'x-forwarded-for': '192.0.2.7' } }],
  ])('asks for the printed code %s', async (_where, from) => {
    const fresh = await openTestServer();
    const payload = { name: 'Eve', email: 'eve@example.org', password };
    expect((await fresh.app.inject({ url: '/api/welcome', ...from })).json()).toMatchObject({
      needsSetupCode: true,
    });
    const setup = { method: 'POST' as const, url: '/api/setup', ...from };
    expect((await fresh.app.inject({ ...setup, payload })).statusCode).toBe(403);
    expect((await fresh.app.inject({ ...setup, payload: { ...payload, code: 'guess' } })).statusCode).toBe(
      403,
    );
    expect(
      (await fresh.app.inject({ ...setup, payload: { ...payload, code: 'the-setup-code' } })).statusCode,
    ).toBe(201);
    await fresh.close();
  });

  test('wants a password of 12 characters and says so', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/setup',
      payload: { name: 'Mia', email: 'mia@example.org', password: 'short' },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toEqual([
      { path: 'password', message: 'A password has at least 12 characters.' },
    ]);
  });
});

describe('sign-in', () => {
  test('sets a cookie that scripts cannot read and that says who one is', async () => {
    const user = await makeUser(server.db, { passwordHash, name: 'Ana Ruiz' });
    const answer = await signIn({ email: user.email.toUpperCase(), password });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['set-cookie']).toMatch(/HttpOnly.*SameSite=Lax/);
    expect((await me(cookieOf(answer))).json()).toEqual({
      id: user.id,
      name: 'Ana Ruiz',
      email: user.email,
      role: 'member',
      team: null,
      hasPassword: true,
    });
  });

  test('over https the cookie is bound to the host and secure', async () => {
    const secure = await openTestServer({ policy: { isSecure: true } });
    const user = await makeUser(secure.db, { passwordHash });
    const payload = { email: user.email, password };
    const answer = await secure.app.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload });
    expect(answer.headers['set-cookie']).toMatch(/^__Host-brownbag=.*Secure/);
    await secure.close();
  });

  test('the database holds nothing that signs one in', async () => {
    const user = await makeUser(server.db, { passwordHash });
    const answer = await signIn({ email: user.email, password });
    const token = answer.cookies[0]?.value.split('.')[0] ?? '';
    const rows = await server.db.select().from(signIns);
    expect(token.length).toBeGreaterThan(40);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test.each([
    ['a wrong password', (email: string) => ({ email, password: 'wrong horse battery' })],
    ['an unknown address', () => ({ email: 'nobody@example.org', password })],
  ])('answers the same to %s', async (_what, payload) => {
    const user = await makeUser(server.db, { passwordHash });
    const answer = await signIn(payload(user.email));
    expect(answer.statusCode).toBe(401);
    expect(answer.json().detail).toBe('This address and password do not go together.');
  });

  test('an old cookie is worth nothing after signing out, a new sign-in, or being signed out everywhere', async () => {
    const user = await makeUser(server.db, { passwordHash });
    const first = cookieOf(await signIn({ email: user.email, password }));
    await server.app.inject({ method: 'POST', url: '/api/auth/sign-out', headers: { cookie: first } });
    expect((await me(first)).statusCode).toBe(401);
    const second = cookieOf(await signIn({ email: user.email, password }));
    const third = cookieOf(await signIn({ email: user.email, password }, { cookie: second }));
    expect((await me(second)).statusCode).toBe(401);
    expect((await me(third)).statusCode).toBe(200);
    await deleteSignInsOf(server.db, user.id);
    expect((await me(third)).statusCode).toBe(401);
  });

  test('a disabled person is out at the next request and cannot come back', async () => {
    const user = await makeUser(server.db, { passwordHash });
    const cookie = cookieOf(await signIn({ email: user.email, password }));
    await updateUser(server.db, user.id, { disabledAt: new Date() });
    expect((await me(cookie)).statusCode).toBe(401);
    expect((await signIn({ email: user.email, password })).statusCode).toBe(401);
  });

  test('a forged cookie is a stranger', async () => {
    const user = await makeUser(server.db, { passwordHash });
    const cookie = cookieOf(await signIn({ email: user.email, password }));
    expect((await me(`${cookie.slice(0, -4)}AAAA`)).statusCode).toBe(401);
  });

  test('a guesser is stopped after 15 tries', async () => {
    const user = await makeUser(server.db, { passwordHash });
    const guess = () =>
      server.app.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        payload: { email: user.email, password: 'x' },
        remoteAddress: '192.0.2.99',
      });
    const statuses = [];
    for (let tries = 0; tries < 16; tries += 1) statuses.push((await guess()).statusCode);
    expect(statuses.slice(0, 15)).toEqual(Array(15).fill(401));
    expect(statuses[15]).toBe(429);
  });
});

describe('a request with the cookie that changes something', () => {
  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }, 403],
    ['a foreign origin', { origin: 'https://evil.example' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['a broken origin', { origin: 'not a url' }, 403],
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 201],
    ['our own origin', { origin: 'http://localhost:80' }, 201],
    ['no browser', {}, 201],
  ])('coming from %s', async (_from, headers, status) => {
    const user = await makeUser(server.db, { passwordHash });
    const cookie = cookieOf(await signIn({ email: user.email, password }));
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/tokens',
      payload: { name: 'script' },
      headers: { cookie, host: 'localhost', ...headers },
    });
    expect(answer.statusCode).toBe(status);
  });
});

describe('API tokens', () => {
  test('are shown once, work as a bearer, can be listed without their secret, and end when deleted', async () => {
    const ana = await server.person('member');
    const made = await server.app.inject({
      method: 'POST',
      url: '/api/tokens',
      payload: { name: 'cron' },
      headers: ana.headers,
    });
    const { id, token } = made.json();
    const headers = { authorization: `Bearer ${token}` };
    expect((await server.app.inject({ url: '/api/me', headers })).json().id).toBe(ana.id);
    const list = await server.app.inject({ url: '/api/tokens', headers });
    expect(list.json().items.map((item: { name: string }) => item.name)).toContain('cron');
    expect(list.body).not.toContain(token);
    const other = await server.person('admin');
    const foreign = await server.app.inject({
      method: 'DELETE',
      url: `/api/tokens/${id}`,
      headers: other.headers,
    });
    expect(foreign.statusCode).toBe(404);
    expect(
      (await server.app.inject({ method: 'DELETE', url: `/api/tokens/${id}`, headers })).statusCode,
    ).toBe(204);
    expect((await server.app.inject({ url: '/api/me', headers })).statusCode).toBe(401);
  });
});
