import { eq, ne, notExists, sql } from 'drizzle-orm';
import { foldText } from '../../core/model/search/asked.ts';
import { prefixKeys } from '../../core/model/search/suggest.ts';
import type { Database, Queryable } from '../client.ts';
import { sessions } from '../schema/sessions.ts';
import { suggestions, suggestionWords } from '../schema/suggestions.ts';
import { terms } from '../schema/terms.ts';
import { sessionTopics, topics } from '../schema/topics.ts';

type Row = typeof suggestions.$inferInsert;

/** Writes anew by what the session can be reached: its title, its speakers, its topics. A session that is gone is fine. */
export async function replaceSuggestions(db: Database, sessionId: string): Promise<void> {
  await db.transaction(async (tx) => {
    // Who writes the same session waits, and then reads what was written last.
    const [session] = await tx.select().from(sessions).where(eq(sessions.id, sessionId)).for('no key update');
    if (!session) return;
    const about = await tx
      .select({ id: topics.id, name: topics.name, aliases: terms.aliases })
      .from(sessionTopics)
      .innerJoin(topics, eq(topics.id, sessionTopics.topicId))
      .leftJoin(terms, eq(terms.slug, topics.slug))
      .where(sql`${sessionTopics.sessionId} = ${sessionId} and ${ne(sessionTopics.status, 'rejected')}`);
    const rows: Row[] = [
      rowOf(sessionId, 'session', session.title),
      ...session.speakers.map((name) => rowOf(sessionId, 'speaker', name)),
      ...about.map(({ id, name }) => ({ ...rowOf(sessionId, 'topic', name), topicId: id })),
    ];
    await tx.delete(suggestions).where(eq(suggestions.sessionId, sessionId));
    await tx.insert(suggestions).values(rows);
    await learnWords(
      tx,
      [...rows.map(({ name }) => name), ...about.flatMap(({ aliases }) => aliases ?? [])].map(foldText),
    );
  });
}

const rowOf = (sessionId: string, kind: Row['kind'], name: string): Row => ({
  sessionId,
  kind,
  name,
  folded: foldText(name),
});

async function learnWords(db: Queryable, texts: readonly string[]): Promise<void> {
  // Sorted, so that two sessions that bring the same words cannot deadlock.
  const words = [...new Set(texts.flatMap((text) => text.split(' ')))].sort();
  const known = words.flatMap((word) => {
    const keys = prefixKeys(word);
    return keys.length > 0 ? [{ word, keys }] : [];
  });
  if (known.length > 0) await db.insert(suggestionWords).values(known).onConflictDoNothing();
}

/** Sessions that have never been written so, such as those of an earlier release. */
export async function listWithoutSuggestions(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      notExists(db.select({ one: sql`1` }).from(suggestions).where(eq(suggestions.sessionId, sessions.id))),
    )
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Forgets words that no session's names have any more. */
export async function forgetWords(db: Queryable): Promise<void> {
  await db.execute(sql`delete from ${suggestionWords} where not exists (
    select 1 from ${suggestions} where array_to_tsvector(string_to_array(${suggestions.folded}, ' '))
      @@ quote_literal(${suggestionWords.word})::tsquery) and not exists (
    select 1 from ${terms}, unnest(${terms.aliasSlugs}) alias
      where ${suggestionWords.word} = any(string_to_array(alias, '-')))`);
}
