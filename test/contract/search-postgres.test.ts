import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import type { Database } from '../../drizzle/client.ts';
import { insertTerms } from '../../drizzle/queries/terms.ts';
import { countWords } from '../../drizzle/queries/vocabulary.ts';
import { passages, words } from '../../drizzle/schema/passages.ts';
import { makeSession, makeUser } from '../factories.ts';
import { openUsedDatabase } from '../support/database.ts';
import { storeCollection, storeSession } from '../support/store-session.ts';
import { searchIndexContract } from './search-index.ts';
import { ann, asked, sessionsOf, spoken, talk } from './search-talks.ts';

searchIndexContract(
  'PostgreSQL',
  async () => {
    const { db, close } = await openUsedDatabase();
    return {
      index: postgresIndex({ db }),
      prepare: (document, state) => storeSession(db, document, state?.isDeleted ?? false),
      prepareCollection: (collection) => storeCollection(db, collection),
      close,
    };
  },
  { hasStemming: true, isDefault: true },
);

/** Ten letters that look like no other number's. */
const wordOf = (at: number): string =>
  createHash('md5')
    .update(String(at))
    .digest('hex')
    .slice(0, 10)
    .replaceAll(/\d/g, (digit) => String.fromCharCode(103 + Number(digit)));

describe('the PostgreSQL engine', () => {
  const withDatabase = async (work: (db: Database) => Promise<void>) => {
    const { db, close } = await openUsedDatabase();
    await work(db).finally(close);
  };

  test.each([
    ['gti', 'en', 'we keep it all in git'],
    ['kubren', 'en', 'then we deploy to kubernetes'],
    ['ueberblick', 'de', 'ein kurzer Überblick über alles'],
    ['Überblick', 'de', 'ein kurzer Ueberblick ueber alles'],
    ['walrus lang:de', 'de-CH', 'the walrus'],
  ])('%s finds, in %s, [%s]', (text, language, spokenText) =>
    withDatabase(async (db) => {
      const index = postgresIndex({ db });
      const document = talk({ language });
      await storeSession(db, document, false);
      await index.replaceSession(document, spoken('nothing of interest', spokenText));
      const answer = await index.search(asked(text));
      expect(answer.hits[0]?.moments[0]?.snippet).toContain('<mark>');
      expect(answer.corrections.map(({ to }) => to)).toEqual(
        ['gti', 'kubren'].includes(text) ? [spokenText.split(' ').at(-1)] : [],
      );
    }),
  );

  test.each([
    ['k8s', 'we deploy to kubernetes', 'we deploy to <mark>kubernetes</mark>'],
    ['kubernetes pods', 'how k8s keeps a pod', 'how <mark>k8s</mark> keeps a <mark>pod</mark>'],
    ['SRE', 'site reliability engineers', '<mark>site</mark> <mark>reliability</mark> engineers'],
    ['site reliability week', 'a week of sre', 'a <mark>week</mark> of <mark>sre</mark>'],
  ])('the vocabulary says what else %s is called', (text, said, snippet) =>
    withDatabase(async (db) => {
      const index = postgresIndex({ db });
      const document = talk({ title: 'Clouds' });
      await storeSession(db, document, false);
      const kind = { kind: 'product', mishearings: [], note: '' } as const;
      await insertTerms(
        db,
        [
          { ...kind, name: 'Kubernetes', aliases: ['k8s'] },
          { ...kind, name: 'SRE', aliases: ['site reliability', 'a name of far too many words'] },
        ],
        (await makeUser(db)).id,
      );
      await index.replaceSession(document, spoken('nothing of interest', said));
      const { hits, corrections } = await index.search(asked(text));
      expect(hits[0]?.moments[0]?.snippet).toBe(snippet);
      expect(corrections).toEqual([]);
      expect((await index.search(asked(`"${text}"`))).hits).toEqual([]);
    }),
  );

  test('what more passages match than are scored is found in all sessions, newest or most to the point first', () =>
    withDatabase(async (db) => {
      const index = postgresIndex({ db });
      const documents = Array.from({ length: 9 }, (_, at) =>
        talk({ title: at === 4 ? 'The Walrus' : 'Animals', heldAt: new Date(Date.UTC(2020 + at, 0)) }),
      );
      for (const document of documents) {
        await storeSession(db, document, false);
        await index.replaceSession(document, spoken(...Array.from({ length: 500 }, () => 'the walrus')));
      }
      const answer = await index.search({ ...asked('walrus'), sort: 'newest' });
      expect(sessionsOf(answer)).toEqual(documents.map(({ id }) => id).toReversed());
      expect(answer).toMatchObject({
        total: 9,
        totalMoments: 0,
        hits: [{ momentCount: 500 }, {}, {}, {}, {}, {}, {}, {}, {}],
      });
      expect(sessionsOf(await index.search(asked('walrus')))).toHaveLength(9);
      expect(sessionsOf(await index.search(asked('walrus')))[0]).toBe(documents[4]?.id);
    }));

  test('a paragraph with a slip in every word finds its moment among many thousand words', () =>
    withDatabase(async (db) => {
      const index = postgresIndex({ db });
      const document = talk();
      await storeSession(db, document, false);
      const paragraph = Array.from({ length: 40 }, (_, at) => wordOf(at));
      await index.replaceSession(document, spoken('nothing of interest', paragraph.join(' ')));
      const others = Array.from({ length: 10_000 }, (_, at) => wordOf(at + 100));
      const change = (word: string) => ({ word, configuration: 'english', lexeme: word, change: 5 });
      await db.transaction((tx) => countWords(tx, others.map(change)));
      await db.execute(sql`analyze words`);
      const slips = paragraph.map((word) => `${word.slice(0, 4)}${word.slice(5)}`);
      const { hits } = await index.search(asked(slips.join(' ')));
      expect(hits[0]?.moments[0]?.startSeconds).toBe(40);
    }));

  test.each(['nobody says', 'somebody says in private'])(
    'a long question finds what is said of it, however much of the rest %s',
    (whoSays) =>
      withDatabase(async (db) => {
        const index = postgresIndex({ db });
        const unsaid = Array.from({ length: 12 }, (_, at) => wordOf(at)).join(' ');
        const audience = { visibility: 'private', ownerId: ann.id, team: null } as const;
        const said = 'the lighthouse keeper mended an orange kettle';
        const hidden = whoSays === 'nobody says' ? 'nothing of interest' : unsaid;
        const documents = [talk(), talk({ audience })] as const;
        for (const document of documents) await storeSession(db, document, false);
        await index.replaceSession(documents[0], spoken('nothing of interest', said));
        await index.replaceSession(documents[1], spoken(hidden));
        const answer = await index.search(asked(`${unsaid} orange kettle lighthouse keeper`));
        expect(answer).toMatchObject({ total: 1, totalMoments: 1, corrections: [] });
        expect(answer.hits[0]?.moments.map(({ startSeconds }) => startSeconds)).toEqual([40]);
      }),
  );

  test('of many passages with the stems of a phrase the one that says it word for word comes first', () =>
    withDatabase(async (db) => {
      const index = postgresIndex({ db });
      const document = talk();
      await storeSession(db, document, false);
      const others = Array.from({ length: 10 }, () => 'quantum computing beside a classical computer');
      await index.replaceSession(
        document,
        spoken(...others, 'too hard for classical computers and the rest'),
      );
      const { hits } = await index.search(asked('"for classical computers and the"'));
      expect(hits[0]?.moments[0]?.startSeconds).toBe(400);
    }));

  test('words are counted as often as they are there, however often a session is indexed', () =>
    withDatabase(async (db) => {
      const index = postgresIndex({ db });
      const document = talk({ title: 'Owls' });
      await storeSession(db, document, false);
      const countOf = async () =>
        Object.fromEntries((await db.select().from(words)).map((row) => [row.word, row.documentFrequency]));
      await index.replaceSession(document, spoken('the owl and the lark', 'a lark'));
      expect(await countOf()).toEqual({ '': 3, owls: 3, owl: 1, lark: 2 });
      await index.replaceSession({ ...document, title: 'Birds' }, spoken('the owl'));
      expect(await countOf()).toEqual({ '': 2, birds: 2, owl: 1 });
      await index.removeSession(document);
      expect(await countOf()).toEqual({ '': 0 });
    }));

  test('workers that index at the same time wait for each other and lose nothing', () =>
    withDatabase(async (db) => {
      const index = postgresIndex({ db });
      const documents = Array.from({ length: 12 }, () => talk({ title: 'Owls' }));
      for (const document of documents) await storeSession(db, document, false);
      const vocabulary = Array.from({ length: 300 }, (_, at) => `word${at}`);
      const texts = (at: number) =>
        spoken([...vocabulary.slice(at * 20), ...vocabulary.slice(0, at * 20)].join(' '));
      await Promise.all(documents.map((document, at) => index.replaceSession(document, texts(at))));
      await Promise.all(documents.map((document, at) => index.replaceSession(document, texts(at + 1))));
      const [row] = await db.select().from(words).where(eq(words.word, 'word7'));
      expect(row?.documentFrequency).toBe(12);
      expect((await index.search(asked('word7 '))).total).toBe(12);
    }));

  test('a session that is gone is not indexed', () =>
    withDatabase(async (db) => {
      const index = postgresIndex({ db });
      await index.replaceSession(talk(), spoken('the owl'));
      expect(await db.select().from(words)).toEqual([]);
      expect(await db.select().from(passages)).toEqual([]);
    }));

  test.each(['relevance', 'newest'] as const)(
    'another process goes on by %s where the first one stopped',
    (sort) =>
      withDatabase(async (db) => {
        const [one, other] = [postgresIndex({ db }), postgresIndex({ db })];
        const documents = Array.from({ length: 9 }, (_, day) =>
          talk({ heldAt: new Date(Date.UTC(2026, 0, day + 1)) }),
        );
        for (const document of documents) {
          await storeSession(db, document, false);
          await one.replaceSession(document, spoken('the owl'));
        }
        const first = await one.search(asked('owl', { sort, limit: 4 }));
        const newer = talk({ heldAt: new Date('2026-06-01') });
        await storeSession(db, newer, false);
        await one.replaceSession(newer, spoken('the owl owl'));
        const [last] = documents.filter(({ id }) => id === sessionsOf(first).at(-1));
        if (last !== undefined) await storeSession(db, last, true);
        const cursor = first.nextCursor ?? undefined;
        const rest = await other.search(asked('owl', { sort, limit: 20, cursor }));
        const left = documents.filter(({ id }) => !sessionsOf(first).includes(id));
        expect(sessionsOf(rest).toSorted()).toEqual(left.map(({ id }) => id).toSorted());
      }),
  );

  test('by date there is no end before the last session, and more than are counted are told as more', () =>
    withDatabase(async (db) => {
      const index = postgresIndex({ db });
      await makeUser(db, { id: ann.id });
      for (let at = 0; at < 1_010; at += 1) {
        const { id } = await makeSession(db, { ownerId: ann.id });
        await db.insert(passages).values({
          sessionId: id,
          isHeading: true,
          startSeconds: 0,
          endSeconds: 0,
          body: '',
          tsv: "'owl':1A",
        });
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const answer = await index.search(asked('', { sort: 'newest', limit: 100, cursor }));
        expect([answer.total, answer.totalCap]).toEqual([1_001, 1_001]);
        seen.push(...sessionsOf(answer));
        cursor = answer.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toHaveLength(1_010);
      expect(new Set(seen).size).toBe(1_010);
    }));

  test('a topic is found by its slug as well', () =>
    withDatabase(async (db) => {
      const index = postgresIndex({ db });
      const document = talk({ topics: ['Pivot Tables'] });
      await storeSession(db, document, false);
      await index.replaceSession(document, spoken('the owl'));
      const filters = { topic: 'pivot-tables' };
      expect(sessionsOf(await index.search(asked('owl', { filters, reader: ann })))).toEqual([document.id]);
    }));
});
