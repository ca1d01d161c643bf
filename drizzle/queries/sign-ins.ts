import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { Queryable } from '../client.ts';
import { signIns, users } from '../schema/users.ts';
import type { UserRow } from './users.ts';

export async function insertSignIn(db: Queryable, signIn: typeof signIns.$inferInsert): Promise<void> {
  await db.insert(signIns).values(signIn);
}

/** The person behind a cookie, while the sign-in lasts and the person is not disabled. */
export async function findUserBySignIn(
  db: Queryable,
  tokenHash: string,
): Promise<{ user: UserRow; lastSeenAt: Date } | undefined> {
  const [row] = await db
    .select({ user: users, lastSeenAt: signIns.lastSeenAt })
    .from(signIns)
    .innerJoin(users, eq(users.id, signIns.userId))
    .where(
      and(eq(signIns.tokenHash, tokenHash), gt(signIns.expiresAt, sql`now()`), isNull(users.disabledAt)),
    );
  return row;
}

/** Notes the use; the sign-in lasts `idleDays` more, but never beyond `absoluteDays` after it began. */
export async function touchSignIn(
  db: Queryable,
  tokenHash: string,
  { idleDays, absoluteDays }: { readonly idleDays: number; readonly absoluteDays: number },
): Promise<void> {
  await db
    .update(signIns)
    .set({
      lastSeenAt: sql`now()`,
      expiresAt: sql`least(now() + make_interval(days => ${idleDays}), ${signIns.createdAt} + make_interval(days => ${absoluteDays}))`,
    })
    .where(eq(signIns.tokenHash, tokenHash));
}

export async function deleteSignIn(db: Queryable, tokenHash: string): Promise<void> {
  await db.delete(signIns).where(eq(signIns.tokenHash, tokenHash));
}

/** Signs a person out everywhere: after a new password, a new role, or when disabled. */
export async function deleteSignInsOf(db: Queryable, userId: string): Promise<void> {
  await db.delete(signIns).where(eq(signIns.userId, userId));
}

export async function deleteExpiredSignIns(db: Queryable): Promise<void> {
  await db.delete(signIns).where(lt(signIns.expiresAt, sql`now()`));
}
