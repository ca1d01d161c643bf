import type { Transaction } from '../../drizzle/client.ts';
import { newId } from '../../drizzle/ids.ts';
import { writeAudit } from '../../drizzle/queries/audit.ts';
import { listItems, replaceItems } from '../../drizzle/queries/collection-items.ts';
import {
  deleteCollection,
  findCollectionTitled,
  insertCollection,
  updateCollection,
} from '../../drizzle/queries/collections.ts';
import type { CollectionFields, CollectionPatch } from '../api/collections.ts';
import { canOpen, type Reader } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';
import { topicSlug } from '../model/topic-slug.ts';
import { changeAndIndex } from './change-and-index.ts';
import { itemsOf } from './collection-items-of.ts';
import { lockedCollection } from './collection-to-change.ts';
import type { ActionDeps } from './deps.ts';

type Deps = Pick<ActionDeps, 'db' | 'queue' | 'log'>;

/** Makes a collection of a curator's; gives its slug. */
export function addCollection(deps: Deps, curator: Reader, fields: CollectionFields): Promise<string> {
  const { title, description, visibility } = fields;
  return changeAndIndex(deps, async (tx) => {
    await refuseTaken(tx, curator, title);
    const row = {
      ...{ id: newId(), title, description, visibility, team: curator.team },
      ...{ ownerId: curator.id, updatedById: curator.id },
    };
    const slug = await insertWithFreeSlug(tx, row);
    const items = await itemsOf(tx, curator, fields.items, []);
    await replaceItems(tx, row.id, items);
    return { result: slug, sessionIds: [...new Set(items.map(({ sessionId }) => sessionId))] };
  });
}

/** Changes what is said of a collection; its slug stays, and with it all links. */
export async function editCollection(
  deps: Deps,
  curator: Reader,
  slug: string,
  { patch, ifMatch }: { readonly patch: CollectionPatch; readonly ifMatch: string | undefined },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const collection = await lockedCollection(tx, curator, slug, ifMatch);
    const { title, description, visibility } = patch;
    if (title !== undefined) await refuseTaken(tx, curator, title, collection.id);
    if (visibility !== undefined && !canOpen(curator, { ...collection, visibility }))
      throw new DomainError('not-allowed', 'Only who made it may hide a collection from you.');
    await updateCollection(tx, collection.id, {
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...(visibility === undefined ? {} : { visibility }),
      updatedById: curator.id,
    });
  });
}

/** For good; its sessions stay. */
export async function removeCollection(deps: Deps, curator: Reader, slug: string): Promise<void> {
  await changeAndIndex(deps, async (tx) => {
    const { id, title, visibility } = await lockedCollection(tx, curator, slug);
    const items = await listItems(tx, id);
    await deleteCollection(tx, id);
    await writeAudit(tx, {
      ...{ by: curator.id, action: 'collection-deleted', subject: 'collection', subjectId: id },
      ...(visibility === 'organisation' && { subjectName: title }),
    });
    return { result: undefined, sessionIds: [...new Set(items.map(({ sessionId }) => sessionId))] };
  });
}

/** Two of one title could not be told apart. One that is hidden from the curator is not told of. */
async function refuseTaken(tx: Transaction, curator: Reader, title: string, ownId?: string): Promise<void> {
  const taken = await findCollectionTitled(tx, curator, title.replaceAll('\0', '\ufffd'));
  if (!taken || taken.id === ownId) return;
  throw new DomainError('conflict', `There is a collection “${taken.title}” already.`, {
    extra: { slug: taken.slug, errors: [{ path: 'title', message: 'is taken' }] },
  });
}

async function insertWithFreeSlug(
  tx: Transaction,
  row: Omit<Parameters<typeof insertCollection>[1], 'slug'>,
): Promise<string> {
  const plain = topicSlug(row.title);
  for (const slug of [plain, `${plain}-${newId().slice(-8)}`])
    if (await insertCollection(tx, { ...row, slug })) return slug;
  throw new DomainError('conflict', 'There is a collection of this title already.');
}
