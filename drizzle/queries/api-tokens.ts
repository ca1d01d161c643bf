import { and, eq, isNull, sql } from 'drizzle-orm';
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

/** False when the person has no such token. */
export async function deleteApiToken(db: Queryable, userId: string, id: string): Promise<boolean> {
  const gone = await db
    .delete(apiTokens)
    .where(and(eq(apiTokens.userId, userId), sql`${apiTokens.id}::text = ${id}`))
    .returning({ id: apiTokens.id });
  return gone.length > 0;
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
