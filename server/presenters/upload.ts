import { type Upload, UploadMetadata } from '../../core/api/uploads.ts';
import type { UploadRow } from '../../drizzle/queries/uploads.ts';
import { arrivedBytes } from '../uploads/tus/arrived-bytes.ts';
import { fieldsOf } from '../uploads/tus/fields-of.ts';
import type { StagedFile } from '../uploads/tus/staging.ts';
import { expiryOf, fileNameOf } from '../uploads/tus/uploads.ts';

/** An unfinished upload, as its owner sees it; `file` is what has arrived. */
export function presentUpload(row: UploadRow, file: StagedFile | null): Upload {
  const metadata = UploadMetadata.parse(row.metadata);
  return {
    id: row.id,
    filename: fileNameOf(metadata),
    title: fieldsOf(row).fields.title ?? null,
    receivedBytes: arrivedBytes(row, file),
    totalBytes: row.totalBytes,
    createdAt: row.createdAt.toISOString(),
    expiresAt: expiryOf(row, file?.touchedAt ?? row.createdAt).toISOString(),
    isLive: row.isLive,
  };
}
