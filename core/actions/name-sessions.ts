import type { Database } from '../../drizzle/client.ts';
import type { Log } from '../../drizzle/log.ts';
import { listWithoutSuggestions, replaceSuggestions } from '../../drizzle/queries/suggestion-rows.ts';

const batch = 200;

/** Makes sessions that an earlier release has added suggestible. */
export async function nameSessions({ db, log }: { readonly db: Database; readonly log: Log }): Promise<void> {
  let sessionCount = 0;
  for (;;) {
    const ids = await listWithoutSuggestions(db, batch);
    for (const id of ids) await replaceSuggestions(db, id);
    sessionCount += ids.length;
    if (ids.length < batch) break;
  }
  if (sessionCount > 0) log.info({ sessionCount }, 'titles, speakers and topics are suggested from now on');
}
