import { and, asc, eq, exists, gt, inArray, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import type { Queryable, Transaction } from '../client.ts';
import { sessions } from '../schema/sessions.ts';
import { terms } from '../schema/terms.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { folded } from './folded.ts';
import { currentSlug } from './topic-names.ts';
import { visibleTo } from './visibility.ts';

/** A topic as a reader may see it. */
export interface TopicPage {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  /** Of those the reader may open. */
  readonly sessionCount: number;
}

const inOrder = sql`${topics.slug} collate "C"`;

/** Curators have written about the topic, on its page or in the vocabulary, which is joined: its name is everybody's. */
export const isWrittenAbout = or(ne(topics.description, ''), isNotNull(terms.id));

/**
 * Topics of sessions that the reader may open, and those that curators have written about, on their page or in the
 * vocabulary: what only others' sessions are about has no name here.
 */
function selectPages(db: Queryable, reader: Reader, condition: SQL | undefined) {
  const openSessions = db
    .select({ count: sql<number>`count(*)` })
    .from(sessionTopics)
    .innerJoin(sessions, eq(sessions.id, sessionTopics.sessionId))
    .where(
      and(eq(sessionTopics.topicId, topics.id), ne(sessionTopics.status, 'rejected'), visibleTo(reader)),
    );
  const isShown = or(isWrittenAbout, sql`(${openSessions}) > 0`);
  return db
    .select({
      id: topics.id,
      slug: topics.slug,
      name: topics.name,
      aliases: sql<string[]>`coalesce(${terms.aliases}, '{}')`,
      description: topics.description,
      sessionCount: sql<number>`(${openSessions})`,
    })
    .from(topics)
    .leftJoin(terms, eq(terms.slug, topics.slug))
    .where(and(isNull(topics.removedAt), isShown, condition));
}

/** In the order of their slugs, byte by byte; with `called` those that have it in their name or an alias. */
export async function listTopicPages(
  db: Queryable,
  reader: Reader,
  page: {
    readonly limit: number;
    readonly after?: string | undefined;
    readonly called?: string | undefined;
  },
): Promise<TopicPage[]> {
  const { limit, after, called } = page;
  const condition = and(
    after === undefined ? undefined : gt(inOrder, after),
    called === undefined ? undefined : isCalled(called),
  );
  return selectPages(db, reader, condition).orderBy(asc(inOrder)).limit(limit);
}

/** The name of the topic or one of its aliases, which are joined, has these letters, case and accents aside. */
function isCalled(text: string): SQL {
  const wanted = folded(sql`${text}::text`);
  return sql`(strpos(${folded(sql`${topics.name}`)}, ${wanted}) > 0
    or exists (select from unnest(${terms.aliases}) alias where strpos(${folded(sql`alias`)}, ${wanted}) > 0))`;
}

/** By its slug or that of an alias. */
export async function findTopicPage(
  db: Queryable,
  reader: Reader,
  slug: string,
): Promise<TopicPage | undefined> {
  // Postgres refuses a NUL in any text.
  if (slug.includes('\0')) return undefined;
  const [page] = await selectPages(db, reader, eq(topics.slug, await currentSlug(db, slug)));
  return page;
}

/** Those of the sessions' condition, for `listSessions`: the topic is one of theirs. */
export const isAbout = (db: Queryable, topicId: string): SQL =>
  exists(
    db
      .select({ one: sql`1` })
      .from(sessionTopics)
      .where(
        and(
          eq(sessionTopics.sessionId, sessions.id),
          eq(sessionTopics.topicId, topicId),
          ne(sessionTopics.status, 'rejected'),
        ),
      ),
  );

/** Those of the sessions of which a tagger says that they are about the topic, and no person has decided. */
export async function listSuggestedIn(
  db: Queryable,
  topicId: string,
  sessionIds: readonly string[],
): Promise<string[]> {
  if (sessionIds.length === 0) return [];
  const { sessionId, origin, status } = sessionTopics;
  const rows = await db
    .select({ sessionId })
    .from(sessionTopics)
    .where(
      and(
        eq(sessionTopics.topicId, topicId),
        inArray(sessionId, [...sessionIds]),
        and(eq(origin, 'ai'), eq(status, 'active')),
      ),
    );
  return rows.map((row) => row.sessionId);
}

export async function describeTopic(tx: Transaction, id: string, description: string): Promise<void> {
  await tx.update(topics).set({ description }).where(eq(topics.id, id));
}

/** Takes it off all sessions and keeps taggers from bringing it back; what people rejected stays rejected. */
export async function removeTopic(tx: Transaction, id: string): Promise<void> {
  await tx
    .delete(sessionTopics)
    .where(and(eq(sessionTopics.topicId, id), ne(sessionTopics.status, 'rejected')));
  await tx.update(topics).set({ removedAt: sql`now()`, description: '' }).where(eq(topics.id, id));
}

/** The sessions of which one of the topics is said, or was until a person took it off. */
export async function listSessionsWith(db: Queryable, topicIds: readonly string[]): Promise<string[]> {
  if (topicIds.length === 0) return [];
  const rows = await db
    .selectDistinct({ id: sessionTopics.sessionId })
    .from(sessionTopics)
    .where(inArray(sessionTopics.topicId, [...topicIds]));
  return rows.map(({ id }) => id);
}
