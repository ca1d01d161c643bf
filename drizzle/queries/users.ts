import { and, asc, eq, gt, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { Role } from '../../core/model/access.ts';
import type { Queryable } from '../client.ts';
import { isId } from '../ids.ts';
import { passwordLinks, signIns, userIdentities, users } from '../schema/users.ts';

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

/** Whether they still had the password `from`, and have `to` now. */
export async function replacePasswordHash(
  db: Queryable,
  id: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  const changed = await db
    .update(users)
    .set({ passwordHash: to })
    .where(and(eq(users.id, id), eq(users.passwordHash, from), isNull(users.disabledAt)))
    .returning({ id: users.id });
  return changed.length > 0;
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

/** Whoever it is, disabled or not. */
export async function findUser(db: Queryable, id: string): Promise<UserRow | undefined> {
  if (!isId(id)) return undefined;
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return row;
}

export function countActiveAdmins(db: Queryable): Promise<number> {
  return db.$count(users, and(eq(users.role, 'admin'), isNull(users.disabledAt)));
}

/** A person as admins see them. */
export interface ListedPerson {
  readonly user: UserRow;
  /** Of a browser that is signed in still. */
  readonly lastSeenAt: Date | null;
  readonly hasSingleSignOn: boolean;
  /** A link with which they may set a password is out. */
  readonly linkExpiresAt: Date | null;
  readonly sortName: string;
}

interface PeopleFilter {
  /** What a name, an address or a team has in it, case and accents aside. */
  readonly q: string;
  readonly state: 'all' | 'active' | 'deactivated';
  readonly role?: Role | undefined;
  readonly id?: string | undefined;
  readonly limit: number;
  /** `sortName` and id of the last one of the page before. */
  readonly after?: { readonly name: string; readonly id: string } | undefined;
}

/** All there are, by name. */
export async function listPeople(db: Queryable, filter: PeopleFilter): Promise<ListedPerson[]> {
  const { q, state, role, id, limit, after } = filter;
  const sortName = sql<string>`${folded(sql`${users.name}`)} collate "C"`;
  const anywhere = folded(sql`${users.name} || ' ' || ${users.email} || ' ' || coalesce(${users.team}, '')`);
  return db
    .select({
      user: users,
      lastSeenAt: lastSeenAt.mapWith(users.createdAt),
      hasSingleSignOn: sql<boolean>`exists (select from ${userIdentities} where ${userIdentities.userId} = ${users.id})`,
      linkExpiresAt: passwordLinks.expiresAt,
      sortName,
    })
    .from(users)
    .leftJoin(passwordLinks, and(eq(passwordLinks.userId, users.id), gt(passwordLinks.expiresAt, sql`now()`)))
    .where(
      and(
        q === '' ? undefined : sql`strpos(${anywhere}, ${folded(sql`${q}::text`)}) > 0`,
        state === 'all' ? undefined : (state === 'active' ? isNull : isNotNull)(users.disabledAt),
        role && eq(users.role, role),
        id === undefined ? undefined : eq(users.id, id),
        after && sql`(${sortName}, ${users.id}) > (${after.name}, ${after.id}::uuid)`,
      ),
    )
    .orderBy(sortName, asc(users.id))
    .limit(limit);
}

const lastSeenAt = sql<Date | null>`(select max(${signIns.lastSeenAt}) from ${signIns} where ${signIns.userId} = ${users.id})`;
