import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeRecording, form } from '../support/form.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ana: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ana = await server.person('champion', { name: 'Ana Ruiz', team: 'platform' });
});
afterAll(() => server.close());

const add = async (person: TestPerson, parts: Parameters<typeof form>[0]) => {
  const { payload, headers } = await form(parts);
  const url = '/api/sessions';
  return server.app.inject({ method: 'POST', url, payload, headers: { ...headers, ...person.headers } });
};
const vtt = 'WEBVTT\n\n00:00.000 --> 00:04.000\n<v Ana>A pivot table in four clicks\n';
const filesOf = async () => {
  const ids: string[] = [];
  for await (const id of server.store.listSessions()) ids.push(id);
  return ids;
};

describe('POST /api/sessions', () => {
  test('keeps the recording and what was said of it, and waits for the probe', async () => {
    const answer = await add(ana, [
      ['title', 'Zero-downtime Postgres'],
      ['speakers', 'Ana Ruiz'],
      ['speakers', 'Ben Okafor'],
      ['topics', 'Postgres'],
      ['recordedAt', '2026-03-12T10:00:00Z'],
      ['file', { name: 'zoom_0.mp4', bytes: fakeRecording('keeps') }],
    ]);
    expect(answer.statusCode).toBe(201);
    const { id, slug, url, status } = answer.json();
    expect({ slug, url, status }).toEqual({
      slug: 'zero-downtime-postgres',
      url: '/sessions/zero-downtime-postgres',
      status: 'processing',
    });
    const session = (await server.app.inject({ url: `/api/sessions/${slug}`, headers: ana.headers })).json();
    expect(session).toMatchObject({
      id,
      title: 'Zero-downtime Postgres',
      speakers: ['Ana Ruiz', 'Ben Okafor'],
      topics: ['Postgres'],
      recordedAt: '2026-03-12T10:00:00.000Z',
      original: { filename: 'zoom_0.mp4', bytes: 2000 },
      canEdit: true,
    });
    expect(session.stages.map((stage: { status: string }) => stage.status)).toEqual(Array(7).fill('waiting'));
    const stored = await server.store.stat(`${id}/original`);
    expect(stored.sizeBytes).toBe(2000);
  });

  test('takes the fields also when they come after the file', async () => {
    const answer = await add(ana, [
      ['file', { name: 'a.mp4', bytes: fakeRecording('after') }],
      ['title', 'Said after the file'],
    ]);
    expect(answer.json().slug).toBe('said-after-the-file');
  });

  test('gives sessions of one title different addresses', async () => {
    const slugs = [];
    for (const seed of ['one', 'two'])
      slugs.push(
        (
          await add(ana, [
            ['title', 'Same'],
            ['file', { name: 'a.mp4', bytes: fakeRecording(seed) }],
          ])
        ).json().slug,
      );
    expect(slugs[0]).toBe('same');
    expect(slugs[1]).toMatch(/^same-/);
  });

  test('answers 409 with the session that is here when the same content comes again, and keeps no second copy', async () => {
    const first = await add(ana, [['file', { name: 'a.mp4', bytes: fakeRecording('twice') }]]);
    const before = await filesOf();
    const second = await add(ana, [['file', { name: 'other-name.mp4', bytes: fakeRecording('twice') }]]);
    expect(second.statusCode).toBe(409);
    expect(second.headers['content-type']).toContain('application/problem+json');
    expect(second.json()).toMatchObject({ status: 409, url: first.json().url });
    expect(await filesOf()).toEqual(before);
  });

  test('does not tell of a private session of somebody else with the same content', async () => {
    const ben = await server.person('champion');
    await add(ben, [
      ['visibility', 'private'],
      ['file', { name: 'a.mp4', bytes: fakeRecording('secret') }],
    ]);
    const answer = await add(ana, [['file', { name: 'a.mp4', bytes: fakeRecording('secret') }]]);
    expect(answer.statusCode).toBe(201);
  });

  test('makes a transcript-only session of captions alone', async () => {
    const answer = await add(ana, [['captions', { name: 'Team retro.vtt', bytes: vtt }]]);
    expect(answer.statusCode).toBe(201);
    const session = (
      await server.app.inject({ url: `/api/sessions/${answer.json().id}`, headers: ana.headers })
    ).json();
    expect(session.title).toBe('Team retro');
    expect(session.original).toBeNull();
    expect(session.stages[0]).toMatchObject({ name: 'probe', status: 'skipped' });
  });

  test('a member who is no champion is refused', async () => {
    const member = await server.person('member');
    const answer = await add(member, [['file', { name: 'a.mp4', bytes: fakeRecording('member') }]]);
    expect(answer.statusCode).toBe(403);
  });

  test.each([
    ['an empty file', [['file', { name: 'a.mp4', bytes: '' }]], 400, /empty/],
    ['text renamed to .mp4', [['file', { name: 'a.mp4', bytes: 'Dear diary' }]], 415, /not a recording/],
    [
      'a playlist disguised as video',
      [['file', { name: 'a.mp4', bytes: '#EXTM3U\n#EXT-X-TARGETDURATION:1\n/etc/passwd' }]],
      415,
      /not a recording/,
    ],
    ['no file at all', [['title', 'Nothing']], 400, /recording/],
    ['captions that are none', [['captions', { name: 'a.vtt', bytes: 'hello' }]], 422, /caption/i],
    [
      'an unknown visibility',
      [
        ['visibility', 'world'],
        ['file', { name: 'a.mp4', bytes: fakeRecording('v') }],
      ],
      400,
      /visibility/,
    ],
    ['a file field nobody expects', [['poster', { name: 'a.png', bytes: 'x' }]], 400, /poster/],
    [
      'a file above the limit',
      [['file', { name: 'a.mp4', bytes: fakeRecording('big', 65 * 2 ** 20) }]],
      413,
      /at most 64\.0 MiB/,
    ],
  ] as const)('refuses %s and leaves nothing behind', async (_what, parts, status, detail) => {
    const before = await filesOf();
    const answer = await add(ana, parts);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json().detail).toMatch(detail);
    expect(await filesOf()).toEqual(before);
  });

  test('refuses 17 GiB by its declared length, before a byte is read', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/sessions',
      headers: {
        ...ana.headers,
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': String(17 * 2 ** 30),
      },
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.json().detail).toContain('17.0 GiB');
  });

  test('refuses a form that breaks off, and keeps nothing of it', async () => {
    const before = await filesOf();
    const { payload, headers } = await form([
      ['file', { name: 'a.mp4', bytes: fakeRecording('broken', 100_000) }],
    ]);
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/sessions',
      payload: payload.subarray(0, 60_000),
      headers: { ...ana.headers, ...headers },
    });
    expect(answer.statusCode).toBe(400);
    expect(await filesOf()).toEqual(before);
  });

  test('says what it wants when JSON comes instead of a form', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/sessions',
      payload: { title: 'x' },
      headers: ana.headers,
    });
    expect(answer.statusCode).toBe(415);
    expect(answer.json().detail).toContain('multipart');
  });
});

describe('the size limit', () => {
  const limit = 20_000;
  let small: TestServer;
  beforeAll(async () => {
    small = await openTestServer({ maxUploadBytes: limit });
  });
  afterAll(() => small.close());

  test.each([
    [limit, 201],
    [limit + 1, 413],
    [limit + 5_000, 413],
  ])('a recording of %i bytes is answered %i, never cut', async (sizeBytes, status) => {
    const champion = await small.person('champion');
    const { payload, headers } = await form([
      ['file', { name: 'a.mp4', bytes: fakeRecording('size', sizeBytes) }],
    ]);
    const answer = await small.app.inject({
      method: 'POST',
      url: '/api/sessions',
      payload,
      headers: { ...headers, ...champion.headers },
    });
    expect(answer.statusCode).toBe(status);
    if (status === 201)
      expect((await small.store.stat(`${answer.json().id}/original`)).sizeBytes).toBe(limit);
  });
});

test('a recording named by a UUID can be opened at its address', async () => {
  const name = '3F2504E0-4F89-11D3-9A0C-0305E82C3301.mov';
  const { slug } = (await add(ana, [['file', { name, bytes: fakeRecording('uuid') }]])).json();
  const answer = await server.app.inject({ url: `/api/sessions/${slug}`, headers: ana.headers });
  expect([answer.statusCode, answer.json().slug]).toEqual([200, slug]);
});
