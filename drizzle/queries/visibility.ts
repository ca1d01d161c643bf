import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Audience, Reader } from '../../core/model/access.ts';
import { sessions } from '../schema/sessions.ts';
import { users } from '../schema/users.ts';

/** `canOpen` of `core/model/access.ts` as a condition on `sessions`, the bin left out. */
export function visibleTo(reader: Reader): SQL {
  return and(isNull(sessions.deletedAt), openTo(reader)) ?? sql`false`;
}

/** The same with the bin: for those who may restore. */
export const openTo = (reader: Reader): SQL => isOpenTo(reader, sessions);

/** `canOpen` on the columns of any table whose rows have an audience. */
export function isOpenTo(reader: Reader, { visibility, team, ownerId }: AudienceColumns): SQL {
  const ofTeam = reader.team === null ? undefined : and(eq(visibility, 'team'), eq(team, reader.team));
  return or(eq(visibility, 'organisation'), eq(ownerId, reader.id), ofTeam) ?? sql`false`;
}

type AudienceColumns = Readonly<Record<keyof Audience, AnyPgColumn>>;

/** Sessions outside the bin that everyone who may open one of this audience may open too. */
export function openToAllOf({ visibility, ownerId, team }: Audience): SQL {
  const isForTeam = (name: SQL | string) => and(eq(sessions.visibility, 'team'), eq(sessions.team, name));
  const ownersTeam = sql`(select ${users.team} from ${users} where ${users.id} = ${ownerId})`;
  const toOwner = or(eq(sessions.ownerId, ownerId), isForTeam(ownersTeam));
  const narrow = {
    organisation: undefined,
    team: team === null ? toOwner : and(toOwner, isForTeam(team)),
    private: toOwner,
  };
  const isOpen = or(eq(sessions.visibility, 'organisation'), narrow[visibility]);
  return and(isNull(sessions.deletedAt), isOpen) ?? sql`false`;
}
