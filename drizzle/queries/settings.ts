import { eq } from 'drizzle-orm';
import type { Queryable } from '../client.ts';
import { settings } from '../schema/settings.ts';

/** That the sample session was made, when, and its id. */
export const sampleSetting = 'sample-session';

/** `undefined` where nothing was kept under this key. */
export async function readSetting(db: Queryable, key: string): Promise<unknown> {
  const [row] = await db.select().from(settings).where(eq(settings.key, key));
  return row?.value;
}

export async function writeSetting(db: Queryable, key: string, value: unknown): Promise<void> {
  await db
    .insert(settings)
    .values({ key, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}
