import { DomainError, isAbort, TransientError } from '../../model/errors.ts';

export const notFound = (cause?: unknown): DomainError =>
  new DomainError('not-found', 'There is no such file', { cause });

export const insufficientStorage = (cause: unknown): DomainError =>
  new DomainError('insufficient-storage', 'There is no space left to store this', { cause });

export const rangeNotSatisfiable = (cause?: unknown): DomainError =>
  new DomainError('range-not-satisfiable', 'The file ends before this range begins', { cause });

/** What a failing file system operation means; our own errors and aborts pass through. */
export function translateFileError(error: unknown, signal?: AbortSignal): unknown {
  if (error instanceof DomainError || error instanceof TransientError || isAbort(error, signal)) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return notFound(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return insufficientStorage(error);
  return new TransientError('The file cannot be read or written', { cause: error });
}
