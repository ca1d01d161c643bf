import { createHash } from 'node:crypto';
import { DomainError } from '../../model/errors.ts';
import type { SearchQuery } from '../../ports/search-index.ts';

/** Where the next page begins, and the list it is taken from while that is remembered. */
export interface Position {
  readonly offset: number;
  readonly list: string;
}

/** A cursor for the next page of the same search; opaque to callers, under 500 characters. */
export function writeCursor(query: SearchQuery, { offset, list }: Position): string {
  return Buffer.from(`${offset}.${list}.${fingerprint(query)}`).toString('base64url');
}

/** The start without a cursor. DomainError `invalid` for one that is not ours or belongs to another search. */
export function readCursor(query: SearchQuery): Position {
  if (query.cursor === undefined) return { offset: 0, list: '' };
  const text = Buffer.from(query.cursor, 'base64url').toString('latin1');
  const [, offset, list = '', print] = /^(\d{1,6})\.([\w-]*)\.([\w-]+)$/.exec(text) ?? [];
  if (offset === undefined || print !== fingerprint(query))
    throw new DomainError(
      'invalid',
      'This cursor does not belong to this search; start from its first page.',
    );
  return { offset: Number(offset), list };
}

/** Everything that decides which sessions are found and in which order. */
function fingerprint({ text, reader, filters, sort }: SearchQuery): string {
  const { topic, speaker, collection, language, from, to } = filters;
  const parts = [text, reader.id, reader.team, sort, topic, speaker, collection, language, from, to];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}
