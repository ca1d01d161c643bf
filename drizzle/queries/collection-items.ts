import { and, asc, eq, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import type { Queryable, Transaction } from '../client.ts';
import { collectionItems, collectionProgress } from '../schema/collections.ts';
import { sessions } from '../schema/sessions.ts';
import { users } from '../schema/users.ts';
import type { SessionWithOwner } from './sessions.ts';
import { visibleTo } from './visibility.ts';

export type CollectionItemRow = typeof collectionItems.$inferSelect;

/** An item that its reader may open. */
export interface ShownItem extends CollectionItemRow {
  readonly session: SessionWithOwner;
  /** How long it plays. */
  readonly seconds: number;
  readonly isDone: boolean;
}

/** How long an item plays: to its end, or else to that of the recording; nothing where neither is known. */
export const itemSeconds = sql<number>`greatest(0, coalesce(
  least(${collectionItems.endSeconds}, ${sessions.durationSeconds}), ${collectionItems.startSeconds}, 0)
  - coalesce(${collectionItems.startSeconds}, 0))`;

/** Joins what the reader has done. */
export const isDoneBy = (reader: Reader) =>
  and(eq(collectionProgress.itemId, collectionItems.id), eq(collectionProgress.userId, reader.id));

const inPlace = [asc(collectionItems.position), asc(collectionItems.id)];

/** In order, without those of sessions that the reader may not open or that are in the bin. */
export async function listShownItems(
  db: Queryable,
  reader: Reader,
  collectionId: string,
): Promise<ShownItem[]> {
  const rows = await db
    .select({
      item: collectionItems,
      session: sessions,
      ownerName: users.name,
      seconds: itemSeconds.mapWith(Number),
      doneAt: collectionProgress.doneAt,
    })
    .from(collectionItems)
    .innerJoin(sessions, eq(sessions.id, collectionItems.sessionId))
    .innerJoin(users, eq(users.id, sessions.ownerId))
    .leftJoin(collectionProgress, isDoneBy(reader))
    .where(and(eq(collectionItems.collectionId, collectionId), visibleTo(reader)))
    .orderBy(...inPlace);
  return rows.map(({ item, session, ownerName, seconds, doneAt }) => ({
    ...item,
    session: { ...session, ownerName },
    seconds,
    isDone: doneAt !== null,
  }));
}

/** All in order, also those that the one who asks may not know of: never for an answer. */
export function listItems(db: Queryable, collectionId: string): Promise<CollectionItemRow[]> {
  return db
    .select()
    .from(collectionItems)
    .where(eq(collectionItems.collectionId, collectionId))
    .orderBy(...inPlace);
}

/** Makes these, in this order, all that the collection holds; items that stay keep what readers have done. */
export async function replaceItems(
  tx: Transaction,
  collectionId: string,
  items: readonly Omit<CollectionItemRow, 'collectionId' | 'position'>[],
): Promise<void> {
  const column = <T>(pick: (item: (typeof items)[number]) => T) => sql.param(items.map(pick));
  await tx.execute(sql`delete from ${collectionItems} where ${collectionItems.collectionId} = ${collectionId}
    and ${collectionItems.id} <> all(${column(({ id }) => id)}::uuid[])`);
  if (items.length === 0) return;
  await tx.execute(sql`
    insert into ${collectionItems} (id, collection_id, session_id, position, start_seconds, end_seconds, note)
    select id, ${collectionId}::uuid, session_id, place - 1, start_seconds, end_seconds, note
    from unnest(
      ${column(({ id }) => id)}::uuid[], ${column(({ sessionId }) => sessionId)}::uuid[],
      ${column(({ startSeconds }) => startSeconds)}::float8[], ${column(({ endSeconds }) => endSeconds)}::float8[],
      ${column(({ note }) => note)}::text[]
    ) with ordinality as given (id, session_id, start_seconds, end_seconds, note, place)
    on conflict (id) do update set session_id = excluded.session_id, position = excluded.position,
      start_seconds = excluded.start_seconds, end_seconds = excluded.end_seconds, note = excluded.note`);
}

/** What a reader has done stays done until they say otherwise. */
export async function setDone(db: Queryable, reader: Reader, itemId: string, isDone: boolean): Promise<void> {
  if (isDone) await db.insert(collectionProgress).values({ userId: reader.id, itemId }).onConflictDoNothing();
  else
    await db
      .delete(collectionProgress)
      .where(and(eq(collectionProgress.userId, reader.id), eq(collectionProgress.itemId, itemId)));
}
