import { and, count, desc, eq, inArray, isNotNull, isNull, ne, notInArray, or } from 'drizzle-orm';
import type { Audience } from '../../core/model/access.ts';
import { topicSlug } from '../../core/model/topic-slug.ts';
import type { Queryable } from '../client.ts';
import { sessions } from '../schema/sessions.ts';
import { terms } from '../schema/terms.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { currentSlug, ensureTopics, keepTopicNames } from './topic-names.ts';
import { visibleToAllOf } from './visibility.ts';

/**
 * Names of topics to find in a session, those of most sessions first, then what the vocabulary has besides. None
 * that its readers cannot know: topics of its own, of sessions that all of them may open, or written about.
 */
export async function listTopicNames(
  db: Queryable,
  limit: number,
  session: Audience & { readonly id: string },
): Promise<string[]> {
  const known = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(or(eq(sessions.id, session.id), visibleToAllOf(session)));
  const isOfKnown = and(
    eq(sessionTopics.topicId, topics.id),
    eq(sessionTopics.status, 'active'),
    inArray(sessionTopics.sessionId, known),
  );
  const used = await db
    .select({ name: topics.name })
    .from(topics)
    .leftJoin(sessionTopics, isOfKnown)
    .leftJoin(terms, eq(terms.slug, topics.slug))
    .where(
      and(
        isNull(topics.removedAt),
        or(isNotNull(sessionTopics.sessionId), isNotNull(terms.id), ne(topics.description, '')),
      ),
    )
    .groupBy(topics.id)
    .orderBy(desc(count(sessionTopics.sessionId)), topics.name)
    .limit(limit);
  const unused = await db
    .select({ name: terms.name })
    .from(terms)
    .leftJoin(topics, eq(topics.slug, terms.slug))
    .where(and(isNull(topics.id), inArray(terms.kind, ['topic', 'product', 'acronym'])))
    .orderBy(terms.slug)
    .limit(limit - used.length);
  return [...used, ...unused].map((row) => row.name);
}

export interface SessionTopic {
  readonly name: string;
  readonly slug: string;
  readonly origin: 'ai' | 'person';
  /** 0 to 1. */
  readonly confidence: number;
  /** Where it is talked about. */
  readonly seconds: readonly number[];
}

/** Active topics of each session, people's first, then the surest. */
export async function topicDetailsOfSessions(
  db: Queryable,
  sessionIds: readonly string[],
): Promise<Map<string, SessionTopic[]>> {
  const found = new Map<string, SessionTopic[]>();
  if (sessionIds.length === 0) return found;
  const rows = await db
    .select({
      sessionId: sessionTopics.sessionId,
      name: topics.name,
      slug: topics.slug,
      origin: sessionTopics.origin,
      confidence: sessionTopics.confidence,
      seconds: sessionTopics.seconds,
    })
    .from(sessionTopics)
    .innerJoin(topics, eq(topics.id, sessionTopics.topicId))
    .where(and(inArray(sessionTopics.sessionId, [...sessionIds]), eq(sessionTopics.status, 'active')))
    .orderBy(desc(sessionTopics.origin), desc(sessionTopics.confidence), topics.name);
  for (const { sessionId, ...topic } of rows) found.set(sessionId, [...(found.get(sessionId) ?? []), topic]);
  return found;
}

/** The names of `topicDetailsOfSessions`. */
export async function topicsOfSessions(
  db: Queryable,
  sessionIds: readonly string[],
): Promise<Map<string, string[]>> {
  const details = await topicDetailsOfSessions(db, sessionIds);
  return new Map([...details].map(([id, list]) => [id, list.map(({ name }) => name)]));
}

/** What a tagger found in a session. */
export interface SuggestedTopic {
  readonly name: string;
  readonly confidence: number;
  readonly seconds?: readonly number[] | undefined;
}

/** Replaces the tagger's topics. What people set or took off stays so; only where it is talked about is told anew. */
export async function replaceSuggestedTopics(
  db: Queryable,
  sessionId: string,
  suggested: readonly SuggestedTopic[],
): Promise<void> {
  const names = suggested.map((topic) => topic.name);
  const ids = await ensureTopics(db, names, 'ai');
  await db
    .delete(sessionTopics)
    .where(and(eq(sessionTopics.sessionId, sessionId), eq(sessionTopics.origin, 'ai')));
  const found = new Map<string, Required<Omit<SuggestedTopic, 'name'>>>();
  for (const { name, confidence, seconds = [] } of suggested) {
    const id = ids.get(topicSlug(name));
    if (id === undefined) continue;
    // Two names of one topic: the tagger found it twice.
    const before = found.get(id);
    found.set(id, {
      confidence: Math.max(confidence, before?.confidence ?? 0),
      seconds: [...new Set([...(before?.seconds ?? []), ...seconds])].sort((a, b) => a - b),
    });
  }
  for (const [topicId, { confidence, seconds = [] }] of found)
    await db
      .insert(sessionTopics)
      .values({ sessionId, topicId, origin: 'ai', confidence, seconds: [...seconds] })
      .onConflictDoUpdate({
        target: [sessionTopics.sessionId, sessionTopics.topicId],
        set: { seconds: [...seconds] },
      });
}

/** Sets the topics as a person wants them: what is missing from the list counts as taken off, for ever. */
export async function setTopics(db: Queryable, sessionId: string, names: readonly string[]): Promise<void> {
  const ids = await acceptTopics(db, sessionId, names);
  const others = ids.length > 0 ? notInArray(sessionTopics.topicId, [...ids]) : undefined;
  await db
    .update(sessionTopics)
    .set({ status: 'rejected', origin: 'person' })
    .where(and(eq(sessionTopics.sessionId, sessionId), others));
}

/** A person says that the session is about these: for ever. Gives the topics' ids. */
export async function acceptTopics(
  db: Queryable,
  sessionId: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const ids = [...new Set((await ensureTopics(db, names, 'person')).values())];
  if (ids.length === 0) return ids;
  await db
    .insert(sessionTopics)
    .values(ids.map((topicId) => ({ sessionId, topicId, origin: 'person' as const, confidence: 1 })))
    .onConflictDoUpdate({
      target: [sessionTopics.sessionId, sessionTopics.topicId],
      set: { status: 'active', origin: 'person', confidence: 1 },
    });
  return ids;
}

/** A person's word about a topic that the session has or had: for ever. False: it never had it. */
export async function decideTopic(
  db: Queryable,
  sessionId: string,
  slug: string,
  decision: 'accepted' | 'rejected',
): Promise<boolean> {
  await keepTopicNames(db);
  const ofTopic = db
    .select({ id: topics.id })
    .from(topics)
    .where(eq(topics.slug, await currentSlug(db, slug)));
  const decided = await db
    .update(sessionTopics)
    .set(
      decision === 'accepted'
        ? { status: 'active', origin: 'person', confidence: 1 }
        : { status: 'rejected', origin: 'person' },
    )
    .where(and(eq(sessionTopics.sessionId, sessionId), inArray(sessionTopics.topicId, ofTopic)))
    .returning({ topicId: sessionTopics.topicId });
  return decided.length > 0;
}
