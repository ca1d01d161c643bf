import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import type { Database } from '../../drizzle/client.ts';
import { passages, words } from '../../drizzle/schema/passages.ts';
import { openTestDatabase } from '../support/database.ts';
import { searchIndexContract } from './search-index.ts';
import { ann, asked, sessionsOf, spoken, talk } from './search-talks.ts';
import { storeSession } from './store-session.ts';

searchIndexContract(
  'PostgreSQL',
  async () => {
    const { db, close } = await openTestDatabase();
    return {
      index: postgresIndex({ db }),
      prepare: (document, state) => storeSession(db, document, state?.isDeleted ?? false),
      close,
    };
  },
  { hasStemming: true },
);

describe('the PostgreSQL engine', () => {
  const withDatabase = async (work: (db: Database) => Promise<void>) => {
    const { db, close } = await openTestDatabase();
    await work(db).finally(close);
  };

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
      await index.removeSession(document.id);
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

  test('a session that is gone cannot be indexed, and nothing of it stays', () =>
    withDatabase(async (db) => {
      const index = postgresIndex({ db });
      await expect(index.replaceSession(talk(), spoken('the owl'))).rejects.toMatchObject({
        name: 'PermanentError',
      });
      expect(await db.select().from(words)).toEqual([]);
      expect(await db.select().from(passages)).toEqual([]);
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
