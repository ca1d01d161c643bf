import type { Queryable, Transaction } from '../../drizzle/client.ts';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { findDuplicate, insertSession, lockContent, sessionExists } from '../../drizzle/queries/sessions.ts';
import { insertStages, refreshSessionStatus } from '../../drizzle/queries/stages.ts';
import { setTopics } from '../../drizzle/queries/topics.ts';
import type { SessionCreated, SessionFields } from '../api/sessions.ts';
import { hasRole, type Reader } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';
import {
  captionsFileName,
  dayInFileName,
  originalFileName,
  titleFromFileName,
} from '../model/media-names.ts';
import { type Chapter, mediaStages, type StageName } from '../model/session.ts';
import { slugOf } from '../model/slug.ts';
import { refuseUnreadableCaptions } from './check-captions.ts';
import type { ActionDeps } from './deps.ts';
import { wakeStages } from './wake-stages.ts';

/** A file that is already whole in the store. */
export interface ReceivedFile {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface NewSession {
  readonly id: string;
  readonly owner: Reader;
  readonly fields: SessionFields;
  /** Set by a person; `[]` and nothing: none. */
  readonly chapters?: readonly Chapter[];
  /** `null`: a transcript-only session. */
  readonly recording: ReceivedFile | null;
  readonly captions: ReceivedFile | null;
}

/**
 * Makes a session of files that were received under its id, and sets processing off.
 * Throws `duplicate-recording` when the owner can already open the same content; the files are removed then,
 * as after every other failure.
 */
export async function addSession(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'store' | 'log'>,
  session: NewSession,
): Promise<SessionCreated> {
  try {
    return await addStoredSession(deps, session);
  } catch (error) {
    await removeUnlessKept(deps, session.id);
    throw error;
  }
}

/** The same, but the files stay when it fails: for who can try again. */
export async function addStoredSession(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'store' | 'log'>,
  session: NewSession,
): Promise<SessionCreated> {
  if (!hasRole(session.owner.role, 'champion'))
    throw new DomainError('not-allowed', 'Only champions add sessions. Ask an admin to make you one.');
  if (session.captions) await refuseUnreadableCaptions(deps.store, `${session.id}/${captionsFileName}`);
  const { slug, startable } = await deps.db.transaction((tx) => insertWhole(tx, session));
  await wakeStages(deps, session.id, startable);
  return { id: session.id, slug, status: 'processing', url: `/sessions/${slug}` };
}

/** Throws `duplicate-recording`, with where it is, when the reader can already open the same content. */
export async function refuseDuplicate(db: Queryable, reader: Reader, sha256: string): Promise<void> {
  const duplicate = await findDuplicate(db, reader, sha256);
  if (duplicate)
    throw new DomainError('duplicate-recording', `This recording is already here: “${duplicate.title}”.`, {
      extra: { id: duplicate.id, slug: duplicate.slug, url: `/sessions/${duplicate.slug}` },
    });
}

/** A connection that breaks during the commit leaves open what came of it: then the sweep decides, not we. */
async function removeUnlessKept(
  { db, store, log }: Pick<ActionDeps, 'db' | 'store' | 'log'>,
  sessionId: string,
): Promise<void> {
  try {
    if (!(await sessionExists(db, sessionId))) await store.removeSession(sessionId);
  } catch (error) {
    log.warn({ err: error, sessionId }, 'files of a session that was not added are left to the sweep');
  }
}

async function insertWhole(
  tx: Transaction,
  session: NewSession,
): Promise<{ slug: string; startable: StageName[] }> {
  const content = session.recording ?? session.captions;
  if (!content)
    throw new DomainError('invalid', 'Send a recording as `file`, or a caption file as `captions`.', {
      extra: { errors: [{ path: 'file', message: 'is missing' }] },
    });
  await lockContent(tx, content.sha256);
  await refuseDuplicate(tx, session.owner, content.sha256);
  const slug = await insertWithFreeSlug(tx, session, content);
  await insertStages(tx, session.id, session.recording ? {} : transcriptOnly);
  for (const [kind, file] of [
    ['original', session.recording],
    ['captions', session.captions],
  ] as const) {
    if (!file) continue;
    await insertMediaFile(tx, {
      sessionId: session.id,
      fileName: kind === 'original' ? originalFileName : captionsFileName,
      kind,
      contentType: 'application/octet-stream',
      sizeBytes: file.sizeBytes,
    });
  }
  if (session.fields.topics.length > 0) await setTopics(tx, session.id, session.fields.topics);
  return { slug, startable: await refreshSessionStatus(tx, session.id) };
}

const transcriptOnly = Object.fromEntries(
  mediaStages.map((name) => [name, 'There is no recording, only a transcript.']),
);

async function insertWithFreeSlug(
  tx: Transaction,
  session: NewSession,
  content: ReceivedFile,
): Promise<string> {
  const { id, owner, fields, chapters = [], recording, captions } = session;
  const title = fields.title ?? titleFromFileName(content.fileName);
  const base = slugOf(title);
  // The id's last letters are random: the second try can only fail if the same id came twice.
  for (const slug of [base, `${base}-${id.slice(-6)}`, `${base}-${id}`]) {
    const isInserted = await insertSession(tx, {
      id,
      slug,
      title,
      description: fields.description,
      languageGiven: fields.language ?? null,
      language: fields.language ?? 'und',
      speakers: [...new Set(fields.speakers)],
      ...(chapters.length > 0 ? { chapters, chaptersBy: 'person' } : {}),
      visibility: fields.visibility,
      team: owner.team,
      ownerId: owner.id,
      recordedAt: recordedAtOf(fields, content.fileName),
      hasRecording: recording !== null,
      hasCaptions: captions !== null,
      originalFilename: content.fileName.slice(0, 300),
      originalBytes: content.sizeBytes,
      originalSha256: content.sha256,
    });
    if (isInserted) return slug;
  }
  throw new Error(`no free slug for session ${id}`);
}

/** The title that a file's name gives leaves out its day. Noon in UTC is the same day nearly everywhere. */
function recordedAtOf({ title, recordedAt }: SessionFields, fileName: string): Date | null {
  if (recordedAt !== undefined) return new Date(recordedAt);
  const day = title === undefined ? dayInFileName(fileName) : null;
  return day === null ? null : new Date(`${day}T12:00:00Z`);
}
