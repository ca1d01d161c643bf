import type { Queryable, Transaction } from '../../drizzle/client.ts';
import { type CollectionPage, findCollection, lockCollection } from '../../drizzle/queries/collections.ts';
import type { Reader } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';
import { listsTag } from '../model/preconditions.ts';

/** The collection if the reader may open it. Throws `not-found`. */
export async function collectionToOpen(db: Queryable, reader: Reader, slug: string): Promise<CollectionPage> {
  const collection = await findCollection(db, reader, slug);
  if (!collection) throw new DomainError('not-found', 'There is no such collection.');
  return collection;
}

/** A collection's ETag, quotes and all; `digest` is of all that its reader is told. */
export const collectionTag = (version: number, digest: string): string => `"${version}.${digest}"`;

/**
 * The collection as it is until the transaction ends. Throws `not-found`, and `precondition-failed` when it is no
 * longer the version that the curator has seen.
 */
export async function lockedCollection(
  tx: Transaction,
  curator: Reader,
  slug: string,
  ifMatch?: string,
): Promise<CollectionPage> {
  const { id } = await collectionToOpen(tx, curator, slug);
  const version = await lockCollection(tx, id);
  const seen = ifMatch?.replaceAll(/"(\d+)\.[\w-]*"/g, '"$1"');
  if (version !== undefined && seen !== undefined && !listsTag(seen, `"${version}"`))
    throw new DomainError(
      'precondition-failed',
      'Somebody else has changed this collection meanwhile. Load it again.',
      { extra: { version } },
    );
  // Read again: it may have been changed, hidden or deleted while one waited.
  return collectionToOpen(tx, curator, slug);
}
