import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import { sessions } from '../schema/sessions.ts';

/** `canOpen` of `core/model/access.ts` as a condition on `sessions`, the bin left out. */
export function visibleTo(reader: Reader): SQL {
  return and(isNull(sessions.deletedAt), openTo(reader)) ?? sql`false`;
}

/** The same with the bin: for those who may restore. */
export function openTo(reader: Reader): SQL {
  const team =
    reader.team === null ? undefined : and(eq(sessions.visibility, 'team'), eq(sessions.team, reader.team));
  return or(eq(sessions.visibility, 'organisation'), eq(sessions.ownerId, reader.id), team) ?? sql`false`;
}
