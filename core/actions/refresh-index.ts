import type { Database } from '../../drizzle/client.ts';
import type { Log } from '../../drizzle/log.ts';
import { readSetting, writeSetting } from '../../drizzle/queries/settings.ts';
import { resetEverywhere } from '../../drizzle/queries/stages.ts';
import type { SearchIndex } from '../ports/search-index.ts';

const key = 'searchIndexFormat';

/**
 * Has every session indexed again, one after the other, when the index is not what it was: another engine, or one
 * that reads texts in another way. Until its turn comes a session is found as it was indexed before.
 */
export async function refreshIndex({
  db,
  searchIndex: { format },
  log,
}: {
  readonly db: Database;
  readonly searchIndex: SearchIndex;
  readonly log: Log;
}): Promise<void> {
  if ((await readSetting(db, key)) === format) return;
  const sessionCount = await db.transaction(async (tx) => {
    const count = await resetEverywhere(tx, 'index');
    await writeSetting(tx, key, format);
    return count;
  });
  if (sessionCount > 0) log.info({ format, sessionCount }, 'all sessions are being indexed again');
}
