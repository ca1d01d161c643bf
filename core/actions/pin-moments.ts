import type { Transaction } from '../../drizzle/client.ts';
import { keepTopicNames } from '../../drizzle/queries/topic-names.ts';
import { findTopicPage } from '../../drizzle/queries/topic-pages.ts';
import { listPins, listShownPins, lockTopic, replacePins } from '../../drizzle/queries/topic-pins.ts';
import type { CollectionItemAdd } from '../api/collections.ts';
import { mostPins, type TopicPinPatch } from '../api/topics.ts';
import type { Reader } from '../model/access.ts';
import { isSameMoment, keepHidden, moveItem } from '../model/collection.ts';
import { DomainError } from '../model/errors.ts';
import { type Item, itemsOf } from './collection-items-of.ts';
import type { ActionDeps } from './deps.ts';

type Deps = Pick<ActionDeps, 'db'>;

interface Pinned {
  readonly id: string;
  readonly isNew: boolean;
}

/** Pins a session or moment to a topic as the last one, unless one begins at the same second. */
export function pinMoment(
  deps: Deps,
  curator: Reader,
  slug: string,
  given: CollectionItemAdd,
): Promise<Pinned> {
  return changePins<Pinned>(deps, curator, slug, async (tx, shown) => {
    const [pin] = await itemsOf(tx, curator, [given], []);
    if (!pin) throw new DomainError('invalid', 'There is nothing to pin.');
    const known = shown.find((one) => isSameMoment(one, pin));
    if (known) return { result: { id: known.id, isNew: false }, pins: null };
    if (shown.length >= mostPins)
      throw new DomainError(
        'unprocessable',
        `At most ${mostPins} are pinned to a topic: more is no place to start.`,
      );
    return { result: { id: pin.id, isNew: true }, pins: [...shown, pin] };
  });
}

/** Writes another note on a pin, or puts it next to another one. */
export function editPin(
  deps: Deps,
  curator: Reader,
  slug: string,
  { pinId, patch }: { readonly pinId: string; readonly patch: TopicPinPatch },
): Promise<void> {
  return changePins(deps, curator, slug, async (_tx, shown) => {
    const { note, place } = patch;
    const noted = shown.map((pin) => (pin.id === pinId && note !== undefined ? { ...pin, note } : pin));
    const pins = place === undefined ? noted : moveItem(noted, pinId, place);
    if (!pins || !shown.some(({ id }) => id === pinId)) throw noSuchPin();
    return { result: undefined, pins };
  });
}

export function unpin(deps: Deps, curator: Reader, slug: string, pinId: string): Promise<void> {
  return changePins(deps, curator, slug, async (_tx, shown) => {
    if (!shown.some(({ id }) => id === pinId)) throw noSuchPin();
    return { result: undefined, pins: shown.filter(({ id }) => id !== pinId) };
  });
}

const noSuchPin = () => new DomainError('not-found', 'Nothing of that kind is pinned to this topic.');

/** One change of the pins that the curator sees, under the topic's lock; those hidden from them stay where they are. */
function changePins<T>(
  { db }: Deps,
  curator: Reader,
  slug: string,
  change: (tx: Transaction, shown: readonly Item[]) => Promise<{ result: T; pins: readonly Item[] | null }>,
): Promise<T> {
  return db.transaction(async (tx) => {
    await keepTopicNames(tx);
    const topic = await findTopicPage(tx, curator, slug);
    if (!topic) throw new DomainError('not-found', 'There is no such topic.');
    await lockTopic(tx, topic.id);
    const before = await listPins(tx, topic.id);
    const seen = new Set((await listShownPins(tx, curator, topic.id)).map(({ id }) => id));
    const { result, pins } = await change(
      tx,
      before.filter(({ id }) => seen.has(id)),
    );
    if (pins !== null)
      await replacePins(
        tx,
        topic.id,
        keepHidden(before, ({ id }) => !seen.has(id), pins),
      );
    return result;
  });
}
