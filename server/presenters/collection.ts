import { createHash } from 'node:crypto';
import { collectionTag } from '../../core/actions/collection-to-change.ts';
import type { Collection, CollectionItem, CollectionShort } from '../../core/api/collections.ts';
import { hasRole, type Reader } from '../../core/model/access.ts';
import type { Database } from '../../drizzle/client.ts';
import { listShownItems, type ShownItem } from '../../drizzle/queries/collection-items.ts';
import type { CollectionPage } from '../../drizzle/queries/collections.ts';
import { listMediaFiles } from '../../drizzle/queries/media-files.ts';
import { mediaPath } from './media.ts';
import { presentMoments } from './moment.ts';

/** Collections as a list shows them to this reader, in their order. */
export async function presentCollections(
  db: Database,
  reader: Reader,
  pages: readonly CollectionPage[],
): Promise<CollectionShort[]> {
  const files = await listMediaFiles(
    db,
    pages.flatMap(({ firstSessionId }) => firstSessionId ?? []),
  );
  return pages.map((page) => {
    const { id, slug, title, description, visibility, ownerId, ownerName, firstSessionId } = page;
    const { itemCount, sessionCount, totalSeconds, doneCount, createdAt, updatedAt } = page;
    return {
      ...{ id, slug, title, description, visibility, itemCount, sessionCount, totalSeconds, doneCount },
      owner: { id: ownerId, name: ownerName },
      poster: firstSessionId === null ? null : mediaPath(files.get(firstSessionId) ?? [], 'poster'),
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
      canEdit: hasRole(reader.role, 'curator'),
    };
  });
}

/** A collection with its items, and the ETag of all that is said of it here. */
export async function presentCollection(
  db: Database,
  reader: Reader,
  page: CollectionPage,
): Promise<{ readonly body: Collection; readonly etag: string }> {
  const [short] = await presentCollections(db, reader, [page]);
  if (!short) throw new Error('a collection is one collection');
  const items = await presentItems(db, await listShownItems(db, reader, page.id));
  const body = { ...short, version: page.version, items };
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
  return { body, etag: collectionTag(page.version, digest) };
}

/** One item of a collection; `undefined`: it is not there, or not for this reader. */
export async function presentItem(
  db: Database,
  reader: Reader,
  { collectionId, itemId }: { readonly collectionId: string; readonly itemId: string },
): Promise<CollectionItem | undefined> {
  const shown = await listShownItems(db, reader, collectionId);
  const [item] = await presentItems(
    db,
    shown.filter(({ id }) => id === itemId),
  );
  return item;
}

async function presentItems(db: Database, items: readonly ShownItem[]): Promise<CollectionItem[]> {
  const presented = await presentMoments(db, items);
  return presented.map(({ of: { seconds, isDone }, moment }) => ({ ...moment, seconds, isDone }));
}
