import { z } from 'zod';
import { DomainError } from '../../core/model/errors.ts';

const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);

/** Where the next page of a list that goes by date begins. */
export function toListCursor(last: { recordedAt: Date | null; createdAt: Date; id: string }): string {
  const heldAt = last.recordedAt ?? last.createdAt;
  return Buffer.from(JSON.stringify([heldAt.toISOString(), last.id])).toString('base64url');
}

/** Reads what `toListCursor` wrote. Throws DomainError `invalid` for anything else. */
export function parseListCursor(cursor: string): { heldAt: Date; id: string } {
  try {
    const [heldAt, id] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { heldAt: new Date(heldAt), id };
  } catch (cause) {
    throw new DomainError('invalid', 'This cursor is not one of ours. Start again without it.', { cause });
  }
}
