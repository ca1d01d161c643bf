import type { Queryable } from '../drizzle/client.ts';
import { newId } from '../drizzle/ids.ts';
import { sessions } from '../drizzle/schema/sessions.ts';
import { users } from '../drizzle/schema/users.ts';

type User = typeof users.$inferSelect;
type Session = typeof sessions.$inferSelect;

/** A stored member without a password; whatever matters to the test is given. */
export async function makeUser(
  db: Queryable,
  overrides: Partial<typeof users.$inferInsert> = {},
): Promise<User> {
  const id = newId();
  const values = {
    id,
    email: `${id}@example.org`,
    name: 'Ada Member',
    role: 'member' as const,
    ...overrides,
  };
  return only(await db.insert(users).values(values).returning());
}

/** A stored session, visible to the organisation and ready, without stages or files; its owner is made unless given. */
export async function makeSession(
  db: Queryable,
  overrides: Partial<typeof sessions.$inferInsert> = {},
): Promise<Session> {
  const id = newId();
  const ownerId = overrides.ownerId ?? (await makeUser(db, { role: 'champion' })).id;
  const values = {
    id,
    slug: `session-${id}`,
    title: 'Pivot tables for everyone',
    status: 'ready' as const,
    visibility: 'organisation' as const,
    hasRecording: true,
    hasCaptions: false,
    originalFilename: 'talk.mp4',
    originalBytes: 1_000,
    originalSha256: id.replaceAll('-', '').padEnd(64, '0'),
    ...overrides,
    ownerId,
  };
  return only(await db.insert(sessions).values(values).returning());
}

function only<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('the insert returned no row');
  return row;
}
