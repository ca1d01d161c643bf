import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { findUserByEmail } from '../../drizzle/queries/users.ts';
import {
  goToProvider,
  isSignedIn,
  newPerson,
  openSingleSignOnTest,
  publicUrl,
  type SingleSignOnTest,
  signOn,
} from '../support/single-sign-on.ts';
import type { TestBrowser } from '../support/test-browser.ts';
import { openTestServer } from '../support/test-server.ts';

let sso: SingleSignOnTest;
let browser: TestBrowser;
beforeAll(async () => {
  sso = await openSingleSignOnTest();
});
afterAll(() => sso.close());
beforeEach(() => {
  sso.oidc.behaviour = { person: newPerson() };
  browser = sso.newBrowser();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the way to the provider and back', () => {
  test('ends signed in, where one wanted to go', async () => {
    expect(await signOn(browser, '/sessions/pivot-tables?t=12')).toBe('/sessions/pivot-tables?t=12');
    expect(await isSignedIn(browser)).toBe(true);
  });

  test('asks for a code with PKCE, state and nonce, new each time, to be sent to our own address', async () => {
    const before = sso.oidc.authorizations.length;
    await goToProvider(browser);
    await goToProvider(browser);
    const [first, second] = sso.oidc.authorizations.slice(before);
    expect(Object.fromEntries(first ?? [])).toMatchObject({
      response_type: 'code',
      client_id: sso.oidc.clientId,
      redirect_uri: `${publicUrl}/api/auth/callback/sso`,
      scope: 'openid profile email',
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first?.get(name)?.length).toBeGreaterThanOrEqual(43);
      expect(first?.get(name)).not.toBe(second?.get(name));
    }
  });

  test('is remembered in a cookie that scripts cannot read and that ends on the way back', async () => {
    const back = await goToProvider(browser);
    expect(browser.lastSetCookies).toHaveLength(1);
    expect(browser.lastSetCookies[0]).toMatch(/^brownbag-sso=.*Max-Age=600; Path=\/; HttpOnly; SameSite=Lax/);
    await browser.get(back);
    expect([...browser.cookies.keys()]).toEqual(['brownbag']);
  });

  test('has a cookie bound to the host over https', async () => {
    const secure = await sso.openServer({ publicUrl: 'https://brownbag.test' });
    const one = sso.newBrowser(secure);
    await goToProvider(one);
    expect(one.lastSetCookies[0]).toMatch(/^__Host-brownbag-sso=.*Path=\/;.*Secure/);
    await secure.close();
  });

  test('throws away the sign-in that the browser had before', async () => {
    await signOn(browser);
    const old = sso.newBrowser();
    for (const [name, value] of browser.cookies) old.cookies.set(name, value);
    await signOn(browser);
    expect(await isSignedIn(browser)).toBe(true);
    expect(await isSignedIn(old)).toBe(false);
  });

  test.each([
    [undefined, 'Basic'],
    [['client_secret_basic'], 'Basic'],
    [['client_secret_basic', 'client_secret_post'], 'secret in body'],
  ])('proves who we are as the provider can take it: %j', async (methods, proof) => {
    if (methods) sso.provide({ metadata: { token_endpoint_auth_methods_supported: methods } });
    const server = await sso.openServer();
    expect(await signOn(sso.newBrowser(server))).toBe('/');
    expect(sso.oidc.calls.findLast((call) => call.includes('/token'))).toBe(`POST /token ${proof}`);
    await server.close();
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
  ])('never leads to another site: %j', async (to) => {
    expect(await signOn(browser, to)).toBe('/');
  });
});

describe('a way back that is not the one of this browser', () => {
  const expectRefused = async (url: string, problem: string, by = browser) => {
    expect((await by.get(url)).location).toBe(`/sign-in?error=${problem}`);
    expect(await isSignedIn(by)).toBe(false);
  };

  test('is refused with another state, and without', async () => {
    const back = new URL(await goToProvider(browser));
    back.searchParams.set('state', 'a'.repeat(43));
    await expectRefused(back.href, 'sso-failed');
    const again = new URL(await goToProvider(browser));
    again.searchParams.delete('state');
    await expectRefused(again.href, 'sso-failed');
  });

  test('is refused in a browser that did not set out', async () => {
    await expectRefused(await goToProvider(browser), 'sso-expired', sso.newBrowser());
  });

  test('is refused in a browser that set out for itself: nobody is signed in as somebody else', async () => {
    const victim = sso.newBrowser();
    await goToProvider(victim);
    await expectRefused(await goToProvider(browser), 'sso-failed', victim);
  });

  test('is refused with a forged cookie, and with one that we signed for another purpose', async () => {
    const back = await goToProvider(browser);
    browser.cookies.set('brownbag-sso', `A${browser.cookies.get('brownbag-sso')}`);
    await expectRefused(back, 'sso-expired');
    const other = sso.newBrowser();
    await signOn(other);
    browser.cookies.set('brownbag-sso', other.cookies.get('brownbag') ?? '');
    await expectRefused(back, 'sso-expired');
  });

  test('is refused a second time, even to a browser that kept its cookie', async () => {
    const back = await goToProvider(browser);
    const kept = browser.cookies.get('brownbag-sso') ?? '';
    expect((await browser.get(back)).location).toBe('/');
    browser.cookies.clear();
    await expectRefused(back, 'sso-expired');
    browser.cookies.set('brownbag-sso', kept);
    await expectRefused(back, 'sso-failed');
  });

  test('is refused after ten minutes, whatever the browser keeps', async () => {
    const back = await goToProvider(browser);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 });
    await expectRefused(back, 'sso-expired');
  });
});

describe('an ID token is refused', () => {
  const now = () => Math.floor(Date.now() / 1000);
  const expectRefused = async () => {
    const person = newPerson();
    sso.provide({ person });
    expect(await signOn(browser, '/new')).toBe('/sign-in?error=sso-failed&to=%2Fnew');
    expect(await isSignedIn(browser)).toBe(false);
    expect(await findUserByEmail(sso.server.db, person.email)).toBeUndefined();
  };

  test.each([
    ['with another nonce', () => ({ nonce: 'a'.repeat(43) })],
    ['without a nonce', () => ({ nonce: undefined })],
    ['for another audience', () => ({ aud: 'another-client' })],
    ['for several audiences, issued to another', () => ({ aud: [sso.oidc.clientId, 'b'], azp: 'b' })],
    ['of another issuer', () => ({ iss: 'https://evil.example' })],
    ['that has expired', () => ({ iat: now() - 7200, exp: now() - 3600 })],
    ['without a subject', () => ({ sub: undefined })],
  ])('%s', async (_what, change) => {
    sso.provide({ alter: (claims) => ({ ...claims, ...change() }) });
    await expectRefused();
  });

  test('signed with a key that is not the provider’s', async () => {
    sso.provide({ hasForeignKey: true });
    await expectRefused();
  });
});

describe('a provider', () => {
  test('that is down at the first use is asked again at the next', async () => {
    const server = await sso.openServer();
    const one = sso.newBrowser(server);
    const begin = () => one.get('/api/auth/sign-in/sso?to=/new');
    sso.provide({ isDown: true });
    expect(await begin()).toMatchObject({
      status: 302,
      location: '/sign-in?error=sso-unavailable&to=%2Fnew',
    });
    expect(one.lastSetCookies).toEqual([]);
    sso.provide({ isDown: false });
    expect((await begin()).location).toContain(`${sso.oidc.issuer}/authorize`);
    await server.close();
  });

  test('that goes down on the way leads back to the sign-in page', async () => {
    const back = await goToProvider(browser, '/new');
    sso.provide({ isDown: true });
    expect((await browser.get(back)).location).toBe('/sign-in?error=sso-unavailable&to=%2Fnew');
  });

  test('is asked for its metadata once', async () => {
    const server = await sso.openServer();
    const before = sso.oidc.calls.length;
    await signOn(sso.newBrowser(server));
    await signOn(sso.newBrowser(server));
    const asked = sso.oidc.calls.slice(before).filter((call) => call.includes('openid-configuration'));
    expect(asked).toHaveLength(1);
    await server.close();
  });

  test.each(['', '/.well-known/openid-configuration'])(
    'that calls itself something else is not trusted, found at its address and %j',
    async (path) => {
      sso.provide({ metadata: { issuer: 'http://127.0.0.1:1' } });
      const server = await sso.openServer({ issuer: `${sso.oidc.issuer}${path}` });
      expect((await sso.newBrowser(server).get('/api/auth/sign-in/sso')).location).toBe(
        '/sign-in?error=sso-unavailable',
      );
      await server.close();
    },
  );

  test('on plain http is not spoken to unless its address is of this machine', async () => {
    // Leads here too, but does not look like it.
    const issuer = sso.oidc.issuer.replace('127.0.0.1', '0.0.0.0');
    sso.provide({ metadata: { issuer } });
    const server = await sso.openServer({ issuer });
    const before = sso.oidc.calls.length;
    expect((await sso.newBrowser(server).get('/api/auth/sign-in/sso')).location).toBe(
      '/sign-in?error=sso-unavailable',
    );
    expect(sso.oidc.calls.slice(before)).toEqual([]);
    await server.close();
  });

  test('that does not know our secret leads back to the sign-in page', async () => {
    const server = await sso.openServer({ clientSecret: 'wrong' });
    expect(await signOn(sso.newBrowser(server))).toBe('/sign-in?error=sso-failed');
    await server.close();
  });

  test.each([
    ['access_denied', 'sso-denied'],
    ['server_error', 'sso-failed'],
  ])('that says no with %s is not quoted', async (refuses, problem) => {
    sso.provide({ refuses });
    expect(await signOn(browser)).toBe(`/sign-in?error=${problem}`);
  });
});

test('the welcome says whether there is single sign-on; where there is none, its addresses are not found', async () => {
  expect((await browser.get('/api/welcome')).json()).toMatchObject({ singleSignOn: true });
  const server = await openTestServer();
  const without = sso.newBrowser(server);
  expect((await without.get('/api/welcome')).json()).toMatchObject({ singleSignOn: false });
  for (const path of ['/api/auth/sign-in/sso', '/api/auth/callback/sso?code=a&state=b'])
    expect((await without.get(path)).status).toBe(404);
  await server.close();
});
