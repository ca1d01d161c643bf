import type { UploadRow } from '../../../drizzle/queries/uploads.ts';
import type { StagedFile } from './staging.ts';

/**
 * How much of an upload is here for good, of which `file` is staged. A piece whose checksum is not verified yet
 * does not count; all of it is here once its hash is known, also when it has been moved to the store.
 */
export function arrivedBytes(
  row: Pick<UploadRow, 'totalBytes' | 'sha256' | 'sessionId' | 'uncheckedFrom'>,
  file: Pick<StagedFile, 'sizeBytes'> | null,
): number {
  if (row.totalBytes !== null && (row.sessionId !== null || row.sha256 !== null)) return row.totalBytes;
  const stagedBytes = file?.sizeBytes ?? 0;
  return Math.min(stagedBytes, row.uncheckedFrom ?? stagedBytes);
}
