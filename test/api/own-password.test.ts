import { afterAll, beforeAll, expect, test } from 'vitest';
import { resetPassword } from '../../core/actions/password-links.ts';
import { findUser, updateUser } from '../../drizzle/queries/users.ts';
import { auditEntries } from '../../drizzle/schema/audit.ts';
import { hashPassword } from '../../server/auth/passwords.ts';
import { makeUser } from '../factories.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

const password = 'correct horse battery';
const another = 'a newer horse battery';
let server: TestServer;
let passwordHash: string;
beforeAll(async () => {
  server = await openTestServer();
  passwordHash = await hashPassword(password);
});
afterAll(() => server.close());

const cookieOf = ({ cookies }: { cookies: { name: string; value: string }[] }) =>
  cookies.map(({ name, value }) => `${name}=${encodeURIComponent(decodeURIComponent(value))}`).join('; ');
const signIn = (email: string, given = password) =>
  server.app.inject({
    ...{ method: 'POST', url: '/api/auth/sign-in/email' },
    payload: { email, password: given },
  });
const isSignedIn = async (cookie: string) =>
  (await server.app.inject({ url: '/api/me', headers: { cookie } })).statusCode === 200;
const change = (headers: object, payload: object = { currentPassword: password, password: another }) =>
  server.app.inject({ method: 'PUT', url: '/api/me/password', headers: { ...headers }, payload });
const noted = async (userId: string) =>
  (await server.db.select().from(auditEntries))
    .filter(({ subjectId }) => subjectId === userId)
    .map(({ actorId, action, times }) => ({ actorId, action, times }));

test('one’s own new password ends every other sign-in, and this browser goes on with a new cookie', async () => {
  const { id, email } = await makeUser(server.db, { passwordHash });
  const [here, elsewhere] = [cookieOf(await signIn(email)), cookieOf(await signIn(email))];
  const answer = await change({ cookie: here });
  expect([answer.statusCode, answer.body]).toEqual([204, '']);
  expect(await isSignedIn(cookieOf(answer))).toBe(true);
  expect([await isSignedIn(here), await isSignedIn(elsewhere)]).toEqual([false, false]);
  expect((await signIn(email, another)).statusCode).toBe(200);
  expect(await noted(id)).toContainEqual({ actorId: id, action: 'password-set', times: 1 });
});

test('a program changes it with its token, which goes on working, and gets no cookie', async () => {
  const mel = await server.person('member', { passwordHash });
  const answer = await change(mel.headers);
  expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([204, undefined]);
  expect((await server.app.inject({ url: '/api/me', headers: mel.headers })).statusCode).toBe(200);
});

test('whoever does not know the present one changes nothing, and the try is counted', async () => {
  const { id, email } = await makeUser(server.db, { passwordHash });
  const cookie = cookieOf(await signIn(email));
  const answer = await change({ cookie }, { currentPassword: another, password: another });
  expect([answer.statusCode, answer.json().errors]).toEqual([
    400,
    [{ path: 'currentPassword', message: 'This is not your present password.' }],
  ]);
  expect(await isSignedIn(cookie)).toBe(true);
  expect(await findUser(server.db, id)).toMatchObject({ passwordHash });
  expect(await noted(id)).toEqual([{ actorId: null, action: 'sign-in-failed', times: 1 }]);
});

test('a new one has to be as long as any other', async () => {
  const mel = await server.person('member', { passwordHash });
  const answer = await change(mel.headers, { currentPassword: password, password: 'short' });
  expect([answer.statusCode, answer.json().errors]).toEqual([
    400,
    [{ path: 'password', message: 'A password has at least 12 characters.' }],
  ]);
});

test('who signs in elsewhere is told that they have none here', async () => {
  const sam = await server.person('member', { passwordHash: null });
  const me = await server.app.inject({ url: '/api/me', headers: sam.headers });
  expect(me.json()).toMatchObject({ hasPassword: false });
  const answer = await change(sam.headers);
  expect([answer.statusCode, answer.json().detail]).toEqual([
    409,
    'You have no password here: you sign in with single sign-on.',
  ]);
});

test('what an admin does at the same time is not undone', async () => {
  const mel = await server.person('member', { passwordHash });
  const ada = await server.person('admin');
  const [changed] = await Promise.all([
    change(mel.headers),
    // Hashing takes a while: the password has been asked for, and the new one is not there yet.
    resetPassword(server.db, ada.id, { userId: mel.id, codeHash: 'a digest' }),
  ]);
  expect([409, 204]).toContain(changed.statusCode);
  expect(await findUser(server.db, mel.id)).toMatchObject({ passwordHash: null });
});

test('a guesser at a browser that is signed in is stopped after 15 tries, wherever they come from', async () => {
  const mel = await server.person('member', { passwordHash: 'no hash of ours' });
  const guess = async (at: number) =>
    (
      await server.app.inject({
        ...{ method: 'PUT', url: '/api/me/password', headers: mel.headers },
        ...{ remoteAddress: `192.0.2.${at}`, payload: { currentPassword: 'x', password: another } },
      })
    ).statusCode;
  const statuses: number[] = [];
  for (let at = 0; at < 16; at += 1) statuses.push(await guess(at));
  expect(statuses).toEqual([...Array(15).fill(400), 429]);
  // Colleagues go on.
  const other = await server.person('member', { passwordHash });
  expect((await change(other.headers)).statusCode).toBe(204);
});

test('a deactivated person is no one to change anything', async () => {
  const mel = await server.person('member', { passwordHash });
  await updateUser(server.db, mel.id, { disabledAt: new Date() });
  expect((await change(mel.headers)).statusCode).toBe(401);
});
