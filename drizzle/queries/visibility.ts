import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Audience, Reader } from '../../core/model/access.ts';
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

/** What everybody may open who may open a session of this audience, the bin left out. */
export function visibleToAllOf({ visibility, ownerId, team }: Audience): SQL {
  const owners = visibility === 'private' ? eq(sessions.ownerId, ownerId) : undefined;
  const isOwnerInTeam = sql`exists (select 1 from users where users.id = ${ownerId} and users.team = ${team})`;
  const teams =
    visibility === 'organisation' || team === null
      ? undefined
      : and(
          eq(sessions.visibility, 'team'),
          eq(sessions.team, team),
          or(eq(sessions.ownerId, ownerId), isOwnerInTeam),
        );
  return (
    and(isNull(sessions.deletedAt), or(eq(sessions.visibility, 'organisation'), owners, teams)) ?? sql`false`
  );
}
