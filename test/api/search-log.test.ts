import { desc, eq, sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSearchLog } from '../../core/actions/search-log.ts';
import { newId } from '../../drizzle/ids.ts';
import { pruneSearchLog } from '../../drizzle/queries/search-log.ts';
import { forgetWords } from '../../drizzle/queries/suggestion-rows.ts';
import { dismissedSubjects, searchLog } from '../../drizzle/schema/searches.ts';
import { suggestionWords } from '../../drizzle/schema/suggestions.ts';
import { users } from '../../drizzle/schema/users.ts';
import { silentLog } from '../support/log.ts';
import { searching } from '../support/searching.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let on: ReturnType<typeof searching>;
let talk: { readonly id: string };
beforeAll(async () => {
  server = await openTestServer();
  on = searching(server);
  talk = await on.addSession({ title: 'Deploying on Fridays' });
});
afterAll(() => server.close());

/** What is written down of a person's searches, the oldest first. */
async function rowsOf({ id }: TestPerson) {
  await server.searchLog.settled();
  return server.db
    .select()
    .from(searchLog)
    .where(eq(searchLog.userId, id))
    .orderBy(searchLog.at, searchLog.id);
}

/** As if the last search had been so long ago. */
const later = async (person: TestPerson, seconds: number) => {
  await server.searchLog.settled();
  await server.db
    .update(searchLog)
    .set({ at: sql`${searchLog.at} - make_interval(secs => ${seconds})` })
    .where(eq(searchLog.userId, person.id));
};

const type = async (person: TestPerson, ...queries: string[]) => {
  const ids = [];
  for (const q of queries) ids.push((await on.search(person, q)).searchId);
  return ids;
};

describe('a search', () => {
  test('is written down with what was found, and what was opened', async () => {
    const ana = await server.person('member');
    const { searchId, total } = await on.search(ana, 'Deploying', { language: 'und' });
    expect(await on.open(ana, searchId, talk.id, 61.5)).toBe(204);
    expect(await rowsOf(ana)).toMatchObject([
      {
        id: searchId,
        query: 'Deploying',
        words: 'deploying',
        isPlain: false,
        filters: { language: 'und' },
        sessionCount: total,
        openedSessionId: talk.id,
        openedSeconds: 61.5,
        openedAt: expect.any(Date),
      },
    ]);
  });

  test('that is typed is one row, whatever slips are corrected on the way', async () => {
    const ana = await server.person('member');
    const ids = await type(ana, 'dep', 'deplyo', 'deploy', 'deploying on', 'deploying');
    const [row, ...others] = await rowsOf(ana);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ id: ids[0], ids, query: 'deploying', sessionCount: 1 });
  });

  test('is another row when it is for something else, later, elsewhere, or after something was opened', async () => {
    const ana = await server.person('member');
    await type(ana, 'deploying', 'kubernetes');
    await later(ana, 60);
    await type(ana, 'kubernetes pods');
    await on.search(ana, 'kubernetes', { topic: 'owls' });
    const [last] = await type(ana, 'kubernetes on');
    expect(await on.open(ana, last ?? '', talk.id)).toBe(204);
    await type(ana, 'kubernetes on fridays');
    expect((await rowsOf(ana)).map(({ query }) => query)).toEqual([
      ...[
        'deploying',
        'kubernetes',
        'kubernetes pods',
        'kubernetes',
        'kubernetes on',
        'kubernetes on fridays',
      ],
    ]);
  });

  test('that is looked at again is the same row, opened or not', async () => {
    const ana = await server.person('member');
    await on.searchAndOpen(ana, 'deploying', talk.id);
    await later(ana, 60);
    const ids = await type(ana, 'deploying');
    const rows = await rowsOf(ana);
    expect(rows).toMatchObject([{ query: 'deploying', openedSessionId: talk.id }]);
    expect(rows[0]?.ids).toContain(ids[0]);
    await later(ana, 3_600);
    await type(ana, 'deploying');
    expect(await rowsOf(ana)).toHaveLength(2);
  });

  test('that many processes answer at once is one row', async () => {
    const ana = await server.person('member');
    const logs = Array.from({ length: 6 }, () => openSearchLog({ ...server, log: silentLog, isOn: true }));
    const query = 'deploying on fridays';
    const counts = { sessionCount: 1, momentCount: 0, tookMs: 1, filters: {} };
    const ids = logs.flatMap((log, at) =>
      [5, 9, 20].map((end) => log.note({ reader: ana, query: query.slice(0, end + (at % 2)), ...counts })),
    );
    await Promise.all(logs.map((log) => log.settled()));
    const [row, ...others] = await rowsOf(ana);
    expect(others).toEqual([]);
    expect(row?.ids.toSorted()).toEqual(ids.toSorted());
  });

  test('of two people is two rows', async () => {
    const [ana, ben] = [await server.person('member'), await server.person('member')];
    await Promise.all([type(ana, 'fri', 'friday'), type(ben, 'fri', 'friday')]);
    expect([await rowsOf(ana), await rowsOf(ben)].map(({ length }) => length)).toEqual([1, 1]);
  });

  test('of nothing, of a further page, or that asks not to be, is not written down', async () => {
    const ana = await server.person('member');
    expect(await type(ana, ' ')).toEqual([null]);
    expect((await on.search(ana, 'friday', { log: 'off' })).searchId).toBeNull();
    expect(await rowsOf(ana)).toEqual([]);
  });

  test.each(['\0 friday', '\ud800 friday', `${'ﷺ'.repeat(900)}`])(
    'of [%j] is written down too',
    async (q) => {
      const ana = await server.person('member');
      await on.search(ana, q);
      expect(await rowsOf(ana)).toHaveLength(1);
    },
  );
});

describe('what was opened', () => {
  let ana: TestPerson;
  let searchId: string | null;
  beforeAll(async () => {
    ana = await server.person('member');
    [searchId = null] = await type(ana, 'friday');
  });

  test('may be told under the id of any answer on the way', async () => {
    const cat = await server.person('member');
    const ids = await type(cat, 'dep', 'deploy', 'deploying');
    expect(await on.open(cat, ids[1] ?? '', talk.id, 3)).toBe(204);
    expect(await rowsOf(cat)).toMatchObject([{ query: 'deploying', openedSeconds: 3 }]);
  });

  test("is nobody else's to tell", async () => {
    expect(await on.open(await server.person('admin'), searchId, talk.id)).toBe(404);
    expect(await on.ask(await server.person('admin'), searchId)).toBe(404);
  });

  test('is a session that the reader may open', async () => {
    const hidden = await on.addSession({ title: 'Hidden', visibility: 'private' });
    expect(await on.open(ana, searchId, hidden.id)).toBe(404);
    expect(await on.open(ana, searchId, newId())).toBe(404);
  });

  test('needs the id of a search of the last day', async () => {
    expect(await on.open(ana, newId(), talk.id)).toBe(404);
    expect(await on.open(ana, 'nonsense', talk.id)).toBe(400);
    const old = await server.person('member');
    const [id = null] = await type(old, 'friday');
    await rowsOf(old);
    await later(old, 2 * 86_400);
    expect(await on.open(old, id, talk.id)).toBe(404);
  });
});

describe('the log of searches', () => {
  test('keeps 90 days, and what curators dismissed as long', async () => {
    const [ana, ben] = [await server.person('member'), await server.person('member')];
    for (const person of [ana, ben]) await type(person, 'friday');
    await rowsOf(ben);
    await later(ana, 91 * 86_400);
    await later(ben, 89 * 86_400);
    const at = sql`now() - interval '91 days'`;
    await server.db
      .insert(dismissedSubjects)
      .values([{ subject: 'old', dismissedAt: at }, { subject: 'new' }]);
    await pruneSearchLog(server.db, 90);
    expect([await rowsOf(ana), await rowsOf(ben)].map(({ length }) => length)).toEqual([0, 1]);
    expect(await server.db.select({ subject: dismissedSubjects.subject }).from(dismissedSubjects)).toEqual([
      { subject: 'new' },
    ]);
  });

  test('forgets a person with the person', async () => {
    const ana = await server.person('member');
    await type(ana, 'friday');
    expect(await rowsOf(ana)).toHaveLength(1);
    await server.db.delete(users).where(eq(users.id, ana.id));
    expect(await rowsOf(ana)).toEqual([]);
  });

  test('writes nothing when it is off, and forgets what there was', async () => {
    const ana = await server.person('member');
    const log = openSearchLog({ ...server, log: silentLog, isOn: false });
    const counts = { filters: {}, sessionCount: 0, momentCount: 0, tookMs: 1 };
    expect(log.note({ reader: ana, query: 'friday', ...counts })).toBeNull();
    await type(ana, 'friday');
    await rowsOf(ana);
    await pruneSearchLog(server.db, 0);
    expect(await server.db.select().from(searchLog)).toEqual([]);
  });

  test('that cannot be written is a line of the log, and searches are answered', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
    const failing = openSearchLog({ db: server.db, log, isOn: true });
    const stranger = { id: newId(), role: 'member', team: null } as const;
    const counts = { filters: {}, sessionCount: 0, momentCount: 0, tookMs: 1 };
    expect(failing.note({ reader: stranger, query: 'friday', ...counts })).toEqual(expect.any(String));
    await failing.settled();
    expect(lines).toEqual([expect.stringContaining('not noted in the log of searches')]);
    const ana = await server.person('member');
    expect(failing.note({ reader: ana, query: 'friday', ...counts })).toEqual(expect.any(String));
    await failing.settled();
    expect(await rowsOf(ana)).toHaveLength(1);
  });

  test('waits for no answer: a reader whose row is locked is answered', async () => {
    const ana = await server.person('member');
    await type(ana, 'friday');
    await rowsOf(ana);
    await server.db.transaction(async (tx) => {
      await tx.select().from(searchLog).orderBy(desc(searchLog.at)).for('update');
      expect((await on.search(ana, 'fridays')).searchId).not.toBeNull();
    });
    expect(await rowsOf(ana)).toMatchObject([{ query: 'fridays' }]);
  });
});

test('words that no session has any more are forgotten', async () => {
  const session = await on.addSession({ title: 'Okapi in the rain' });
  const known = async () => (await server.db.select().from(suggestionWords)).map(({ word }) => word);
  expect(await known()).toContain('okapi');
  await forgetWords(server.db);
  expect(await known()).toContain('okapi');
  await server.db.execute(sql`delete from sessions where id = ${session.id}`);
  await forgetWords(server.db);
  expect(await known()).not.toContain('okapi');
  expect(await known()).toContain('deploying');
});
