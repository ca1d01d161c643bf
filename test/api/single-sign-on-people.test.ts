import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { admitIdentity } from '../../core/actions/admit-identity.ts';
import { findUserByEmail, updateUser } from '../../drizzle/queries/users.ts';
import { userIdentities, users } from '../../drizzle/schema/users.ts';
import { makeUser } from '../factories.ts';
import type { FakePerson } from '../support/fake-oidc.ts';
import {
  isSignedIn,
  newPerson,
  openSingleSignOnTest,
  type SingleSignOnTest,
  signOn,
} from '../support/single-sign-on.ts';
import type { TestBrowser } from '../support/test-browser.ts';
import { waitUntil } from '../support/wait-until.ts';

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

const signOnAs = (person: FakePerson) => {
  sso.provide({ person });
  return signOn(browser);
};
const me = async (by = browser) => (await by.get('/api/me')).json();
const userOf = ({ email }: { email: string }) => findUserByEmail(sso.server.db, email);

describe('somebody who comes for the first time', () => {
  test('becomes a member without a password', async () => {
    const person = newPerson({ name: 'Ana Ruiz', email: 'Ana.Ruiz@Example.org' });
    expect(await signOnAs(person)).toBe('/');
    expect(await me()).toMatchObject({
      name: 'Ana Ruiz',
      email: 'ana.ruiz@example.org',
      role: 'member',
      team: null,
    });
    expect(await userOf({ email: 'ana.ruiz@example.org' })).toMatchObject({ passwordHash: null });
  });

  test('is the user with the same address when the provider has verified it; role and password stay', async () => {
    const user = await makeUser(sso.server.db, { role: 'curator', passwordHash: 'kept' });
    const person = newPerson({ email: user.email.toUpperCase() });
    expect(await signOnAs(person)).toBe('/');
    expect(await me()).toMatchObject({ id: user.id, role: 'curator', name: person.name });
    expect(await userOf(user)).toMatchObject({ passwordHash: 'kept' });
  });

  test.each([
    ['says that it is not verified', { email_verified: false }],
    ['says nothing of it', {}],
  ])('is not the user with the same address when the provider %s', async (_what, claim) => {
    const user = await makeUser(sso.server.db, { role: 'admin' });
    expect(await signOnAs({ sub: `evil-${user.id}`, email: user.email, ...claim })).toBe(
      '/sign-in?error=sso-email-taken',
    );
    expect(await isSignedIn(browser)).toBe(false);
  });

  test('does not share the user of whoever came with the address before it was verified', async () => {
    const squatter = newPerson({ email_verified: false });
    expect(await signOnAs(squatter)).toBe('/');
    const owner = { ...squatter, sub: 'the-real-owner', email_verified: true };
    expect(await signOnAs(owner)).toBe('/sign-in?error=sso-email-taken');
  });

  test.each([
    ['no address', {}],
    ['something that is no address', { email: 'Ana Ruiz', email_verified: true }],
  ])('is turned away with %s', async (_what, claims) => {
    expect(await signOnAs({ sub: 'no-address', ...claims })).toBe('/sign-in?error=sso-no-email');
  });

  test('is described by UserInfo when the ID token does not say the address', async () => {
    const person = newPerson();
    sso.provide({ isTerse: true });
    expect(await signOnAs(person)).toBe('/');
    expect(await me()).toMatchObject({ email: person.email, name: person.name });
  });

  test('is called by the first half of the address when the provider has no name', async () => {
    await signOnAs({ sub: 'nameless', email: 'kim.lee@example.org' });
    expect(await me()).toMatchObject({ name: 'kim.lee' });
  });

  test('is turned away when the user with that address is disabled', async () => {
    const user = await makeUser(sso.server.db, { disabledAt: new Date() });
    expect(await signOnAs(newPerson({ email: user.email }))).toBe('/sign-in?error=sso-disabled');
  });

  test('becomes one user when they come with two browsers at once', async () => {
    const { db } = sso.server;
    const { sub: subject, email } = newPerson();
    const identity = { issuer: sso.oidc.issuer, subject, email, isEmailVerified: true, name: null };
    const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    const { both } = await db.transaction(async (tx) => {
      // Nobody can be added, but everybody can look, until both have come as far as they can.
      await tx.execute('lock table users in share row exclusive mode');
      const both = Promise.all([admitIdentity(db, identity), admitIdentity(db, identity)]);
      await waitUntil(async () => (await db.execute(waiting)).rowCount === 2);
      return { both };
    });
    const [first, second] = await both;
    expect(first).toEqual({ user: await userOf({ email }) });
    expect(second).toEqual(first);
  });

  test('is turned away before there is an admin', async () => {
    const fresh = await sso.openServer({}, false);
    expect(await signOn(sso.newBrowser(fresh))).toBe('/sign-in?error=sso-setup-first');
    expect(await fresh.db.select().from(users)).toEqual([]);
    expect(await fresh.db.select().from(userIdentities)).toEqual([]);
    await fresh.close();
  });
});

describe('somebody who comes again', () => {
  test('is known by the subject; a new name and a new address are taken over', async () => {
    const person = newPerson();
    await signOnAs(person);
    const before = await userOf(person);
    await signOnAs({ ...person, name: 'Ana Neu', email: `new-${person.email}` });
    expect(await me()).toMatchObject({ id: before?.id, name: 'Ana Neu', email: `new-${person.email}` });
  });

  test.each([
    ['is not verified', async (email: string) => ({ email: `new-${email}`, email_verified: false })],
    ['belongs to somebody else', async () => ({ email: (await makeUser(sso.server.db)).email })],
  ])('keeps the old address when the new one %s', async (_why, change) => {
    const person = newPerson();
    await signOnAs(person);
    expect(await signOnAs({ ...person, ...(await change(person.email)) })).toBe('/');
    expect(await me()).toMatchObject({ email: person.email });
  });

  test('needs no address any more', async () => {
    const { sub, email } = newPerson();
    await signOnAs({ sub, email });
    expect(await signOnAs({ sub })).toBe('/');
    expect(await me()).toMatchObject({ email });
  });

  test('keeps the address that they sign in with by password', async () => {
    const user = await makeUser(sso.server.db, { passwordHash: 'kept' });
    const person = newPerson({ email: user.email });
    await signOnAs(person);
    await signOnAs({ ...person, email: `new-${user.email}` });
    expect(await me()).toMatchObject({ id: user.id, email: user.email });
  });

  test('is turned away once disabled', async () => {
    const person = newPerson();
    await signOnAs(person);
    const user = await userOf(person);
    await updateUser(sso.server.db, user?.id ?? '', { disabledAt: new Date() });
    expect(await signOnAs(person)).toBe('/sign-in?error=sso-disabled');
    expect(await isSignedIn(browser)).toBe(false);
  });
});
