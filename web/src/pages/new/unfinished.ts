import type { Upload } from '../../../../core/api/uploads.ts';

/** Of tus 1.0; below it each upload has its address. */
export const uploadsPath = '/api/uploads';

export const uploadUrlOf = ({ id }: Pick<Upload, 'id'>): string => `${uploadsPath}/${id}`;

/** Whether the file may be what was being uploaded: name and size are all that the server knows of it. */
export const isLike = (upload: Upload, file: File): boolean =>
  !upload.isLive && upload.filename === file.name && upload.totalBytes === file.size;

type Remembered = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
const keyOf = (uploadUrl: string): string => `upload:${uploadUrl}`;

/**
 * Remembers when the file of an upload was last changed. Devices write files of equal names and sizes, and two
 * recordings must not become one; another browser knows no better than name and size.
 */
export function rememberFile(storage: Remembered, uploadUrl: string, file: File): void {
  storage.setItem(keyOf(uploadUrl), String(file.lastModified));
}

export function forgetFile(storage: Remembered, uploadUrl: string): void {
  storage.removeItem(keyOf(uploadUrl));
}

/** The upload that goes on with this file, if one does; `taken` are addresses of those that others go on with. */
export function findUnfinished(
  uploads: readonly Upload[],
  file: File,
  { storage, taken }: { readonly storage: Remembered; readonly taken: readonly string[] },
): Upload | undefined {
  return uploads.find((upload) => {
    const url = uploadUrlOf(upload);
    const changed = storage.getItem(keyOf(url));
    const isSame = changed === null || changed === String(file.lastModified);
    return isLike(upload, file) && isSame && !taken.includes(url);
  });
}
