import type { SessionWithOwner } from '../../drizzle/queries/sessions.ts';
import { acceptTopics, decideTopic } from '../../drizzle/queries/topics.ts';
import type { Reader } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';
import { changeSession } from './change-session.ts';
import type { ActionDeps } from './deps.ts';
import { sessionToEdit } from './edit-session.ts';

type Deps = Pick<ActionDeps, 'db' | 'queue' | 'log'>;

/** Says of a topic that the session has or had whether it is about it, for ever; the index follows. */
export async function decideOnTopic(
  deps: Deps,
  reader: Reader,
  idOrSlug: string,
  { slug, status }: { readonly slug: string; readonly status: 'accepted' | 'rejected' },
): Promise<SessionWithOwner> {
  const session = await sessionToEdit(deps.db, reader, idOrSlug);
  await changeSession(deps, session.id, ['index'], async (tx) => {
    if (!(await decideTopic(tx, session.id, slug, status)))
      throw new DomainError('not-found', 'Nobody has said that this session has this topic.');
  });
  return session;
}

/** Gives the session one more topic, under the name that the vocabulary has for it; the index follows. */
export async function addTopic(
  deps: Deps,
  reader: Reader,
  idOrSlug: string,
  name: string,
): Promise<SessionWithOwner> {
  const session = await sessionToEdit(deps.db, reader, idOrSlug);
  await changeSession(deps, session.id, ['index'], (tx) => acceptTopics(tx, session.id, [name]));
  return session;
}
