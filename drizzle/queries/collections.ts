import { and, asc, count, countDistinct, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import type { Queryable, Transaction } from '../client.ts';
import { collectionItems, collectionProgress, collections } from '../schema/collections.ts';
import { sessions } from '../schema/sessions.ts';
import { users } from '../schema/users.ts';
import { isDoneBy, itemSeconds } from './collection-items.ts';
import { hasInTitle, hasTitle } from './collection-names.ts';
import { isOpenTo, visibleTo } from './visibility.ts';

export type CollectionRow = typeof collections.$inferSelect;

/** A collection as a reader may see it: only items of sessions that they may open count. */
export interface CollectionPage extends CollectionRow {
  readonly ownerName: string;
  readonly itemCount: number;
  readonly sessionCount: number;
  readonly totalSeconds: number;
  /** Items that the reader has done. */
  readonly doneCount: number;
  /** Of the first item; `null`: there is none. */
  readonly firstSessionId: string | null;
}

async function selectPages(
  db: Queryable,
  reader: Reader,
  { condition, limit }: { readonly condition: SQL | undefined; readonly limit: number },
): Promise<CollectionPage[]> {
  const shown = db
    .select({
      itemCount: count().as('item_count'),
      sessionCount: countDistinct(collectionItems.sessionId).as('session_count'),
      totalSeconds: sql<number>`coalesce(sum(${itemSeconds}), 0)`.mapWith(Number).as('total_seconds'),
      doneCount: count(collectionProgress.itemId).as('done_count'),
      firstSessionId: sql<string | null>`(array_agg(${collectionItems.sessionId}
        order by ${collectionItems.position}, ${collectionItems.id}))[1]`.as('first_session_id'),
    })
    .from(collectionItems)
    .innerJoin(sessions, eq(sessions.id, collectionItems.sessionId))
    .leftJoin(collectionProgress, isDoneBy(reader))
    .where(and(eq(collectionItems.collectionId, collections.id), visibleTo(reader)))
    .as('shown');
  const { itemCount, sessionCount, totalSeconds, doneCount, firstSessionId } = shown;
  const counts = { itemCount, sessionCount, totalSeconds, doneCount, firstSessionId };
  const rows = await db
    .select({ collection: collections, ownerName: users.name, counts })
    .from(collections)
    .innerJoin(users, eq(users.id, collections.ownerId))
    .innerJoinLateral(shown, sql`true`)
    .where(and(isOpenTo(reader, collections), condition))
    .orderBy(asc(inOrder))
    .limit(limit);
  return rows.map(({ collection, ownerName, counts }) => ({ ...collection, ownerName, ...counts }));
}

const inOrder = sql`${collections.slug} collate "C"`;

/** In the order of their slugs, byte by byte; with `titled` those that have it in their title. */
export function listCollections(
  db: Queryable,
  reader: Reader,
  {
    limit,
    after,
    titled,
  }: { readonly limit: number; readonly after?: string | undefined; readonly titled?: string | undefined },
): Promise<CollectionPage[]> {
  const condition = and(
    after === undefined ? undefined : gt(inOrder, after),
    titled === undefined ? undefined : hasInTitle(titled),
  );
  return selectPages(db, reader, { condition, limit });
}

/** Those that hold the session or a moment of it, in the same order. */
export function listCollectionsOf(
  db: Queryable,
  reader: Reader,
  { sessionId, limit }: { readonly sessionId: string; readonly limit: number },
): Promise<CollectionPage[]> {
  const holding = db
    .select({ id: collectionItems.collectionId })
    .from(collectionItems)
    .where(eq(collectionItems.sessionId, sessionId));
  return selectPages(db, reader, { condition: inArray(collections.id, holding), limit });
}

export async function findCollection(
  db: Queryable,
  reader: Reader,
  slug: string,
): Promise<CollectionPage | undefined> {
  // Postgres refuses a NUL in any text.
  if (slug.includes('\0')) return undefined;
  const [page] = await selectPages(db, reader, { condition: eq(collections.slug, slug), limit: 1 });
  return page;
}

/** One of this title that the reader may open, whatever its slug has become. */
export async function findCollectionTitled(
  db: Queryable,
  reader: Reader,
  title: string,
): Promise<CollectionPage | undefined> {
  const [page] = await selectPages(db, reader, { condition: hasTitle(title), limit: 1 });
  return page;
}

/** What the index has to know: titles and slugs of the collections that the reader may open. */
export function listCollectionNames(
  db: Queryable,
  reader: Reader,
): Promise<{ readonly id: string; readonly slug: string; readonly title: string }[]> {
  return db
    .select({ id: collections.id, slug: collections.slug, title: collections.title })
    .from(collections)
    .where(isOpenTo(reader, collections));
}

/** False when the slug is taken. */
export async function insertCollection(
  tx: Transaction,
  row: typeof collections.$inferInsert,
): Promise<boolean> {
  const rows = await tx
    .insert(collections)
    .values(row)
    .onConflictDoNothing({ target: collections.slug })
    .returning({ id: collections.id });
  return rows.length > 0;
}

/** Locks the collection until the transaction ends: whoever changes it or its items does this first. */
export async function lockCollection(tx: Transaction, id: string): Promise<number | undefined> {
  const [row] = await tx
    .select({ version: collections.version })
    .from(collections)
    .where(eq(collections.id, id))
    .for('update');
  return row?.version;
}

/** Keeps who changed it and counts the change. */
export async function updateCollection(
  tx: Transaction,
  id: string,
  change: Partial<Pick<CollectionRow, 'title' | 'description' | 'visibility'>> & {
    readonly updatedById: string;
  },
): Promise<void> {
  await tx
    .update(collections)
    .set({ ...change, version: sql`${collections.version} + 1`, updatedAt: sql`now()` })
    .where(eq(collections.id, id));
}

export async function deleteCollection(tx: Transaction, id: string): Promise<void> {
  await tx.delete(collections).where(eq(collections.id, id));
}

/** The collections that each session is in, whoever may open them: for the index alone. */
export async function collectionsOfSessions(
  db: Queryable,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await db
    .selectDistinct({ sessionId: collectionItems.sessionId, id: collectionItems.collectionId })
    .from(collectionItems)
    .where(inArray(collectionItems.sessionId, [...sessionIds]))
    .orderBy(collectionItems.collectionId);
  const found = new Map<string, string[]>();
  for (const { sessionId, id } of rows) found.set(sessionId, [...(found.get(sessionId) ?? []), id]);
  return found;
}
