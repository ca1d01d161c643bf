import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import { insertStages, listStages } from '../../drizzle/queries/stages.ts';
import { replaceSuggestedTopics } from '../../drizzle/queries/topics.ts';
import { addTranscript } from '../../drizzle/queries/transcripts.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ana: TestPerson;
beforeAll(async () => {
  server = await openTestServer();
  ana = await server.person('champion');
});
afterAll(() => server.close());

const call = (
  method: 'GET' | 'PATCH' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
  headers = {},
) =>
  server.app.inject({
    method,
    url,
    headers: { ...ana.headers, ...headers },
    ...(payload ? { payload } : {}),
  });
const stored = async (overrides = {}) => {
  const session = await makeSession(server.db, { ownerId: ana.id, ...overrides });
  await insertStages(server.db, session.id, {});
  return session;
};
const segment = (text: string, startSeconds = 0) => ({
  startSeconds,
  endSeconds: startSeconds + 4,
  speaker: 'Ana',
  text,
});

describe('GET /api/sessions', () => {
  test('lists newest first, page by page, each session once', async () => {
    const own = await openTestServer();
    const reader = await own.person('member');
    const expected: string[] = [];
    for (const day of [3, 1, 2, 2, 5]) {
      const session = await makeSession(own.db, {
        recordedAt: new Date(Date.UTC(2026, 0, day)),
        title: `Day ${day}`,
      });
      expected.push(session.title);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const url: string = `/api/sessions?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`;
      const page = (await own.app.inject({ url, headers: reader.headers })).json();
      seen.push(...page.items.map((item: { title: string }) => item.title));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(expected.sort().reverse());
    await own.close();
  });

  test.each(['limit=0', 'limit=101', 'limit=x', 'cursor=nonsense', 'show=everything', 'status=asleep'])(
    'refuses %s with a problem that names it',
    async (query) => {
      const answer = await call('GET', `/api/sessions?${query}`);
      expect(answer.statusCode).toBe(400);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json().detail).toMatch(new RegExp(query.split('=')[0] ?? '', 'i'));
    },
  );
});

describe('GET /api/sessions/:id', () => {
  test.each([
    'nothing-here',
    '019400aa-0000-7000-8000-000000000000',
    '%00',
    "'; drop table sessions",
    'x'.repeat(200),
  ])('answers 404 to %s', async (id) => {
    const answer = await call('GET', `/api/sessions/${encodeURIComponent(decodeURIComponent(id))}`);
    expect(answer.statusCode).toBe(404);
  });
});

describe('PATCH /api/sessions/:id', () => {
  test('changes what is given and nothing else, and has the index follow', async () => {
    const session = await stored({ title: 'Old', description: 'Stays' });
    const answer = await call('PATCH', `/api/sessions/${session.slug}`, {
      title: 'New',
      topics: ['Postgres'],
      recordedAt: null,
    });
    expect(answer.json()).toMatchObject({ title: 'New', description: 'Stays', topics: ['Postgres'] });
    expect((await server.queue.counts()).waiting).toBeGreaterThanOrEqual(0);
  });

  test('a topic that a person took off does not come back with the next tagging, and theirs stay', async () => {
    const session = await stored();
    await replaceSuggestedTopics(server.db, session.id, [
      { name: 'Kubernetes', confidence: 0.9 },
      { name: 'Cooking', confidence: 0.4 },
    ]);
    await call('PATCH', `/api/sessions/${session.id}`, { topics: ['Kubernetes', 'On-call'] });
    await replaceSuggestedTopics(server.db, session.id, [
      { name: 'Cooking', confidence: 0.9 },
      { name: 'Docker', confidence: 0.5 },
    ]);
    const { topics } = (await call('GET', `/api/sessions/${session.id}`)).json();
    expect(topics.sort()).toEqual(['Docker', 'Kubernetes', 'On-call']);
  });

  test('chapters that a person set are in order, theirs, and stay', async () => {
    const session = await stored({
      durationSeconds: 60,
      chapters: [{ startSeconds: 0, title: 'By a machine' }],
    });
    const payload = {
      chapters: [
        { startSeconds: 30, title: ' Second ' },
        { startSeconds: 0, title: 'First' },
      ],
    };
    const answer = await call('PATCH', `/api/sessions/${session.id}`, payload);
    expect(answer.json()).toMatchObject({
      chaptersBy: 'person',
      chapters: [
        { startSeconds: 0, title: 'First' },
        { startSeconds: 30, title: 'Second' },
      ],
    });
  });

  test.each([
    ['outside of the recording', 60, 'chapters.1.startSeconds'],
    ['at the time of another', 0, 'chapters.1.startSeconds'],
  ])('refuses a chapter %s', async (_, startSeconds, path) => {
    const session = await stored({ durationSeconds: 60 });
    const chapters = [
      { startSeconds: 0, title: 'First' },
      { startSeconds, title: 'Second' },
    ];
    const answer = await call('PATCH', `/api/sessions/${session.id}`, { chapters });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors).toMatchObject([{ path }]);
    expect((await call('GET', `/api/sessions/${session.id}`)).json().chaptersBy).toBeNull();
  });

  test('a title that a person chose ends what was suggested', async () => {
    const session = await stored({ title: 'IMG 0042', titleSuggested: 'Pivot tables' });
    const read = async () => (await call('GET', `/api/sessions/${session.id}`)).json().titleSuggested;
    expect(await read()).toBe('Pivot tables');
    await call('PATCH', `/api/sessions/${session.id}`, { title: 'IMG 0042' });
    expect(await read()).toBeNull();
  });

  test.each([
    [{ title: '' }, 'title'],
    [{ chapters: [{ startSeconds: -1, title: 'Before' }] }, 'chapters'],
    [{ chapters: [{ startSeconds: 1, title: ' ' }] }, 'chapters'],
    [{ visibility: 'world' }, 'visibility'],
    [{ ownerId: 'me' }, 'ownerId'],
    [{ speakers: 'Ana' }, 'speakers'],
    [{ recordedAt: 'yesterday' }, 'recordedAt'],
    [{ recordedAt: '0000-01-01T00:00:00Z' }, 'recordedAt'],
    [{ recordedAt: '9999-12-31T23:59:59-14:00' }, 'recordedAt'],
  ])('refuses %j and says what is wrong', async (payload, field) => {
    const session = await stored();
    const answer = await call('PATCH', `/api/sessions/${session.id}`, payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(field);
  });

  test('refuses JSON that is none', async () => {
    const session = await stored();
    const answer = await server.app.inject({
      method: 'PATCH',
      url: `/api/sessions/${session.id}`,
      payload: '{"title": ',
      headers: { ...ana.headers, 'content-type': 'application/json' },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  test('takes text that is not valid UTF-8 without falling over', async () => {
    const session = await stored();
    const payload = Buffer.concat([
      Buffer.from('{"title":"'),
      Buffer.from([0xff, 0xfe, 0x80]),
      Buffer.from('"}'),
    ]);
    const answer = await server.app.inject({
      method: 'PATCH',
      url: `/api/sessions/${session.id}`,
      payload,
      headers: { ...ana.headers, 'content-type': 'application/json' },
    });
    expect(answer.statusCode).toBeLessThan(500);
  });
});

test('a language that a person takes back is what was heard again, or nobody knows', async () => {
  const languagesOf = async (id: string) => {
    const [session, text] = [`/api/sessions/${id}`, `/api/sessions/${id}/transcript`];
    return [(await call('GET', session)).json().language, (await call('GET', text)).json().language];
  };
  const [heard, unknown] = [await stored(), await stored()];
  for (const [{ id }, language] of [
    [heard, 'en'],
    [unknown, 'und'],
  ] as const) {
    const text = { engine: 'ear', grade: 'rough', segments: [segment('Guten Tag')], language } as const;
    await server.db.transaction((tx) => addTranscript(tx, id, text, { origin: 'machine' }));
    await call('PATCH', `/api/sessions/${id}`, { language: 'fr' });
    await call('PUT', `/api/sessions/${id}/transcript`, {
      language: 'de',
      segments: [segment('Guten Abend')],
    });
    expect(await languagesOf(id)).toEqual(['de', 'de']);
    await call('PATCH', `/api/sessions/${id}`, { language: null });
    expect(await languagesOf(id)).toEqual([language, language]);
  }
  await updateSession(server.db, unknown.id, { language: 'nl' });
  await call('PATCH', `/api/sessions/${unknown.id}`, { language: null });
  expect(await languagesOf(unknown.id)).toEqual(['nl', 'nl']);
});

describe('transcripts', () => {
  const withTranscript = async () => {
    const session = await stored();
    await server.db.transaction((tx) =>
      addTranscript(
        tx,
        session.id,
        { engine: 'captions', grade: 'given', language: 'en', segments: [segment('Cube control is a tool')] },
        { origin: 'machine' },
      ),
    );
    return session;
  };

  test('tell what was heard beside the text, but not where a person has corrected it', async () => {
    const session = await stored();
    const [corrected, elsewhere] = [
      { startSeconds: 2, endSeconds: 3, phrase: 'kubectl' },
      { startSeconds: 50, endSeconds: 51, phrase: 'Docker' },
    ];
    const spotted = [corrected, elsewhere];
    const heard = {
      engine: 'machine',
      grade: 'rough',
      language: 'en',
      segments: [segment('Cube control')],
    } as const;
    await server.db.transaction((tx) =>
      addTranscript(tx, session.id, { ...heard, spotted }, { origin: 'machine' }),
    );
    const url = `/api/sessions/${session.id}/transcript`;
    expect((await call('GET', url)).json().spotted).toEqual(spotted);
    await call('PUT', url, { segments: [segment('Kubectl')] });
    const after = (await call('GET', url)).json();
    expect([after.segments[0].text, after.spotted]).toEqual(['Kubectl', [elsewhere]]);
    const search = async (q: string) => (await call('GET', `/api/search?q=${q}`)).json().hits;
    const ids = (hits: readonly { session: { id: string } }[]) => hits.map((hit) => hit.session.id);
    expect(ids(await search('Docker'))).toContain(session.id);
    expect(JSON.stringify(await search('kubectl'))).not.toContain('perhaps');
  });

  test('can be read as JSON and in every written form', async () => {
    const session = await withTranscript();
    const json = (await call('GET', `/api/sessions/${session.slug}/transcript`)).json();
    expect(json).toMatchObject({
      language: 'en',
      engine: 'captions',
      segments: [{ text: 'Cube control is a tool' }],
    });
    const forms = {
      vtt: /^WEBVTT[\s\S]*<v Ana>Cube/,
      srt: /^1\n00:00:00,000/,
      txt: /^Ana: Cube/,
      md: /^# .*\n[\s\S]*\*\*Ana:\*\*/,
    };
    for (const [format, pattern] of Object.entries(forms)) {
      const answer = await call('GET', `/api/sessions/${session.slug}/transcript.${format}`);
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toMatch(pattern);
    }
    expect((await call('GET', `/api/sessions/${session.slug}/transcript.exe`)).statusCode).toBe(400);
  });

  test('a person’s text is shown, also after a machine has written another one', async () => {
    const session = await withTranscript();
    const put = await call('PUT', `/api/sessions/${session.id}/transcript`, {
      segments: [segment('kubectl is a tool')],
    });
    expect(put.statusCode).toBe(200);
    await server.db.transaction((tx) =>
      addTranscript(
        tx,
        session.id,
        { engine: 'better', grade: 'good', language: 'en', segments: [segment('Cube cuddle')] },
        { origin: 'machine' },
      ),
    );
    const shown = (await call('GET', `/api/sessions/${session.id}`)).json();
    expect(shown.transcript.edited).toBe(true);
    const { segments } = (await call('GET', `/api/sessions/${session.id}/transcript`)).json();
    expect(segments[0].text).toBe('kubectl is a tool');
  });

  test('saving over somebody else’s text is refused with 412 when If-Match says what one started from', async () => {
    const session = await withTranscript();
    const url = `/api/sessions/${session.id}/transcript`;
    const { etag } = (await call('GET', url)).headers;
    const first = await call('PUT', url, { segments: [segment('one')] }, { 'if-match': String(etag) });
    expect(first.statusCode).toBe(200);
    const second = await call('PUT', url, { segments: [segment('two')] }, { 'if-match': String(etag) });
    expect(second.statusCode).toBe(412);
    const third = await call(
      'PUT',
      url,
      { segments: [segment('three')] },
      { 'if-match': String(first.headers.etag) },
    );
    expect(third.statusCode).toBe(200);
  });

  test.each([
    [{ segments: [{ ...segment('x'), endSeconds: -1 }] }, 'endSeconds'],
    [{ segments: [{ ...segment('x', 9), endSeconds: 3 }] }, 'endSeconds'],
    [{ segments: 'all of it' }, 'segments'],
  ])('refuses %j', async (payload, field) => {
    const session = await withTranscript();
    const answer = await call('PUT', `/api/sessions/${session.id}/transcript`, payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(field);
  });
});

test('of two people who save the same version at once only one is told that it was saved', async () => {
  const session = await stored();
  const url = `/api/sessions/${session.id}/transcript`;
  const answers = await Promise.all(
    ['one', 'two'].map((text) => call('PUT', url, { segments: [segment(text)] }, { 'if-match': '"0"' })),
  );
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 412]);
});

test('a curator cannot hide somebody else’s session from themselves', async () => {
  const session = await stored();
  const curator = await server.person('curator');
  const answer = await server.app.inject({
    method: 'PATCH',
    url: `/api/sessions/${session.id}`,
    payload: { visibility: 'private' },
    headers: curator.headers,
  });
  expect(answer.statusCode).toBe(403);
});

describe('POST /api/sessions/:id/reprocess', () => {
  test('sets the given stages and all that build on them back', async () => {
    const session = await stored();
    const answer = await call('POST', `/api/sessions/${session.id}/reprocess`, { stages: ['transcribe'] });
    expect(answer.statusCode).toBe(202);
    const rows = (await listStages(server.db, [session.id])).get(session.id) ?? [];
    expect(rows.filter((row) => row.status === 'waiting').map((row) => row.name)).toContain('index');
  });

  test('refuses a stage that does not exist', async () => {
    const session = await stored();
    const answer = await call('POST', `/api/sessions/${session.id}/reprocess`, { stages: ['bake'] });
    expect(answer.statusCode).toBe(400);
  });
});
