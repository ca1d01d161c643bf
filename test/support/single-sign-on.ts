import { type SingleSignOnSettings, singleSignOn } from '../../server/auth/single-sign-on.ts';
import { makeUser } from '../factories.ts';
import { type FakeOidc, type FakeOidcBehaviour, type FakePerson, startFakeOidc } from './fake-oidc.ts';
import { openTestBrowser, type TestBrowser } from './test-browser.ts';
import { openTestServer, type TestServer } from './test-server.ts';

export const publicUrl = 'http://brownbag.test';

export interface SingleSignOnTest {
  readonly oidc: FakeOidc;
  /** Signs on with `oidc`, and has an admin. */
  readonly server: TestServer;
  /** Another one like `server`, its settings changed. */
  openServer(settings?: Partial<SingleSignOnSettings>, hasAdmin?: boolean): Promise<TestServer>;
  newBrowser(server?: TestServer): TestBrowser;
  /** From now on the provider behaves like this. */
  provide(behaviour: Partial<FakeOidcBehaviour>): void;
  close(): Promise<void>;
}

/** A server and its provider of single sign-on, both real at their ends of HTTP. */
export async function openSingleSignOnTest(): Promise<SingleSignOnTest> {
  const oidc = await startFakeOidc();
  const openServer: SingleSignOnTest['openServer'] = async (settings = {}, hasAdmin = true) => {
    const { issuer, clientId, clientSecret } = oidc;
    const opened = await openTestServer({
      policy: { isSecure: settings.publicUrl?.startsWith('https:') ?? false },
      singleSignOn: singleSignOn({ issuer, clientId, clientSecret, publicUrl, ...settings }),
    });
    if (hasAdmin) await makeUser(opened.db, { role: 'admin' });
    return opened;
  };
  const server = await openServer();
  return {
    oidc,
    server,
    openServer,
    newBrowser: ({ app } = server) => openTestBrowser(app),
    provide(behaviour) {
      oidc.behaviour = { ...oidc.behaviour, ...behaviour };
    },
    async close() {
      await server.close();
      await oidc.close();
    },
  };
}

let count = 0;

/** Somebody the provider has not sent before, with a verified address. */
export function newPerson(overrides: Partial<FakePerson> = {}): FakePerson & { readonly email: string } {
  count += 1;
  const email = `person-${count}@example.org`;
  return { sub: `subject-${count}`, email, email_verified: true, name: `Person ${count}`, ...overrides };
}

/** Lets the browser go to the provider; the URL that it is sent back to. */
export async function goToProvider(browser: TestBrowser, to?: string): Promise<string> {
  const query = to === undefined ? '' : `?${new URLSearchParams({ to })}`;
  const start = await browser.get(`/api/auth/sign-in/sso${query}`);
  const answer = await fetch(start.location, { redirect: 'manual' });
  return answer.headers.get('location') ?? '';
}

/** The whole way; the path where it ends. */
export async function signOn(browser: TestBrowser, to?: string): Promise<string> {
  return (await browser.get(await goToProvider(browser, to))).location;
}

export const isSignedIn = async (browser: TestBrowser): Promise<boolean> =>
  (await browser.get('/api/me')).status === 200;
