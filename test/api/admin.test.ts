import { Readable } from 'node:stream';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AdminTokenList, JobList, PartList, Storage } from '../../core/api/admin.ts';
import type { StageName } from '../../core/model/session.ts';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { insertStages, listStages } from '../../drizzle/queries/stages.ts';
import { sessionStages } from '../../drizzle/schema/sessions.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ada: TestPerson;
let owner: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ada = await server.person('admin', { name: 'Ada Admin' });
  owner = await server.person('champion', { name: 'Cham Pion' });
});
afterAll(() => server.close());

const call = (method: 'GET' | 'POST' | 'DELETE', url: string) =>
  server.app.inject({ method, url, headers: ada.headers });
const jobs = async (query = '') => JobList.parse((await call('GET', `/api/admin/jobs${query}`)).json());

/** A session all of whose stages are done but for these. */
async function sessionWith(
  states: Partial<Record<StageName, Partial<typeof sessionStages.$inferInsert>>>,
  overrides: Parameters<typeof makeSession>[1] = {},
) {
  const session = await makeSession(server.db, { ownerId: owner.id, ...overrides });
  await insertStages(server.db, session.id, {});
  await server.db
    .update(sessionStages)
    .set({ status: 'done' })
    .where(eq(sessionStages.sessionId, session.id));
  for (const [name, set] of Object.entries(states))
    await server.db
      .update(sessionStages)
      .set(set)
      .where(and(eq(sessionStages.sessionId, session.id), eq(sessionStages.name, name as StageName)));
  return session;
}
const stagesOf = async (id: string) =>
  Object.fromEntries(
    ((await listStages(server.db, [id])).get(id) ?? []).map((row) => [row.name, row.status]),
  );

describe('jobs', () => {
  const failed = {
    status: 'failed',
    attempts: 4,
    error: 'No speech found.',
    finishedAt: new Date(),
  } as const;

  test('are those that wait, run or have failed, with why and since when, and no others', async () => {
    const one = await sessionWith({ transcribe: failed }, { title: 'Broken talk' });
    await sessionWith({ transcode: { status: 'running', startedAt: new Date(), progress: 0.4 } });
    await sessionWith({ index: { status: 'waiting', runAfter: new Date(Date.now() + 60_000) } });
    await sessionWith({ tag: failed }, { deletedAt: new Date() });
    const { items, counts } = await jobs();
    expect(counts).toEqual({ waiting: 1, running: 1, failed: 1 });
    expect(items).toEqual([
      expect.objectContaining({
        sessionId: one.id,
        session: { slug: one.slug, title: 'Broken talk' },
        owner: { id: owner.id, name: 'Cham Pion' },
        since: failed.finishedAt.toISOString(),
        stage: expect.objectContaining({ name: 'transcribe', attempts: 4, error: 'No speech found.' }),
      }),
    ]);
    expect((await jobs('?state=running')).items).toMatchObject([
      { stage: { progress: expect.closeTo(0.4) } },
    ]);
    expect((await jobs('?state=waiting')).items).toMatchObject([{ notBefore: expect.any(String) }]);
    expect((await jobs('?stage=tag')).items).toEqual([]);
    expect((await call('GET', '/api/admin/jobs?state=done')).statusCode).toBe(400);
  });

  test('of a session that the admin may not open have neither its title nor a reason', async () => {
    const hidden = { title: 'Zanzibarite', visibility: 'private' } as const;
    const { id } = await sessionWith({ probe: { ...failed, error: 'zanzibarite.mp4 is odd.' } }, hidden);
    const answer = await call('GET', '/api/admin/jobs?stage=probe');
    expect(answer.body).not.toMatch(/zanzibarite/i);
    expect(JobList.parse(answer.json()).items).toMatchObject([{ sessionId: id, session: null }]);
    expect((await call('POST', `/api/admin/jobs/${id}/probe/retry`)).statusCode).toBe(204);
  });

  test('that failed run again with what builds on them, one or all', async () => {
    const { id } = await sessionWith({ tag: failed });
    expect((await call('POST', `/api/admin/jobs/${id}/index/retry`)).statusCode).toBe(404);
    expect((await call('POST', `/api/admin/jobs/${id}/nonsense/retry`)).statusCode).toBe(400);
    expect((await call('POST', `/api/admin/jobs/${id}/tag/retry`)).statusCode).toBe(204);
    expect(await stagesOf(id)).toMatchObject({ transcribe: 'done', tag: 'waiting', index: 'waiting' });
    expect((await call('POST', `/api/admin/jobs/${id}/tag/retry`)).statusCode).toBe(404);
    const two = await sessionWith({ extras: failed, tag: failed });
    const answer = await call('POST', '/api/admin/jobs/retry');
    expect([answer.statusCode, answer.json()]).toEqual([202, { sessions: 2 }]);
    expect(await stagesOf(two.id)).toMatchObject({ extras: 'waiting', tag: 'waiting', transcode: 'done' });
    expect((await jobs()).counts.failed).toBe(0);
  });

  test('come in pages', async () => {
    const all = await jobs('?state=waiting&limit=100');
    const walked: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: JobList = await jobs(`?state=waiting&limit=2${cursor && `&cursor=${cursor}`}`);
      walked.push(...page.items.map(({ sessionId, stage }) => `${sessionId} ${stage.name}`));
      cursor = page.nextCursor;
    }
    expect(walked).toEqual(all.items.map(({ sessionId, stage }) => `${sessionId} ${stage.name}`));
    expect(new Set(walked).size).toBe(all.counts.waiting);
    const broken = Buffer.from('["x","y"]').toString('base64url');
    expect((await call('GET', `/api/admin/jobs?cursor=${broken}`)).statusCode).toBe(400);
  });
});

test('engines are named with how they are and what would be better', async () => {
  const { items } = PartList.parse((await call('GET', '/api/admin/engines')).json());
  expect(items.map(({ part, status }) => [part, status])).toEqual(
    ['database', 'queue', 'search', 'store', 'transcriber', 'tagger', 'embedder', 'media'].map((part) => [
      part,
      'ok',
    ]),
  );
  expect(items.find(({ part }) => part === 'transcriber')).toMatchObject({
    engine: 'none',
    improve: 'Set TRANSCRIBER to auto.',
  });
});

test('an engine that cannot be reached says why', async () => {
  const check = () => Promise.reject(new Error('connect ECONNREFUSED'));
  const broken = await openTestServer({ embedder: { name: 'far away', space: null, check } });
  const admin = await broken.person('admin');
  const answer = await broken.app.inject({ url: '/api/admin/engines', headers: admin.headers });
  expect(PartList.parse(answer.json()).items).toContainEqual(
    expect.objectContaining({ part: 'embedder', status: 'failed', detail: 'connect ECONNREFUSED' }),
  );
  await broken.close();
});

test('storage is counted by class, whoever may open it, with what is in the bin', async () => {
  const before = Storage.parse((await call('GET', '/api/admin/storage')).json());
  expect(before).toMatchObject({ originals: { count: 0, bytes: 0 }, uploads: { count: 0, bytes: 0 } });
  const files = [
    ['original', 'original', 1_000],
    ['v.mp4', 'video', 200],
    ['a.m4a', 'audio', 20],
    ['poster.jpg', 'poster', 3],
    ['sprite.jpg', 'sprite', 4],
    ['captions', 'captions', 5],
  ] as const;
  for (const overrides of [{ visibility: 'private' as const }, { deletedAt: new Date() }]) {
    const { id } = await makeSession(server.db, { ownerId: owner.id, ...overrides });
    for (const [fileName, kind, sizeBytes] of files)
      await insertMediaFile(server.db, {
        ...{ sessionId: id, fileName, kind, sizeBytes, contentType: 'application/octet-stream' },
      });
  }
  const after = Storage.parse((await call('GET', '/api/admin/storage')).json());
  expect(after).toMatchObject({
    originals: { count: 2, bytes: 2_000 },
    renditions: { count: 4, bytes: 440 },
    images: { count: 4, bytes: 14 },
    captions: { count: 2, bytes: 10 },
    bin: { count: 6, bytes: 1_232 },
  });
  expect(after.databaseBytes).toBeGreaterThan(after.indexBytes);
  expect(after.indexBytes).toBeGreaterThan(0);
  expect(after.freeBytes.uploads).toBeGreaterThan(0);
});

test('tokens of everybody are listed newest first, and revoked at once', async () => {
  const made = await server.app.inject({
    ...{ method: 'POST', url: '/api/tokens', headers: owner.headers, payload: { name: 'Nightly import' } },
  });
  const { id, token } = made.json();
  const asToken = () => server.app.inject({ url: '/api/me', headers: { authorization: `Bearer ${token}` } });
  expect((await asToken()).statusCode).toBe(200);
  const answer = await call('GET', '/api/admin/tokens?limit=1');
  expect(answer.body).not.toContain(token);
  const { items, nextCursor } = AdminTokenList.parse(answer.json());
  expect(items).toMatchObject([
    {
      id,
      name: 'Nightly import',
      owner: { name: 'Cham Pion', active: true },
      lastUsedAt: expect.any(String),
    },
  ]);
  const next = AdminTokenList.parse(
    (await call('GET', `/api/admin/tokens?limit=100&cursor=${nextCursor}`)).json(),
  );
  expect(next.items.map((one) => one.id)).not.toContain(id);
  expect(next.nextCursor).toBeNull();
  expect((await call('DELETE', `/api/admin/tokens/${id}`)).statusCode).toBe(204);
  expect((await asToken()).statusCode).toBe(401);
  expect((await call('DELETE', `/api/admin/tokens/${id}`)).statusCode).toBe(404);
});

describe('what is in the bin', () => {
  const binned = async (person: TestPerson, overrides: Parameters<typeof makeSession>[1] = {}) => {
    const session = await makeSession(server.db, { ownerId: person.id, ...overrides });
    await server.store.write(`${session.id}/original`, Readable.from(['x']), { maxBytes: 9 });
    const answer = await server.app.inject({
      ...{ method: 'DELETE', url: `/api/sessions/${session.id}`, headers: person.headers },
    });
    expect(answer.statusCode).toBe(204);
    return session.id;
  };
  const destroy = (person: TestPerson, id: string) =>
    server.app.inject({ method: 'DELETE', url: `/api/bin/${id}`, headers: person.headers });
  const inBin = async (person: TestPerson) => {
    const url = '/api/sessions?show=bin&limit=100';
    const { items } = (await server.app.inject({ url, headers: person.headers })).json();
    return items as { id: string; deletedAt: string }[];
  };

  test('is listed with since when, and deleted for ever by its owner, files and all', async () => {
    const id = await binned(owner);
    expect((await inBin(owner)).find((item) => item.id === id)?.deletedAt).toMatch(/^\d{4}-/);
    expect((await destroy(owner, id)).statusCode).toBe(204);
    expect((await inBin(owner)).map((item) => item.id)).not.toContain(id);
    expect(await server.store.list(id)).toEqual([]);
    expect((await destroy(owner, id)).statusCode).toBe(404);
  });

  test('is deleted for ever by an admin, but not by a curator or anybody else', async () => {
    const id = await binned(owner);
    const curator = await server.person('curator');
    const member = await server.person('member');
    expect((await inBin(curator)).map((item) => item.id)).toContain(id);
    expect((await destroy(curator, id)).statusCode).toBe(403);
    expect((await destroy(member, id)).statusCode).toBe(404);
    expect((await destroy(ada, id)).statusCode).toBe(204);
  });

  test('of another person’s private sessions is not there for an admin either', async () => {
    const id = await binned(owner, { visibility: 'private' });
    expect((await inBin(ada)).map((item) => item.id)).not.toContain(id);
    expect((await destroy(ada, id)).statusCode).toBe(404);
  });

  test('alone can be deleted for ever', async () => {
    const { id } = await makeSession(server.db, { ownerId: owner.id });
    expect((await destroy(owner, id)).statusCode).toBe(404);
    expect((await server.app.inject({ url: `/api/sessions/${id}`, headers: owner.headers })).statusCode).toBe(
      200,
    );
  });
});
