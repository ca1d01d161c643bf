import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuditItem, AuditList } from '../../core/api/admin.ts';
import { PasswordLink } from '../../core/api/admin-people.ts';
import { auditActions } from '../../core/model/audit.ts';
import { deleteOldAudit } from '../../drizzle/queries/audit.ts';
import { auditEntries } from '../../drizzle/schema/audit.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ada: TestPerson;
let cham: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ada = await server.person('admin', { name: 'Ada' });
  cham = await server.person('curator', { name: 'Cham' });
});
afterAll(() => server.close());

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
const as = async (who: TestPerson | null, method: Method, url: string, payload?: object) => {
  const headers = who?.headers ?? {};
  const answer = await server.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  return answer;
};
const done = async (...of: Parameters<typeof as>) => {
  const answer = await as(...of);
  expect([of[2], answer.statusCode < 300]).toEqual([of[2], true]);
  return answer;
};
const list = async (query = ''): Promise<AuditList> =>
  AuditList.parse((await done(ada, 'GET', `/api/admin/audit${query}`)).json());
const say = ({ actor, action, subject, before, after }: AuditItem): string =>
  [actor?.name ?? '-', action, subject?.name ?? '-', before ?? '', after ?? ''].join(' ').trim();
/** The newest first. */
const newest = async (number: number) => (await list(`?limit=${number}`)).items.map(say);

test('what is done to people is noted with who did it', async () => {
  const invited = await done(ada, 'POST', '/api/admin/people', { name: 'Mel', email: 'mel@example.org' });
  const { person, path } = PasswordLink.parse(invited.json());
  const url = `/api/admin/people/${person.id}`;
  await done(ada, 'PATCH', url, { role: 'champion', team: 'Platform' });
  await done(ada, 'PATCH', url, { name: 'Melanie', role: 'champion' });
  await done(ada, 'PATCH', url, { active: false });
  await done(ada, 'PATCH', url, { active: true });
  await done(ada, 'POST', `${url}/password-link`);
  expect((await as(null, 'POST', '/api/password-link/use', use(path))).statusCode).toBe(404);
  const link = PasswordLink.parse((await done(ada, 'POST', `${url}/password-link`)).json());
  await done(null, 'POST', '/api/password-link/use', use(link.path));
  expect(await newest(9)).toEqual([
    'Melanie password-set Melanie',
    'Ada link-made Melanie',
    'Ada link-made Melanie',
    'Ada person-reactivated Melanie',
    'Ada person-deactivated Melanie',
    'Ada person-renamed Melanie Mel Melanie',
    'Ada person-team-changed Melanie  Platform',
    'Ada person-role-changed Melanie member champion',
    'Ada person-added Melanie  member',
  ]);
});
const use = (path: string) => ({ code: path.split('#')[1], password: 'correct horse battery' });

test('what is done to sessions, collections and tokens is noted, and what was refused is not', async () => {
  const { id } = await makeSession(server.db, { ownerId: cham.id, title: 'Pivot tables' });
  await done(cham, 'PUT', `/api/sessions/${id}/transcript`, {
    segments: [{ startSeconds: 0, endSeconds: 1, speaker: null, text: 'a secret sentence' }],
  });
  await done(cham, 'PATCH', `/api/sessions/${id}`, { visibility: 'private' });
  await done(cham, 'PATCH', `/api/sessions/${id}`, { visibility: 'organisation' });
  await done(cham, 'DELETE', `/api/sessions/${id}`);
  await done(cham, 'POST', `/api/sessions/${id}/restore`);
  await done(cham, 'DELETE', `/api/sessions/${id}`);
  await done(ada, 'DELETE', `/api/bin/${id}`);
  expect((await as(ada, 'DELETE', `/api/bin/${id}`)).statusCode).toBe(404);
  const collection = (await done(cham, 'POST', '/api/collections', { title: 'First days' })).json();
  await done(cham, 'DELETE', `/api/collections/${collection.slug}`);
  const token = (await done(cham, 'POST', '/api/tokens', { name: 'Import' })).json();
  await done(ada, 'DELETE', `/api/admin/tokens/${token.id}`);
  expect((await as(ada, 'DELETE', `/api/admin/tokens/${token.id}`)).statusCode).toBe(404);
  expect(await newest(10)).toEqual([
    'Ada token-revoked Import',
    'Cham token-made Import',
    'Cham collection-deleted First days',
    'Ada session-deleted Pivot tables',
    'Cham session-binned -',
    'Cham session-restored -',
    'Cham session-binned -',
    'Cham session-shown-to - private organisation',
    'Cham session-shown-to - organisation private',
    'Cham transcript-replaced -',
  ]);
  expect(JSON.stringify(await server.db.select().from(auditEntries))).not.toContain('secret sentence');
});

test('a session is called by its title for who may open it, and is not named for others, now or later', async () => {
  const hidden = { ownerId: cham.id, title: 'Zanzibarite', visibility: 'private' } as const;
  const { id } = await makeSession(server.db, hidden);
  const open = await makeSession(server.db, { ownerId: cham.id, title: 'For all' });
  for (const one of [id, open.id]) await done(cham, 'DELETE', `/api/sessions/${one}`);
  expect(await newest(2)).toEqual(['Cham session-binned For all', 'Cham session-binned -']);
  await done(cham, 'POST', `/api/sessions/${open.id}/restore`);
  const [restored] = (await list('?limit=1')).items;
  expect(restored?.subject).toEqual({ kind: 'session', id: open.id, name: 'For all', slug: open.slug });
  const { body } = await as(ada, 'GET', '/api/admin/audit?limit=100');
  expect([body.includes('Zanzibarite'), body.includes(id)]).toEqual([false, false]);
  await done(cham, 'DELETE', `/api/bin/${id}`);
  expect((await as(ada, 'GET', '/api/admin/audit?limit=100')).body).not.toContain('Zanzibarite');
});

test('failed sign-ins are counted by the hour, and keep nothing of what was typed', async () => {
  const tried = { email: cham.email, password: 'guess' };
  for (let at = 0; at < 3; at += 1) await as(null, 'POST', '/api/auth/sign-in/email', tried);
  const typo = { email: 'my secret password', password: 'cham@example.org' };
  await as(null, 'POST', '/api/auth/sign-in/email', typo);
  const { items } = await list('?action=sign-in-failed');
  // An hour may have begun in between.
  const times = (name: string | undefined) =>
    items.filter(({ subject }) => subject?.name === name).reduce((sum, one) => sum + one.times, 0);
  expect([times('Cham'), times(undefined)]).toEqual([3, 1]);
  expect(items.length).toBeLessThan(4);
  expect(JSON.stringify(items)).not.toContain('my secret password');
});

test('the list is filtered by person and action, and has pages', async () => {
  const mine = await list(`?person=${cham.id}&limit=100`);
  expect(mine.items.length).toBeGreaterThan(5);
  for (const { actor, subject } of mine.items) expect([actor?.id, subject?.id]).toContain(cham.id);
  const walked: AuditItem[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: AuditList = await list(`?person=${cham.id}&limit=3${cursor && `&cursor=${cursor}`}`);
    walked.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(walked).toEqual(mine.items);
  for (const wrong of ['?action=nonsense', '?person=x', '?cursor=x'])
    expect((await as(ada, 'GET', `/api/admin/audit${wrong}`)).statusCode).toBe(400);
  expect(
    (await list('?action=session-deleted')).items.every(({ action }) => action === 'session-deleted'),
  ).toBe(true);
  expect(auditActions).toContain('session-deleted');
});

test('what is older than it is kept goes', async () => {
  await deleteOldAudit(server.db, 1);
  expect((await list()).items.length).toBeGreaterThan(0);
  await deleteOldAudit(server.db, -1);
  expect((await list()).items).toEqual([]);
});
