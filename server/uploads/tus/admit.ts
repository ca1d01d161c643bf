import { refuseDuplicate } from '../../../core/actions/add-session.ts';
import { UploadMetadata } from '../../../core/api/uploads.ts';
import type { Reader } from '../../../core/model/access.ts';
import { DomainError } from '../../../core/model/errors.ts';
import {
  insertUpload,
  listUnfinishedUploads,
  lockUploads,
  type UploadRow,
} from '../../../drizzle/queries/uploads.ts';
import { parseFields } from '../refusals.ts';
import { isMoving, mostAtOnce, refuseUnlessFits } from '../room.ts';
import type { Uploads } from './uploads.ts';

export interface NewUpload {
  readonly id: string;
  readonly owner: Reader;
  readonly metadata: Readonly<Record<string, string | null>>;
  /** `null`: will be said later. */
  readonly totalBytes: number | null;
}

/** Takes an upload on, or throws what is wrong with it before any of it is sent. */
export async function admitUpload(uploads: Uploads, upload: NewUpload): Promise<void> {
  const { id, owner, totalBytes } = upload;
  if ('captions' in upload.metadata)
    throw new DomainError(
      'invalid',
      'Captions are not sent with an upload in pieces: send them to `PUT /api/sessions/:id/captions` once it is a session.',
    );
  const metadata = parseFields(UploadMetadata, upload.metadata);
  if (totalBytes === 0) throw new DomainError('invalid', 'This file is empty.');
  if (metadata.sha256 !== undefined) await refuseDuplicate(uploads.db, owner, metadata.sha256);
  await uploads.db.transaction(async (tx) => {
    await lockUploads(tx);
    const unfinished = await listUnfinishedUploads(tx);
    if (unfinished.filter((row) => row.ownerId === owner.id).length >= mostAtOnce)
      throw new DomainError(
        'too-many-requests',
        `You have ${mostAtOnce} unfinished uploads. Finish or drop some of them first.`,
      );
    await refuseUnlessFits(uploads, [uploads.staging, uploads.store], unfinished, totalBytes ?? 0);
    await insertUpload(tx, {
      id,
      ownerId: owner.id,
      metadata: upload.metadata,
      totalBytes,
      isLive: metadata.live === '1',
    });
    // Last, and before the commit: there may be a file without a row, which is tidied up, but no row without.
    await uploads.staging.create(id);
  });
}

/** The same for an upload that goes on: the space that was kept for it may be another's by now. */
export async function refuseUnlessResumable(uploads: Uploads, row: UploadRow): Promise<void> {
  const file = await uploads.staging.stat(row.id);
  if (file && row.totalBytes !== null && !isMoving(row, file))
    await refuseUnlessRestFits(uploads, row.id, row.totalBytes - file.sizeBytes);
}

/** Throws `insufficient-storage` unless there is room for what is missing of an upload that was taken on before. */
export async function refuseUnlessRestFits(uploads: Uploads, id: string, restBytes: number): Promise<void> {
  if (restBytes <= 0) return;
  const { db, staging, store } = uploads;
  const others = (await listUnfinishedUploads(db)).filter((row) => row.id !== id);
  await refuseUnlessFits(uploads, [staging, store], others, restBytes);
}
