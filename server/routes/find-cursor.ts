import { z } from 'zod';
import { DomainError } from '../../core/model/errors.ts';

/** The second at which the last moment of the page before begins, and how many there were that begin with it. */
const Cursor = z.tuple([z.number(), z.int().min(1)]);

/** A page of moments in order of time. Goes on by time, so that what is edited before it moves nothing. */
export function pageOfMoments<Moment extends { readonly startSeconds: number }>(
  moments: readonly Moment[],
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): { readonly items: readonly Moment[]; readonly nextCursor: string | null } {
  const [seconds, shown] = cursor === undefined ? [Number.NEGATIVE_INFINITY, 0] : read(cursor);
  const later = moments.filter(({ startSeconds }) => startSeconds > seconds);
  const rest = [...moments.filter(({ startSeconds }) => startSeconds === seconds).slice(shown), ...later];
  const items = rest.slice(0, limit);
  const last = items.at(-1)?.startSeconds;
  if (last === undefined || rest.length <= limit) return { items, nextCursor: null };
  const together = items.filter(({ startSeconds }) => startSeconds === last).length;
  return { items, nextCursor: write([last, last === seconds ? shown + together : together]) };
}

const write = (parts: z.infer<typeof Cursor>): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

function read(cursor: string): z.infer<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new DomainError('invalid', 'This cursor is not one of ours. Start again without it.', { cause });
  }
}
