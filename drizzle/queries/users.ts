import { and, eq, isNull } from 'drizzle-orm';
import type { Role } from '../../core/model/access.ts';
import type { Queryable } from '../client.ts';
import { users } from '../schema/users.ts';

export type UserRow = typeof users.$inferSelect;

/** The address is compared in lower case. */
export async function findUserByEmail(db: Queryable, email: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.email, email.toLowerCase()));
  return row;
}

/** As they are now; `undefined` when gone or disabled. */
export async function findActiveUser(db: Queryable, id: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, id), isNull(users.disabledAt)));
  return row;
}

export async function insertUser(db: Queryable, user: typeof users.$inferInsert): Promise<UserRow> {
  const [row] = await db.insert(users).values(user).returning();
  if (!row) throw new Error('insert into users returned no row');
  return row;
}

export async function updateUser(
  db: Queryable,
  id: string,
  change: Partial<Pick<UserRow, 'role' | 'passwordHash' | 'email' | 'name' | 'team' | 'disabledAt'>>,
): Promise<void> {
  await db.update(users).set(change).where(eq(users.id, id));
}

/** The one who came first among those with this role and not disabled. */
export async function findFirstWithRole(db: Queryable, role: Role): Promise<UserRow | undefined> {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.role, role), isNull(users.disabledAt)))
    .orderBy(users.createdAt)
    .limit(1);
  return row;
}
