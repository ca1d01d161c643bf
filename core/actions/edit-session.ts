import type { Database } from '../../drizzle/client.ts';
import { writeAudit } from '../../drizzle/queries/audit.ts';
import { findOpenSession, type SessionWithOwner, updateSession } from '../../drizzle/queries/sessions.ts';
import { setTopics } from '../../drizzle/queries/topics.ts';
import { forgetLanguage } from '../../drizzle/queries/transcripts.ts';
import type { SessionPatch } from '../api/sessions.ts';
import { canEdit, canOpen, type Reader } from '../model/access.ts';
import { DomainError, type FieldError } from '../model/errors.ts';
import type { Chapter } from '../model/session.ts';
import { changeSession } from './change-session.ts';
import type { ActionDeps } from './deps.ts';

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
  const { topics, language, recordedAt, summary, speakers, chapters, title, description, visibility } = patch;
  if (visibility !== undefined && !canOpen(reader, { ...session, visibility }))
    throw new DomainError('not-allowed', 'Only its owner may hide a session from you.');
  const chosen = chapters && chaptersInOrder(chapters, session.durationSeconds);
  const isSpokenOtherwise = language !== undefined && language !== session.languageGiven;
  await changeSession(deps, session.id, isSpokenOtherwise ? ['tag', 'index'] : ['index'], async (tx) => {
    if (visibility !== undefined && visibility !== session.visibility)
      await writeAudit(tx, {
        ...{ by: reader.id, action: 'session-shown-to', subject: 'session', subjectId: session.id },
        ...{ before: session.visibility, after: visibility },
      });
    const spoken = language ?? (isSpokenOtherwise ? await forgetLanguage(tx, session.id) : undefined);
    await updateSession(tx, session.id, {
      ...defined({ title, description, visibility }),
      ...(title === undefined ? {} : { titleBy: 'person' as const, titleSuggested: null }),
      ...(chosen === undefined ? {} : { chapters: chosen, chaptersBy: 'person' as const }),
      ...(summary === undefined ? {} : { summary, summaryBy: 'person' as const }),
      ...(speakers === undefined ? {} : { speakers: [...new Set(speakers)] }),
      ...defined({ languageGiven: language, language: spoken }),
      ...(recordedAt === undefined ? {} : { recordedAt: recordedAt === null ? null : new Date(recordedAt) }),
    });
    if (topics) await setTopics(tx, session.id, topics);
  });
  return sessionToEdit(deps.db, reader, session.id);
}

/** Sorted by their start. Throws `unprocessable` for two at one time, and for what lies outside of the recording. */
export function chaptersInOrder(chapters: readonly Chapter[], durationSeconds: number | null): Chapter[] {
  const starts = chapters.map(({ startSeconds }) => startSeconds);
  const errors = starts.flatMap((startSeconds, index): FieldError[] => {
    const path = `chapters.${index}.startSeconds`;
    if (startSeconds >= (durationSeconds ?? Infinity))
      return [{ path, message: 'A chapter starts within the recording.' }];
    if (starts.indexOf(startSeconds) < index)
      return [{ path, message: 'Another chapter starts at this time.' }];
    return [];
  });
  if (errors.length > 0)
    throw new DomainError('unprocessable', 'These chapters cannot be kept.', { extra: { errors } });
  return chapters.toSorted((a, b) => a.startSeconds - b.startSeconds);
}

/** Without the members that are `undefined`: they stay as they are in the database. */
function defined<T extends object>(members: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const given: { [Key in keyof T]?: Exclude<T[Key], undefined> } = {};
  Object.assign(
    given,
    Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)),
  );
  return given;
}
