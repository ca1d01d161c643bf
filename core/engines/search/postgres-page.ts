import type { Transaction } from '../../../drizzle/client.ts';
import type { DatePlace } from '../../../drizzle/queries/search-candidates.ts';
import type { SearchQuery } from '../../ports/search-index.ts';
import { type Position, placeIn } from './cursor.ts';
import type { SessionList } from './postgres-list.ts';

/** Which sessions of a list make a page. */
export interface SessionPage {
  readonly sessions: readonly DatePlace[];
  /** How many sessions of the list are on this page and those before. */
  readonly end: number;
  readonly isLast: boolean;
}

/**
 * By date a page goes on behind the last session shown, by the database: complete however many there are. By score it
 * is taken from the list. `open`: which of its sessions the reader may still open; unknown for a list of just now.
 */
export async function pageOf(
  tx: Transaction,
  query: SearchQuery,
  list: SessionList,
  { position, open }: { readonly position: Position; readonly open: ReadonlySet<string> | undefined },
): Promise<SessionPage> {
  const { heldAtMicros, shown, offset } = position;
  const [sessionId] = shown;
  if (list.goOn !== null && sessionId !== undefined && heldAtMicros !== '') {
    const after = { heldAtMicros, sessionId };
    const later = await list.goOn(tx, { after, most: query.limit + 1 });
    const sessions = later.slice(0, query.limit);
    return { sessions, end: offset + sessions.length, isLast: later.length <= query.limit };
  }
  const start = open === undefined ? placeIn(list.order, position) : offset;
  const end = start + query.limit;
  const sessions = list.order
    .slice(start, end)
    .filter((id) => open === undefined || open.has(id))
    .map((id) => ({ sessionId: id, heldAtMicros: list.dates.get(id) ?? '' }));
  return { sessions, end, isLast: end >= list.order.length };
}
