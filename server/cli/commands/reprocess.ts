import { setTimeout as delay } from 'node:timers/promises';
import { catchUpIndex } from '../../../core/actions/catch-up-index.ts';
import { partsOf } from '../../../core/actions/index-now.ts';
import { reprocessSession } from '../../../core/actions/reprocess-session.ts';
import { stageNames } from '../../../core/model/session.ts';
import { forgetWhatIsIndexed } from '../../../drizzle/queries/indexed-sessions.ts';
import { findAnySession, listSessionIds } from '../../../drizzle/queries/sessions.ts';
import { type Command, UsageError } from '../command.ts';

/** Builds the search index again from the database, session by session; what is there is found until then. */
export const reindex: Command = async ({ parts: { db, searchIndex }, log, print }) => {
  await forgetWhatIsIndexed(db);
  const { length: total } = await listSessionIds(db);
  let indexed = 0;
  const onSession = () => {
    indexed += 1;
    print.progress('', Math.min(1, indexed / (total * partsOf(searchIndex).length)));
  };
  let outcome = await catchUpIndex({ db, searchIndex, log }, { onSession });
  // A worker has begun with it.
  for (; outcome === 'busy'; outcome = await catchUpIndex({ db, searchIndex, log }, { onSession }))
    await delay(1_000);
  const isComplete = outcome === 'complete';
  const rest = isComplete ? 'are in the index' : 'are being indexed: what is left follows as soon as it can';
  print.item(isComplete ? { indexed: total } : { indexed, isComplete }, `${total} sessions ${rest}.`);
  return isComplete ? 0 : 1;
};

/** Sets all stages of sessions back to the start; whoever runs the workers does the rest. */
export const reprocess: Command = async ({ parts, log, positionals, print }) => {
  if (positionals.length === 0) throw new UsageError('reprocess needs the id or slug of a session.');
  let missing = 0;
  for (const idOrSlug of positionals) {
    const session = await findAnySession(parts.db, idOrSlug);
    if (!session) {
      missing += 1;
      print.item({ session: idOrSlug, status: 'not found' }, `${idOrSlug}: there is no such session`);
      continue;
    }
    await reprocessSession({ ...parts, log }, session, stageNames);
    print.item({ session: session.id, status: 'waiting' }, `${session.title}: will be processed again`);
  }
  return missing === 0 ? 0 : 1;
};
