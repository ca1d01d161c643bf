import { and, eq } from 'drizzle-orm';
import type { Queryable } from '../client.ts';
import { userIdentities, users } from '../schema/users.ts';
import type { UserRow } from './users.ts';

/** The person whom the provider calls by this subject, also when disabled. */
export async function findUserByIdentity(
  db: Queryable,
  { issuer, subject }: { readonly issuer: string; readonly subject: string },
): Promise<UserRow | undefined> {
  const [row] = await db
    .select({ user: users })
    .from(userIdentities)
    .innerJoin(users, eq(users.id, userIdentities.userId))
    .where(and(eq(userIdentities.issuer, issuer), eq(userIdentities.subject, subject)));
  return row?.user;
}

/** Whether the provider knows this person already, by whatever subject. */
export async function hasIdentityAt(db: Queryable, userId: string, issuer: string): Promise<boolean> {
  const [row] = await db
    .select({ subject: userIdentities.subject })
    .from(userIdentities)
    .where(and(eq(userIdentities.userId, userId), eq(userIdentities.issuer, issuer)));
  return row !== undefined;
}

export async function insertIdentity(
  db: Queryable,
  identity: typeof userIdentities.$inferInsert,
): Promise<void> {
  await db.insert(userIdentities).values(identity);
}
