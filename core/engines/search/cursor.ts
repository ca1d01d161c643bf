import { createHash } from 'node:crypto';
import { DomainError } from '../../model/errors.ts';
import type { SearchQuery } from '../../ports/search-index.ts';

/** Where the next page begins. */
export interface Position {
  /** How many sessions came before. */
  readonly offset: number;
  /** The list it is taken from while that is remembered. */
  readonly list: string;
  /** The sessions shown last, the very last first: where the list was forgotten and made again, it goes on after them. */
  readonly shown: readonly string[];
  /** When the last one was held, in the order by date: see `DatePlace`. Empty in another order. */
  readonly heldAtMicros: string;
}

const firstPage: Position = { offset: 0, list: '', shown: [], heldAtMicros: '' };

/** Enough that one of them is still there, and a cursor stays under 500 characters. */
export const mostShown = 3;

/** A cursor for the next page of the same search; opaque to callers, under 500 characters. */
export function writeCursor(query: SearchQuery, { offset, list, shown, heldAtMicros }: Position): string {
  const ids = shown.slice(0, mostShown).join('~');
  return Buffer.from([offset, list, ids, heldAtMicros, fingerprint(query)].join('.')).toString('base64url');
}

/** The start without a cursor. DomainError `invalid` for one that is not ours or belongs to another search. */
export function readCursor(query: SearchQuery): Position {
  if (query.cursor === undefined) return firstPage;
  const text = Buffer.from(query.cursor, 'base64url').toString('latin1');
  const [, offset, list = '', ids = '', heldAtMicros = '', print] =
    /^(\d{1,6})\.([\w-]*)\.([\w~-]*)\.(-?\d{1,18})?\.([\w-]+)$/.exec(text) ?? [];
  if (offset === undefined || print !== fingerprint(query))
    throw new DomainError(
      'invalid',
      'This cursor does not belong to this search; start from its first page.',
    );
  return { offset: Number(offset), list, shown: ids === '' ? [] : ids.split('~'), heldAtMicros };
}

/** Where to go on in a list that was made again: behind what was shown last and is still there. */
export function placeIn(order: readonly string[], { offset, shown }: Position): number {
  const last = shown.map((id) => order.indexOf(id)).find((at) => at >= 0);
  return last === undefined ? offset : last + 1;
}

/** Everything that decides which sessions are found and in which order. */
function fingerprint({ text, reader, filters, sort }: SearchQuery): string {
  const { topic, speaker, collection, language, from, to } = filters;
  const parts = [text, reader.id, reader.team, sort, topic, speaker, collection, language, from, to];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}
