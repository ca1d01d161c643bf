import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { Queryable } from '../client.ts';
import { passwordLinks, users } from '../schema/users.ts';
import type { UserRow } from './users.ts';

/** In place of an earlier one of the same person. */
export async function putPasswordLink(db: Queryable, link: typeof passwordLinks.$inferInsert): Promise<void> {
  const { codeHash, expiresAt } = link;
  await db
    .insert(passwordLinks)
    .values(link)
    .onConflictDoUpdate({ target: passwordLinks.userId, set: { codeHash, expiresAt } });
}

/** Whose link it is, while it lasts and they are not disabled. */
export async function findUserByLink(db: Queryable, codeHash: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select({ user: users })
    .from(passwordLinks)
    .innerJoin(users, eq(users.id, passwordLinks.userId))
    .where(
      and(
        eq(passwordLinks.codeHash, codeHash),
        gt(passwordLinks.expiresAt, sql`now()`),
        isNull(users.disabledAt),
      ),
    );
  return row?.user;
}

/** Uses it up; false: somebody else just has. */
export async function takePasswordLink(db: Queryable, codeHash: string): Promise<boolean> {
  const taken = await db
    .delete(passwordLinks)
    .where(eq(passwordLinks.codeHash, codeHash))
    .returning({ userId: passwordLinks.userId });
  return taken.length > 0;
}

export async function deletePasswordLinkOf(db: Queryable, userId: string): Promise<void> {
  await db.delete(passwordLinks).where(eq(passwordLinks.userId, userId));
}

export async function deleteExpiredLinks(db: Queryable): Promise<void> {
  await db.delete(passwordLinks).where(lt(passwordLinks.expiresAt, sql`now()`));
}
