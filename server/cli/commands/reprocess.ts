import { readForIndex } from '../../../core/actions/index-session.ts';
import { reprocessSession } from '../../../core/actions/reprocess-session.ts';
import { stageNames } from '../../../core/model/session.ts';
import { findAnySession, listSessionIds } from '../../../drizzle/queries/sessions.ts';
import { type Command, UsageError } from '../command.ts';

/** Builds the search index again from the database, session by session. */
export const reindex: Command = async ({ parts: { db, searchIndex }, print }) => {
  const ids = await listSessionIds(db);
  for (const [position, id] of ids.entries()) {
    const session = await findAnySession(db, id);
    if (!session || session.deletedAt) continue;
    const { document, passages } = await readForIndex(db, session);
    await searchIndex.replaceSession(document, passages);
    print.progress(session.title, (position + 1) / ids.length);
  }
  print.item({ indexed: ids.length }, `${ids.length} sessions are in the index.`);
  return 0;
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
