import { readFile } from 'node:fs/promises';
import type { Transaction } from '../../drizzle/client.ts';
import { insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { findDuplicate, insertSession, lockContent, sessionExists } from '../../drizzle/queries/sessions.ts';
import { insertStages, refreshSessionStatus } from '../../drizzle/queries/stages.ts';
import { setTopics } from '../../drizzle/queries/topics.ts';
import type { SessionCreated, SessionFields } from '../api/sessions.ts';
import { hasRole, type Reader } from '../model/access.ts';
import { decodeCaptions } from '../model/captions/decode.ts';
import { parseCaptions } from '../model/captions/parse.ts';
import { DomainError, PermanentError } from '../model/errors.ts';
import { captionsFileName, originalFileName, titleFromFileName } from '../model/media-names.ts';
import { mediaStages, type StageName } from '../model/session.ts';
import { slugOf } from '../model/slug.ts';
import type { MediaStore } from '../ports/media-store.ts';
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
    if (!hasRole(session.owner.role, 'champion'))
      throw new DomainError('not-allowed', 'Only champions add sessions. Ask an admin to make you one.');
    await refuseUnreadableCaptions(deps.store, session);
    const { slug, startable } = await deps.db.transaction((tx) => insertWhole(tx, session));
    await wakeStages(deps, session.id, startable);
    return { id: session.id, slug, status: 'processing', url: `/sessions/${slug}` };
  } catch (error) {
    await removeUnlessKept(deps, session.id);
    throw error;
  }
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

/** Better now, to the champion's face, than in a stage minutes later. */
async function refuseUnreadableCaptions(store: MediaStore, { id, captions }: NewSession): Promise<void> {
  if (!captions) return;
  const bytes = await store.withLocalFile(`${id}/${captionsFileName}`, (path) => readFile(path));
  try {
    parseCaptions(decodeCaptions(bytes));
  } catch (cause) {
    if (!(cause instanceof PermanentError)) throw cause;
    const errors = [{ path: 'captions', message: cause.message }];
    throw new DomainError('unprocessable', cause.message, { cause, extra: { errors } });
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
  const duplicate = await findDuplicate(tx, session.owner, content.sha256);
  if (duplicate)
    throw new DomainError('duplicate-recording', `This recording is already here: “${duplicate.title}”.`, {
      extra: { id: duplicate.id, slug: duplicate.slug, url: `/sessions/${duplicate.slug}` },
    });
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
  const { id, owner, fields, recording, captions } = session;
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
      visibility: fields.visibility,
      team: owner.team,
      ownerId: owner.id,
      recordedAt: fields.recordedAt === undefined ? null : new Date(fields.recordedAt),
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
