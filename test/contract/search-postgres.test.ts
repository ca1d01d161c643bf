import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { slugOf } from '../../core/model/slug.ts';
import type { SessionDocument } from '../../core/ports/search-index.ts';
import type { Database } from '../../drizzle/client.ts';
import { newId } from '../../drizzle/ids.ts';
import { passages, words } from '../../drizzle/schema/passages.ts';
import { sessions } from '../../drizzle/schema/sessions.ts';
import { sessionTopics, topics } from '../../drizzle/schema/topics.ts';
import { users } from '../../drizzle/schema/users.ts';
import { makeSession, makeUser } from '../factories.ts';
import { openTestDatabase } from '../support/database.ts';
import { searchIndexContract } from './search-index.ts';
import { ann, asked, sessionsOf, spoken, talk } from './search-talks.ts';

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

  test('what more passages match than are scored is found in all sessions, newest first', () =>
    withDatabase(async (db) => {
      const index = postgresIndex({ db });
      const documents = Array.from({ length: 9 }, (_, at) =>
        talk({ heldAt: new Date(Date.UTC(2020 + at, 0)) }),
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

/** The session's rows as the product would have them. */
async function storeSession(db: Database, document: SessionDocument, isDeleted: boolean): Promise<void> {
  const { id, title, description, language, audience } = document;
  const { visibility, ownerId, team } = audience;
  const [owner] = await db.select().from(users).where(eq(users.id, ownerId));
  if (owner === undefined) await makeUser(db, { id: ownerId });
  const deletedAt = isDeleted ? new Date() : null;
  const values = {
    ...{ title, description, language, visibility, team, deletedAt },
    ...{ speakers: [...document.speakers], recordedAt: document.heldAt },
  };
  const updated = await db.update(sessions).set(values).where(eq(sessions.id, id)).returning();
  if (updated.length > 0) return;
  await makeSession(db, { id, ownerId, ...values });
  for (const name of document.topics) {
    const [known] = await db.select().from(topics).where(eq(topics.name, name));
    const topicId = known?.id ?? newId();
    if (known === undefined) await db.insert(topics).values({ id: topicId, name, slug: slugOf(name) });
    await db.insert(sessionTopics).values({ sessionId: id, topicId, origin: 'person', confidence: 1 });
  }
}
