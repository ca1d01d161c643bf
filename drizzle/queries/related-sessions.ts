import { and, desc, eq, gt, isNull, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Reader } from '../../core/model/access.ts';
import { isVoice } from '../../core/model/speakers.ts';
import type { Queryable } from '../client.ts';
import { collectionItems, collections } from '../schema/collections.ts';
import { sessions } from '../schema/sessions.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { heldAt, listVisibleByIds, type SessionRow, type SessionWithOwner } from './sessions.ts';
import { isOpenTo, visibleTo } from './visibility.ts';

/** What a thing in common counts: a curator has put two sessions side by side, a tagger may have guessed a topic. */
const pointsOf = { collection: 3, topic: 2, speaker: 1 } as const;

/**
 * Sessions that have topics, collections or speakers in common with this one, most first, then newest; only what
 * the reader may open, by collections that they may open.
 */
export async function listRelatedSessions(
  db: Queryable,
  reader: Reader,
  session: Pick<SessionRow, 'id' | 'speakers'>,
  { limit }: { readonly limit: number },
): Promise<SessionWithOwner[]> {
  const points = sql<number>`${pointsOf.topic} * (${countTopics(db, session.id)})
    + ${pointsOf.collection} * (${countCollections(db, reader, session.id)})
    + ${pointsOf.speaker} * ${countSpeakers(session.speakers)}`;
  const scored = db
    .select({ id: sessions.id, heldAt: heldAt.as('held_at'), points: points.mapWith(Number).as('points') })
    .from(sessions)
    .where(and(visibleTo(reader), ne(sessions.id, session.id)))
    .as('scored');
  const rows = await db
    .select({ id: scored.id })
    .from(scored)
    .where(gt(scored.points, 0))
    .orderBy(desc(scored.points), desc(scored.heldAt), desc(scored.id))
    .limit(limit);
  const found = await listVisibleByIds(
    db,
    reader,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id }) => found.get(id) ?? []);
}

/** Topics of both that nobody took off. */
function countTopics(db: Queryable, id: string) {
  const other = alias(sessionTopics, 'other');
  return db
    .select({ count: sql`count(*)` })
    .from(sessionTopics)
    .innerJoin(other, eq(other.topicId, sessionTopics.topicId))
    .innerJoin(topics, and(eq(topics.id, sessionTopics.topicId), isNull(topics.removedAt)))
    .where(
      and(
        eq(sessionTopics.sessionId, id),
        eq(other.sessionId, sessions.id),
        ne(sessionTopics.status, 'rejected'),
        ne(other.status, 'rejected'),
      ),
    );
}

function countCollections(db: Queryable, reader: Reader, id: string) {
  const other = alias(collectionItems, 'other_item');
  return db
    .select({ count: sql`count(distinct ${collections.id})` })
    .from(collectionItems)
    .innerJoin(other, eq(other.collectionId, collectionItems.collectionId))
    .innerJoin(collections, eq(collections.id, collectionItems.collectionId))
    .where(
      and(eq(collectionItems.sessionId, id), eq(other.sessionId, sessions.id), isOpenTo(reader, collections)),
    );
}

function countSpeakers(speakers: readonly string[]) {
  const named = speakers.filter((name) => !isVoice(name));
  return sql`(select count(*) from unnest(${sessions.speakers}) as name where name = any(${sql.param(named)}::text[]))`;
}
