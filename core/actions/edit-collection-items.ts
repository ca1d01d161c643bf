import type { Transaction } from '../../drizzle/client.ts';
import { listItems, listShownItems, replaceItems, setDone } from '../../drizzle/queries/collection-items.ts';
import { updateCollection } from '../../drizzle/queries/collections.ts';
import { type CollectionItemPut, mostItems } from '../api/collections.ts';
import type { Reader } from '../model/access.ts';
import { type ItemPlace, isSameMoment, keepHidden, moveItem } from '../model/collection.ts';
import { DomainError } from '../model/errors.ts';
import { changeAndIndex } from './change-and-index.ts';
import { type Item, itemsOf } from './collection-items-of.ts';
import { collectionToOpen, lockedCollection } from './collection-to-change.ts';
import type { ActionDeps } from './deps.ts';

type Deps = Pick<ActionDeps, 'db' | 'queue' | 'log'>;

/**
 * Makes these the items that the curator sees, in this order; those of sessions hidden from them stay where they
 * are. With `ifMatch` nobody else's change is lost.
 */
export function putItems(
  deps: Deps,
  curator: Reader,
  slug: string,
  { items, ifMatch }: { readonly items: readonly CollectionItemPut[]; readonly ifMatch: string | undefined },
): Promise<void> {
  return changeItems(deps, curator, { slug, ifMatch }, async (tx, shown) => ({
    result: undefined,
    items: await itemsOf(tx, curator, items, shown),
  }));
}

interface Appended {
  readonly id: string;
  readonly isNew: boolean;
}

/** Puts one more item at the end, unless one begins at the same second. Gives its id. */
export function appendItem(
  deps: Deps,
  curator: Reader,
  slug: string,
  given: CollectionItemPut,
): Promise<Appended> {
  return changeItems<Appended>(deps, curator, { slug }, async (tx, shown) => {
    const [item] = await itemsOf(tx, curator, [given], []);
    if (!item) throw new DomainError('invalid', 'There is no item.');
    const known = shown.find((one) => isSameMoment(one, item));
    if (known) return { result: { id: known.id, isNew: false }, items: null };
    if (shown.length >= mostItems)
      throw new DomainError('unprocessable', `A collection holds at most ${mostItems} items.`);
    return { result: { id: item.id, isNew: true }, items: [...shown, item] };
  });
}

export function removeItem(deps: Deps, curator: Reader, slug: string, itemId: string): Promise<void> {
  return changeItems(deps, curator, { slug }, async (_tx, shown) => {
    if (!shown.some(({ id }) => id === itemId)) throw noSuchItem();
    return { result: undefined, items: shown.filter(({ id }) => id !== itemId) };
  });
}

/** Puts an item next to another one. */
export function placeItem(
  deps: Deps,
  curator: Reader,
  slug: string,
  { itemId, place }: { readonly itemId: string; readonly place: ItemPlace },
): Promise<void> {
  return changeItems(deps, curator, { slug }, async (_tx, shown) => {
    const items = moveItem(shown, itemId, place);
    if (!items) throw noSuchItem();
    return { result: undefined, items };
  });
}

/** Keeps that a reader has done an item, or not yet. */
export async function markItem(
  { db }: Pick<ActionDeps, 'db'>,
  reader: Reader,
  slug: string,
  { itemId, done }: { readonly itemId: string; readonly done: boolean },
): Promise<void> {
  const { id } = await collectionToOpen(db, reader, slug);
  const shown = await listShownItems(db, reader, id);
  if (!shown.some((item) => item.id === itemId)) throw noSuchItem();
  await setDone(db, reader, itemId, done);
}

const noSuchItem = () => new DomainError('not-found', 'There is no such item in this collection.');

/** One change of what the curator sees, under the collection's lock; `null`: there is nothing to change. */
function changeItems<T>(
  deps: Deps,
  curator: Reader,
  { slug, ifMatch }: { readonly slug: string; readonly ifMatch?: string | undefined },
  change: (tx: Transaction, shown: readonly Item[]) => Promise<{ result: T; items: readonly Item[] | null }>,
): Promise<T> {
  return changeAndIndex(deps, async (tx) => {
    const { id } = await lockedCollection(tx, curator, slug, ifMatch);
    const before = await listItems(tx, id);
    const seen = new Set((await listShownItems(tx, curator, id)).map((item) => item.id));
    const { result, items } = await change(
      tx,
      before.filter((item) => seen.has(item.id)),
    );
    if (items === null) return { result, sessionIds: [] };
    const after = keepHidden(before, (item) => !seen.has(item.id), items);
    await replaceItems(tx, id, after);
    await updateCollection(tx, id, { updatedById: curator.id });
    return { result, sessionIds: changedSessions(before, after) };
  });
}

/** Sessions that came in or went out. */
function changedSessions(before: readonly Item[], after: readonly Item[]): string[] {
  const [was, is] = [before, after].map((items) => new Set(items.map(({ sessionId }) => sessionId)));
  return [...new Set([...(was ?? []), ...(is ?? [])])].filter((id) => was?.has(id) !== is?.has(id));
}
