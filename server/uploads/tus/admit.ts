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
import { noSpace, parseFields } from '../refusals.ts';
import type { Uploads } from './uploads.ts';

/** Of one person. A folder of recordings goes in at once; a client that begins one after another is stopped. */
const mostUnfinished = 50;

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
  const metadata = parseFields(UploadMetadata, upload.metadata);
  if (totalBytes === 0) throw new DomainError('invalid', 'This file is empty.');
  if (metadata.sha256 !== undefined) await refuseDuplicate(uploads.db, owner, metadata.sha256);
  await uploads.db.transaction(async (tx) => {
    await lockUploads(tx);
    const unfinished = await listUnfinishedUploads(tx);
    if (unfinished.filter((row) => row.ownerId === owner.id).length >= mostUnfinished)
      throw new DomainError(
        'too-many-requests',
        `You have ${mostUnfinished} unfinished uploads. Finish or drop some of them first.`,
      );
    await refuseUnlessFits(uploads, unfinished, totalBytes ?? 0);
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

/** What others still have to receive is spoken for. */
export async function refuseUnlessFits(
  { staging }: Pick<Uploads, 'staging'>,
  others: readonly UploadRow[],
  neededBytes: number,
): Promise<void> {
  const missing = others.map(async ({ id, totalBytes, sha256 }) =>
    totalBytes === null || sha256 !== null
      ? 0
      : Math.max(0, totalBytes - ((await staging.stat(id))?.sizeBytes ?? 0)),
  );
  const spokenFor = (await Promise.all(missing)).reduce((sum, bytes) => sum + bytes, 0);
  if ((await staging.freeBytes()) - spokenFor < neededBytes) throw noSpace();
}
