import type { Transaction } from '../../drizzle/client.ts';
import { isId, newId } from '../../drizzle/ids.ts';
import type { CollectionItemRow } from '../../drizzle/queries/collection-items.ts';
import { listVisibleByIds } from '../../drizzle/queries/sessions.ts';
import type { CollectionItemPut } from '../api/collections.ts';
import type { Reader } from '../model/access.ts';
import { isSameMoment } from '../model/collection.ts';
import { DomainError, type FieldError } from '../model/errors.ts';

/** An item apart from its place. */
export type Item = Omit<CollectionItemRow, 'collectionId' | 'position'>;

/**
 * What was given as rows; each is one of `known` where it says so by its id, or begins at the same second. Throws
 * `unprocessable` for sessions that the curator may not open, and for what lies outside of a recording.
 */
export async function itemsOf(
  tx: Transaction,
  curator: Reader,
  given: readonly CollectionItemPut[],
  known: readonly Item[],
): Promise<Item[]> {
  const ids = given.map(({ sessionId }) => sessionId).filter(isId);
  const sessions = await listVisibleByIds(tx, curator, [...new Set(ids)]);
  const errors = given.flatMap((item, at) => {
    const session = sessions.get(item.sessionId);
    return errorsOf(item, session?.durationSeconds, session !== undefined).map(({ path, message }) => ({
      path: given.length === 1 && known.length === 0 ? path : `items.${at}.${path}`,
      message,
    }));
  });
  if (errors.length > 0)
    throw new DomainError('unprocessable', 'These items cannot be kept.', { extra: { errors } });
  const spans = given.map((item) => ({ ...item, ...spanOf(item) }));
  const taken = new Set(spans.flatMap(({ id }) => known.filter((one) => one.id === id)).map(({ id }) => id));
  const claimed = new Set<string>();
  return spans.map(({ id: wanted, sessionId, startSeconds, endSeconds, note }) => {
    const span = { sessionId, startSeconds, endSeconds };
    const same =
      known.find(({ id }) => id === wanted && !claimed.has(id)) ??
      known.find((one) => !taken.has(one.id) && !claimed.has(one.id) && isSameMoment(one, span));
    const id = same?.id ?? newId();
    claimed.add(id);
    return { id, ...span, note };
  });
}

/** An end alone means from the beginning. */
function spanOf({ startSeconds, endSeconds }: CollectionItemPut) {
  return {
    startSeconds: startSeconds ?? (typeof endSeconds === 'number' ? 0 : null),
    endSeconds: endSeconds ?? null,
  };
}

function errorsOf(
  item: CollectionItemPut,
  durationSeconds: number | null | undefined,
  isThere: boolean,
): FieldError[] {
  if (!isThere) return [{ path: 'sessionId', message: 'There is no such session.' }];
  const { startSeconds, endSeconds } = spanOf(item);
  if (startSeconds !== null && startSeconds >= (durationSeconds ?? Number.POSITIVE_INFINITY))
    return [{ path: 'startSeconds', message: 'A moment starts within the recording.' }];
  if (startSeconds !== null && endSeconds !== null && endSeconds <= startSeconds)
    return [{ path: 'endSeconds', message: 'A moment ends after its start.' }];
  return [];
}
