import type { Database } from '../../drizzle/client.ts';
import { findOpenSession, type SessionWithOwner, updateSession } from '../../drizzle/queries/sessions.ts';
import { refreshSessionStatus, resetStages } from '../../drizzle/queries/stages.ts';
import { setTopics } from '../../drizzle/queries/topics.ts';
import type { SessionPatch } from '../api/sessions.ts';
import { canEdit, type Reader } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';
import { type StageName, withDependents } from '../model/session.ts';
import type { ActionDeps } from './deps.ts';
import { wakeStages } from './wake-stages.ts';

/** The session if the reader may change it. Throws `not-found` for what they may not even open. */
export async function sessionToEdit(
  db: Database,
  reader: Reader,
  idOrSlug: string,
  options: { readonly evenInBin?: boolean } = {},
): Promise<SessionWithOwner> {
  const session = await findOpenSession(db, reader, idOrSlug);
  if (!session) throw new DomainError('not-found', 'There is no such session.');
  const mayEdit = canEdit(reader, session);
  if (session.deletedAt && !(options.evenInBin && mayEdit))
    throw new DomainError('not-found', 'There is no such session.');
  if (!mayEdit) throw new DomainError('not-allowed', 'Only its owner and curators may change a session.');
  return session;
}

/** Changes what people say of a session; the index follows. */
export async function editSession(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log'>,
  reader: Reader,
  idOrSlug: string,
  patch: SessionPatch,
): Promise<SessionWithOwner> {
  const session = await sessionToEdit(deps.db, reader, idOrSlug);
  const { topics, language, recordedAt, ...plain } = patch;
  const startable = await deps.db.transaction(async (tx) => {
    await updateSession(tx, session.id, {
      ...(plain.title === undefined ? {} : { title: plain.title }),
      ...(plain.description === undefined ? {} : { description: plain.description }),
      ...(plain.summary === undefined ? {} : { summary: plain.summary, summaryBy: 'person' as const }),
      ...(plain.visibility === undefined ? {} : { visibility: plain.visibility }),
      ...(plain.speakers === undefined ? {} : { speakers: [...new Set(plain.speakers)] }),
      ...(language === undefined ? {} : { languageGiven: language, ...(language ? { language } : {}) }),
      ...(recordedAt === undefined ? {} : { recordedAt: recordedAt === null ? null : new Date(recordedAt) }),
    });
    if (topics) await setTopics(tx, session.id, topics);
    await resetStages(tx, session.id, ['index']);
    return refreshSessionStatus(tx, session.id);
  });
  await wakeStages(deps, session.id, startable);
  return sessionToEdit(deps.db, reader, session.id);
}

/** Runs stages again with all that build on them; without `stages` from the first one that failed, else all. */
export async function reprocessSession(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log'>,
  session: { readonly id: string; readonly hasRecording: boolean },
  stages: readonly StageName[],
): Promise<void> {
  const wanted = withDependents(stages).filter(
    (name) => session.hasRecording || (name !== 'probe' && name !== 'transcode'),
  );
  const startable = await deps.db.transaction(async (tx) => {
    await resetStages(tx, session.id, wanted);
    return refreshSessionStatus(tx, session.id);
  });
  await wakeStages(deps, session.id, startable);
}
