import { addStoredSession, refuseDuplicate } from '../../../core/actions/add-session.ts';
import { UploadMetadata } from '../../../core/api/uploads.ts';
import { DomainError, type DomainErrorCode } from '../../../core/model/errors.ts';
import { originalFileName } from '../../../core/model/media-names.ts';
import { sessionExists } from '../../../drizzle/queries/sessions.ts';
import {
  findUpload,
  setUploadFinished,
  type UploadRow,
  updateUpload,
} from '../../../drizzle/queries/uploads.ts';
import { findActiveUser } from '../../../drizzle/queries/users.ts';
import { headBytes, problemOfHead } from '../checked-head.ts';
import { arrivedBytes } from './arrived-bytes.ts';
import { fieldsOf } from './fields-of.ts';
import { dropUpload, fileNameOf, holdUpload, noSuchUpload, settleUpload, type Uploads } from './uploads.ts';

/** Trying again would end the same way: then nothing of it is kept. */
const finalCodes: readonly DomainErrorCode[] = ['unsupported-media', 'invalid', 'not-allowed', 'too-large'];

/**
 * Makes the session of an upload of which all bytes are there, and gives its id; may be asked again after a
 * crash at any point, and by several at once. Throws what addSession throws, after which the upload is gone.
 */
export async function finishUpload(uploads: Uploads, id: string): Promise<string> {
  const release = await holdUpload(uploads, id, { onWanted: () => {}, signal: uploads.stopping });
  try {
    const row = await findUpload(uploads.db, id);
    if (!row) throw noSuchUpload();
    return row.sessionId ?? (await finishHeld(uploads, row));
  } finally {
    await release();
  }
}

/** Finishes an upload of which all bytes are there, as far as can be told without holding it. */
export async function finishWhole(uploads: Uploads, row: UploadRow): Promise<void> {
  if (row.sessionId !== null || row.totalBytes === null) return;
  const arrived = arrivedBytes(row, await uploads.staging.stat(row.id));
  if (arrived === row.totalBytes) await finishUpload(uploads, row.id);
}

/** The same for who holds the upload, which has no session yet. */
export async function finishHeld(uploads: Uploads, row: UploadRow): Promise<string> {
  const { db, log } = uploads;
  if (!(await sessionExists(db, row.id))) {
    try {
      await makeSession(uploads, row);
    } catch (error) {
      // A lock that was lost with its connection lets two finish it: the other one's session is ours too.
      if (!(await sessionExists(db, row.id))) {
        await cleanUp(uploads, row, error);
        throw error;
      }
    }
  }
  await setUploadFinished(db, row.id, row.id);
  log.info({ sessionId: row.id, bytes: row.totalBytes }, 'an upload became a session');
  return row.id;
}

async function makeSession(uploads: Uploads, row: UploadRow): Promise<void> {
  const { db, store, staging, stopping } = uploads;
  const { sizeBytes, sha256 } = await contentOf(uploads, row);
  const owner = await findActiveUser(db, row.ownerId);
  if (!owner) throw new DomainError('not-allowed', 'Who sent this cannot sign in any more.');
  // Before it is moved to where a duplicate costs time and space; the transaction asks again.
  await refuseDuplicate(db, owner, sha256);
  const key = `${row.id}/${originalFileName}`;
  if (await staging.stat(row.id)) await store.putFile(key, staging.pathOf(row.id), stopping);
  // It was moved already, by who did not come to say so.
  else await store.stat(key);
  const recording = { fileName: fileNameOf(UploadMetadata.parse(row.metadata)), sizeBytes, sha256 };
  // Hashing and moving it took a while, in which more may have been said of it.
  const said = fieldsOf((await findUpload(db, row.id)) ?? row);
  await addStoredSession(uploads, { id: row.id, owner, ...said, recording, captions: null });
}

/** Checks it and notes its hash, the sign that all of it is there. */
async function contentOf(
  uploads: Uploads,
  row: UploadRow,
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const { db, staging, hashes, stopping, isRecording } = uploads;
  const sizeBytes = await settleUpload(uploads, row);
  if (row.sha256 !== null) return { sizeBytes, sha256: row.sha256 };
  if (sizeBytes !== row.totalBytes) throw new DomainError('conflict', 'Not all of this upload has arrived.');
  const problem = problemOfHead(await staging.readHead(row.id, headBytes), isRecording);
  if (problem) throw problem;
  const sha256 = await hashes.digest(row.id, staging.pathOf(row.id), stopping);
  await updateUpload(db, row.id, { sha256 });
  return { sizeBytes, sha256 };
}

/** What was refused for good goes; whatever else went wrong, the sweep tries again. */
async function cleanUp(uploads: Uploads, row: UploadRow, error: unknown): Promise<void> {
  if (!(error instanceof DomainError)) return;
  const { db, store, staging } = uploads;
  const known = error.code === 'duplicate-recording' ? error.extra['id'] : undefined;
  if (typeof known !== 'string' && !finalCodes.includes(error.code)) return;
  await store.removeSession(row.id);
  if (typeof known !== 'string') return dropUpload(uploads, row.id);
  // Remembered, so that a client that misses this answer still learns where its recording is.
  await setUploadFinished(db, row.id, known);
  await staging.remove(row.id);
}
