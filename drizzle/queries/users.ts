import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm';
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

/** Without case and accents, those of `ø` and the like included. */
const folded = (text: SQL): SQL =>
  sql`translate(replace(regexp_replace(lower(normalize(${text}, NFKD)), '[\u0300-\u036f]', '', 'g'), 'ß', 'ss'), 'øłđðı', 'oldi')`;

/** Active people whose names have `text` in them, case and accents aside: first those with a word that begins so. */
export function listPeopleNamed(
  db: Queryable,
  text: string,
  limit: number,
): Promise<{ readonly id: string; readonly name: string }[]> {
  const name = folded(sql`${users.name}`);
  const wanted = folded(sql`${text}::text`);
  return db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(and(isNull(users.disabledAt), sql`strpos(${name}, ${wanted}) > 0`))
    .orderBy(sql`strpos(' ' || ${name}, ' ' || ${wanted}) = 0`, sql`${name} collate "C"`, asc(users.id))
    .limit(limit);
}
