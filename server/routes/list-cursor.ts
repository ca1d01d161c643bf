import { z } from 'zod';
import { DomainError } from '../../core/model/errors.ts';
import { isId } from '../../drizzle/ids.ts';

const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);
const NamedCursor = z.tuple([
  z
    .string()
    .max(300)
    .regex(/^[^\0]*$/),
  z.uuid(),
]);
const SlugCursor = z.tuple([z.string().regex(/^[^\0]+$/)]);
const PairCursor = z.tuple([z.string(), z.string()]);

/** The first `limit` of the rows, of which one more was asked for, and where the next page begins. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  toCursor: (last: Row) => string,
): { readonly items: readonly Row[]; readonly nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last !== undefined && rows.length > limit ? toCursor(last) : null };
}

/** Where the next page of a list that goes by date begins. */
export function toListCursor(last: { recordedAt: Date | null; createdAt: Date; id: string }): string {
  const heldAt = last.recordedAt ?? last.createdAt;
  return write([heldAt.toISOString(), last.id]);
}

/** The same for a list that goes by slug. */
export const toSlugCursor = ({ slug }: { readonly slug: string }): string => write([slug]);

/** Reads what `toListCursor` wrote. Throws DomainError `invalid` for anything else. */
export function parseListCursor(cursor: string): { heldAt: Date; id: string } {
  const [heldAt, id] = read(Cursor, cursor);
  return { heldAt: new Date(heldAt), id };
}

/** Reads what `toSlugCursor` wrote; throws as `parseListCursor`. */
export const parseSlugCursor = (cursor: string): string => read(SlugCursor, cursor)[0];

/** The same for a list that goes by two texts; throws as `parseListCursor`. */
export const toPairCursor = (pair: readonly [string, string]): string => write(pair);
export const parsePairCursor = (cursor: string): readonly [string, string] => read(PairCursor, cursor);

/** Of a list whose rows have a name and an id. */
export const toNamedCursor = (name: string, id: string): string => write([name, id]);

/** Reads what `toNamedCursor` wrote; throws as `parseListCursor`. */
export function parseNamedCursor(cursor: string): { name: string; id: string } {
  const [name, id] = read(NamedCursor, cursor);
  return { name, id };
}

/** Of a list that goes by id, whose cursor is the last one. Throws as `parseListCursor`. */
export function parseIdCursor(cursor: string): string {
  if (isId(cursor)) return cursor;
  throw notOurs();
}

const notOurs = (cause?: unknown) =>
  new DomainError('invalid', 'This cursor is not one of ours. Start again without it.', { cause });

/** Of a list of versions, which goes by their number. Throws as `parseListCursor`. */
export function parseVersionCursor(cursor: string): number {
  const version = Number(cursor);
  if (Number.isInteger(version) && version > 0 && version < 2 ** 31) return version;
  throw new DomainError('invalid', 'This cursor is not one of ours.', {
    extra: { errors: [{ path: 'cursor', message: 'is not one of ours' }] },
  });
}

const write = (parts: readonly string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

function read<T>(schema: z.ZodType<T>, cursor: string): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw notOurs(cause);
  }
}
