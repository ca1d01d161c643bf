import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changePerson } from '../../core/actions/manage-people.ts';
import { AdminPersonList, PasswordLink } from '../../core/api/admin-people.ts';
import { passwordLinks } from '../../drizzle/schema/users.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

const password = 'correct horse battery';
let server: TestServer;
let ada: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ada = await server.person('admin', { name: 'Ada Admin' });
});
afterAll(() => server.close());

type Method = 'GET' | 'POST' | 'PATCH';
const as = (person: TestPerson, method: Method, url: string, payload?: object) =>
  server.app.inject({ method, url, headers: person.headers, ...(payload ? { payload } : {}) });
const call = (method: Method, url: string, payload?: object) => as(ada, method, url, payload);
const change = (id: string, payload: object) => call('PATCH', `/api/admin/people/${id}`, payload);
const codeOf = (link: PasswordLink): string => link.path.split('#')[1] ?? '';
const use = (link: PasswordLink, chosen = password) =>
  server.app.inject({
    ...{ method: 'POST', url: '/api/password-link/use' },
    payload: { code: codeOf(link), password: chosen },
  });
const signIn = (email: string, given = password) =>
  server.app.inject({
    ...{ method: 'POST', url: '/api/auth/sign-in/email' },
    payload: { email, password: given },
  });
const invite = async (email: string, more: object = {}): Promise<PasswordLink> => {
  const answer = await call('POST', '/api/admin/people', { name: 'Mel', email, ...more });
  expect([answer.statusCode, answer.body]).toEqual([201, expect.anything()]);
  return PasswordLink.parse(answer.json());
};
/** Somebody who has chosen a password, and the cookie they are signed in with. */
const join = async (email: string, more: object = {}) => {
  const link = await invite(email, more);
  const answer = await use(link);
  expect(answer.statusCode).toBe(200);
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  const me = () => server.app.inject({ url: '/api/me', headers: { cookie } });
  return { id: link.person.id, me };
};

describe('somebody who is added', () => {
  test('gets a link with which they choose a password once, and are signed in', async () => {
    const link = await invite('Mel@Example.org', { role: 'champion', team: ' Platform ' });
    expect(link.person).toMatchObject({
      ...{ name: 'Mel', email: 'mel@example.org', role: 'champion', team: 'Platform' },
      ...{ hasPassword: false, deactivatedAt: null, linkExpiresAt: link.expiresAt },
    });
    const known = await server.app.inject({
      ...{ method: 'POST', url: '/api/password-link', payload: { code: codeOf(link) } },
    });
    expect(known.json()).toEqual({ name: 'Mel', email: 'mel@example.org' });
    expect((await use(link, 'short')).statusCode).toBe(400);
    const used = await use(link);
    expect([used.statusCode, used.json()]).toEqual([200, expect.objectContaining({ id: link.person.id })]);
    expect(used.cookies).toHaveLength(1);
    expect((await use(link, 'another password')).statusCode).toBe(404);
    expect((await signIn('mel@example.org')).statusCode).toBe(200);
    expect((await signIn('mel@example.org', 'another password')).statusCode).toBe(401);
  });

  test('keeps nothing of the link where others could read it', async () => {
    const link = await invite('kept@example.org');
    const rows = await server.db.select().from(passwordLinks);
    expect(JSON.stringify(rows)).not.toContain(codeOf(link));
    const list = await call('GET', '/api/admin/people?q=kept@');
    expect(list.body).not.toContain(codeOf(link));
    expect(list.body).not.toMatch(/scrypt|passwordHash/);
  });

  test('cannot have the address of somebody else', async () => {
    await invite('twice@example.org');
    const again = await call('POST', '/api/admin/people', { name: 'Mo', email: 'TWICE@example.org' });
    expect([again.statusCode, again.json().errors]).toEqual([409, [{ path: 'email', message: 'is taken' }]]);
    for (const wrong of [{ email: 'nobody' }, { name: ' ' }, { role: 'king' }]) {
      const answer = await call('POST', '/api/admin/people', {
        name: 'Mo',
        email: 'mo@example.org',
        ...wrong,
      });
      expect([wrong, answer.statusCode]).toEqual([wrong, 400]);
    }
  });

  test('cannot use a link that has run out, was replaced or never was', async () => {
    const first = await invite('late@example.org');
    const renew = () => call('POST', `/api/admin/people/${first.person.id}/password-link`);
    const second = PasswordLink.parse((await renew()).json());
    expect((await use(first)).statusCode).toBe(404);
    await server.db.update(passwordLinks).set({ expiresAt: new Date(Date.now() - 1) });
    expect((await use(second)).statusCode).toBe(404);
    expect((await use({ ...second, path: '/password#nonsense' })).statusCode).toBe(404);
  });
});

describe('a change', () => {
  test.each([
    ['of role', { role: 'curator' }],
    ['of team', { team: 'Sales' }],
    ['to deactivated', { active: false }],
  ])('%s ends the sign-ins at once', async (what, patch) => {
    const { id, me } = await join(`${what.replaceAll(' ', '-')}@example.org`);
    expect((await me()).statusCode).toBe(200);
    expect((await change(id, { name: 'Melanie' })).statusCode).toBe(200);
    expect((await me()).json()).toMatchObject({ name: 'Melanie' });
    expect((await change(id, patch)).statusCode).toBe(200);
    expect((await me()).statusCode).toBe(401);
  });

  test('to deactivated closes every door until it is taken back, and keeps who they were', async () => {
    const person = await server.person('champion', { name: 'Gone Girl' });
    expect((await as(person, 'GET', '/api/me')).statusCode).toBe(200);
    const link = PasswordLink.parse(
      (await call('POST', `/api/admin/people/${person.id}/password-link`)).json(),
    );
    const off = (await change(person.id, { active: false })).json();
    expect(off).toMatchObject({ deactivatedAt: expect.any(String), role: 'champion', linkExpiresAt: null });
    expect((await as(person, 'GET', '/api/me')).statusCode).toBe(401);
    expect((await use(link)).statusCode).toBe(404);
    expect((await call('POST', `/api/admin/people/${person.id}/password-link`)).statusCode).toBe(404);
    expect((await change(person.id, { active: true })).json()).toMatchObject({ deactivatedAt: null });
    expect((await as(person, 'GET', '/api/me')).statusCode).toBe(200);
  });

  test('of a person who is not there is not found', async () => {
    for (const id of ['019400aa-0000-7000-8000-000000000000', 'nobody'])
      expect((await change(id, { role: 'curator' })).statusCode).toBe(404);
  });
});

test('a new link ends the old password and its sign-ins', async () => {
  const { id, me } = await join('forgot@example.org');
  const answer = await call('POST', `/api/admin/people/${id}/password-link`);
  expect((await me()).statusCode).toBe(401);
  expect((await signIn('forgot@example.org')).statusCode).toBe(401);
  expect((await use(PasswordLink.parse(answer.json()), 'a newer password')).statusCode).toBe(200);
  expect((await signIn('forgot@example.org', 'a newer password')).statusCode).toBe(200);
});

test('the last admin stays one, also when two demote each other at the same time', async () => {
  const fresh = await openTestServer();
  const [one, two] = [await fresh.person('admin'), await fresh.person('admin')];
  const demote = (by: TestPerson, whom: TestPerson, payload: object) =>
    fresh.app.inject({
      ...{ method: 'PATCH', url: `/api/admin/people/${whom.id}`, headers: by.headers, payload },
    });
  const both = await Promise.allSettled([
    changePerson(fresh.db, one.id, two.id, { role: 'member' }),
    changePerson(fresh.db, two.id, one.id, { isActive: false }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const left = both[0].status === 'fulfilled' ? one : two;
  for (const payload of [{ role: 'curator' }, { active: false }])
    expect((await demote(left, left, payload)).statusCode).toBe(409);
  expect((await demote(left, left, { name: 'Only One' })).statusCode).toBe(200);
  await fresh.close();
});

test('the list goes by name, is searched by name, address and team, and has pages', async () => {
  const fresh = await openTestServer();
  const admin = await fresh.person('admin', { name: 'Zoe', email: 'zoe@example.org' });
  await fresh.person('member', { name: 'Ärne', email: 'x1@example.org', team: 'Platform' });
  await fresh.person('curator', { name: 'Bo', email: 'x2@example.org', team: 'Sales' });
  await fresh.person('member', { name: 'Bo', email: 'x3@example.org', disabledAt: new Date() });
  const names = async (query: string) => {
    const answer = await fresh.app.inject({ url: `/api/admin/people${query}`, headers: admin.headers });
    return AdminPersonList.parse(answer.json());
  };
  const list = async (query: string) => (await names(query)).items.map(({ email }) => email[1]);
  expect(await list('')).toEqual(['1', '2', '3', 'o']);
  expect(await list('?q=arne')).toEqual(['1']);
  expect(await list('?q=X2@')).toEqual(['2']);
  expect(await list('?q=sales')).toEqual(['2']);
  expect(await list('?role=member')).toEqual(['1', '3']);
  expect(await list('?state=deactivated')).toEqual(['3']);
  expect(await list('?state=active')).toEqual(['1', '2', 'o']);
  const walked: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await names(`?limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    walked.push(...page.items.map(({ email }) => email[1] ?? ''));
    cursor = page.nextCursor;
  }
  expect(walked).toEqual(['1', '2', '3', 'o']);
  const broken = await fresh.app.inject({
    ...{ url: '/api/admin/people?cursor=nonsense', headers: admin.headers },
  });
  expect(broken.statusCode).toBe(400);
  await fresh.close();
});
