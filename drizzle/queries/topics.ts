import { and, count, desc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { slugOf } from '../../core/model/slug.ts';
import type { Queryable } from '../client.ts';
import { newId } from '../ids.ts';
import { sessionTopics, topics } from '../schema/topics.ts';

/** Names of existing topics, those of most sessions first. */
export async function listTopicNames(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db
    .select({ name: topics.name })
    .from(topics)
    .leftJoin(sessionTopics, and(eq(sessionTopics.topicId, topics.id), eq(sessionTopics.status, 'active')))
    .groupBy(topics.id)
    .orderBy(desc(count(sessionTopics.sessionId)), topics.name)
    .limit(limit);
  return rows.map((row) => row.name);
}

/** Active topics of each session, people's first, then the surest. */
export async function topicsOfSessions(
  db: Queryable,
  sessionIds: readonly string[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (sessionIds.length === 0) return found;
  const rows = await db
    .select({ sessionId: sessionTopics.sessionId, name: topics.name })
    .from(sessionTopics)
    .innerJoin(topics, eq(topics.id, sessionTopics.topicId))
    .where(and(inArray(sessionTopics.sessionId, [...sessionIds]), eq(sessionTopics.status, 'active')))
    .orderBy(desc(sessionTopics.origin), desc(sessionTopics.confidence), topics.name);
  for (const row of rows) found.set(row.sessionId, [...(found.get(row.sessionId) ?? []), row.name]);
  return found;
}

/** Finds topics by their slug or makes them: slug to id. */
async function ensureTopics(db: Queryable, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const bySlug = new Map(names.map((name) => [slugOf(name), name.trim()]));
  // Sorted, so that two sessions that bring the same new topics cannot deadlock.
  const slugs = [...bySlug.keys()].sort();
  if (slugs.length === 0) return new Map();
  await db
    .insert(topics)
    .values(slugs.map((slug) => ({ id: newId(), slug, name: bySlug.get(slug) ?? slug })))
    .onConflictDoNothing({ target: topics.slug });
  const rows = await db
    .select({ id: topics.id, slug: topics.slug })
    .from(topics)
    .where(inArray(topics.slug, slugs));
  return new Map(rows.map((row) => [row.slug, row.id]));
}

/** Replaces the tagger's topics; what people set or took off stays as it is. */
export async function replaceSuggestedTopics(
  db: Queryable,
  sessionId: string,
  suggested: readonly {
    readonly name: string;
    readonly confidence: number;
    readonly seconds?: readonly number[];
  }[],
): Promise<void> {
  const ids = await ensureTopics(
    db,
    suggested.map((topic) => topic.name),
  );
  await db
    .delete(sessionTopics)
    .where(and(eq(sessionTopics.sessionId, sessionId), eq(sessionTopics.origin, 'ai')));
  for (const topic of suggested) {
    const topicId = ids.get(slugOf(topic.name));
    if (topicId === undefined) continue;
    await db
      .insert(sessionTopics)
      .values({ sessionId, topicId, origin: 'ai', confidence: topic.confidence })
      .onConflictDoNothing();
  }
}

/** Sets the topics as a person wants them: what is missing from the list counts as taken off, for ever. */
export async function setTopics(db: Queryable, sessionId: string, names: readonly string[]): Promise<void> {
  const ids = [...(await ensureTopics(db, names)).values()];
  await db
    .update(sessionTopics)
    .set({ status: 'rejected', origin: 'person' })
    .where(
      and(
        eq(sessionTopics.sessionId, sessionId),
        ids.length > 0 ? notInArray(sessionTopics.topicId, ids) : sql`true`,
      ),
    );
  if (ids.length === 0) return;
  await db
    .insert(sessionTopics)
    .values(ids.map((topicId) => ({ sessionId, topicId, origin: 'person' as const, confidence: 1 })))
    .onConflictDoUpdate({
      target: [sessionTopics.sessionId, sessionTopics.topicId],
      set: { status: 'active', origin: 'person', confidence: 1 },
    });
}
