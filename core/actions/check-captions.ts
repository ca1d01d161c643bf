import { readFile } from 'node:fs/promises';
import { decodeCaptions } from '../model/captions/decode.ts';
import { parseCaptions } from '../model/captions/parse.ts';
import { DomainError, PermanentError } from '../model/errors.ts';
import type { MediaStore } from '../ports/media-store.ts';

/** Better now, to the champion's face, than in a stage minutes later. Throws `unprocessable` with what is wrong. */
export async function refuseUnreadableCaptions(store: MediaStore, key: string): Promise<void> {
  const bytes = await store.withLocalFile(key, (path) => readFile(path));
  try {
    parseCaptions(decodeCaptions(bytes));
  } catch (cause) {
    if (!(cause instanceof PermanentError)) throw cause;
    const errors = [{ path: 'captions', message: cause.message }];
    throw new DomainError('unprocessable', cause.message, { cause, extra: { errors } });
  }
}
