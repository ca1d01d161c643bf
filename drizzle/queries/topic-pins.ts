import { and, asc, eq, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import type { Queryable, Transaction } from '../client.ts';
import { sessions } from '../schema/sessions.ts';
import { topicPins, topics } from '../schema/topics.ts';
import { users } from '../schema/users.ts';
import type { SessionWithOwner } from './sessions.ts';
import { visibleTo } from './visibility.ts';

export type TopicPinRow = typeof topicPins.$inferSelect;

/** A pin that its reader may open. */
export type ShownPin = TopicPinRow & { readonly session: SessionWithOwner };

const inPlace = [asc(topicPins.position), asc(topicPins.id)];

/** In order, without those of sessions that the reader may not open or that are in the bin. */
export async function listShownPins(db: Queryable, reader: Reader, topicId: string): Promise<ShownPin[]> {
  const rows = await db
    .select({ pin: topicPins, session: sessions, ownerName: users.name })
    .from(topicPins)
    .innerJoin(sessions, eq(sessions.id, topicPins.sessionId))
    .innerJoin(users, eq(users.id, sessions.ownerId))
    .where(and(eq(topicPins.topicId, topicId), visibleTo(reader)))
    .orderBy(...inPlace);
  return rows.map(({ pin, session, ownerName }) => ({ ...pin, session: { ...session, ownerName } }));
}

/** All in order, also those that the one who asks may not know of: never for an answer. */
export function listPins(db: Queryable, topicId: string): Promise<TopicPinRow[]> {
  return db
    .select()
    .from(topicPins)
    .where(eq(topicPins.topicId, topicId))
    .orderBy(...inPlace);
}

/** Locks the topic until the transaction ends: whoever changes its pins does this first. */
export async function lockTopic(tx: Transaction, id: string): Promise<void> {
  await tx.select({ id: topics.id }).from(topics).where(eq(topics.id, id)).for('no key update');
}

/** Makes these, in this order, all pins of the topic. */
export async function replacePins(
  tx: Transaction,
  topicId: string,
  pins: readonly Omit<TopicPinRow, 'topicId' | 'position'>[],
): Promise<void> {
  await tx.delete(topicPins).where(eq(topicPins.topicId, topicId));
  if (pins.length > 0)
    await tx.insert(topicPins).values(
      pins.map(({ id, sessionId, startSeconds, endSeconds, note }, position) => ({
        ...{ id, topicId, sessionId, position, startSeconds, endSeconds, note },
      })),
    );
}

/** The pins of one topic follow those of another; what both begin with at the same second is there once. */
export async function movePins(tx: Transaction, from: string, into: string): Promise<void> {
  await tx.execute(sql`
    delete from ${topicPins} where ${topicPins.topicId} = ${from} and exists (
      select from ${topicPins} kept where kept.topic_id = ${into} and kept.session_id = ${topicPins.sessionId}
        and floor(kept.start_seconds) is not distinct from floor(${topicPins.startSeconds}))`);
  await tx
    .update(topicPins)
    .set({
      topicId: into,
      position: sql`${topicPins.position} + (
        select coalesce(max(kept.position) + 1, 0) from ${topicPins} kept where kept.topic_id = ${into})`,
    })
    .where(eq(topicPins.topicId, from));
}

export async function removePins(tx: Transaction, topicId: string): Promise<void> {
  await tx.delete(topicPins).where(eq(topicPins.topicId, topicId));
}
