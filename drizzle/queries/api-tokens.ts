import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Queryable } from '../client.ts';
import { apiTokens, users } from '../schema/users.ts';
import type { UserRow } from './users.ts';

export type ApiTokenRow = typeof apiTokens.$inferSelect;

export async function insertApiToken(db: Queryable, token: typeof apiTokens.$inferInsert): Promise<void> {
  await db.insert(apiTokens).values(token);
}

export async function listApiTokens(db: Queryable, userId: string): Promise<ApiTokenRow[]> {
  return db.select().from(apiTokens).where(eq(apiTokens.userId, userId)).orderBy(apiTokens.createdAt);
}

/** What was deleted, of one person's or of anybody's; `undefined`: there is no such token. */
export async function deleteApiToken(
  db: Queryable,
  { id, userId }: { readonly id: string; readonly userId?: string },
): Promise<ApiTokenRow | undefined> {
  const [gone] = await db
    .delete(apiTokens)
    .where(
      and(
        userId === undefined ? undefined : eq(apiTokens.userId, userId),
        sql`${apiTokens.id}::text = ${id}`,
      ),
    )
    .returning();
  return gone;
}

export interface ListedToken {
  readonly token: ApiTokenRow;
  readonly owner: Pick<UserRow, 'id' | 'name' | 'disabledAt'>;
}

/** Everybody's, newest first; `before`: id of the last one of the page before. */
export function listAllApiTokens(
  db: Queryable,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<ListedToken[]> {
  return db
    .select({ token: apiTokens, owner: { id: users.id, name: users.name, disabledAt: users.disabledAt } })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(before === undefined ? undefined : lt(apiTokens.id, before))
    .orderBy(desc(apiTokens.id))
    .limit(limit);
}

/** The person behind an API token, unless disabled; notes its use at most once a minute. */
export async function findUserByApiToken(db: Queryable, tokenHash: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select({ user: users, tokenId: apiTokens.id })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(and(eq(apiTokens.tokenHash, tokenHash), isNull(users.disabledAt)));
  if (!row) return undefined;
  const isStale = sql`coalesce(${apiTokens.lastUsedAt} < now() - interval '1 minute', true)`;
  await db
    .update(apiTokens)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(apiTokens.id, row.tokenId), isStale));
  return row.user;
}
