/** Something outside failed that may work later: the pipeline retries with back-off. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}

/** Somebody told us when to come back (`Retry-After`): waits that long and costs no attempt. */
export class RetryAfterError extends Error {
  override readonly name = 'RetryAfterError';
  readonly delaySeconds: number;
  constructor(message: string, delaySeconds: number, options?: ErrorOptions) {
    super(message, options);
    this.delaySeconds = delaySeconds;
  }
}

/** Will never work for this input. The message is a sentence a champion can act on. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
}

/** Stable codes of what a request can get wrong; `server/plugins/problems.ts` maps each to a status. */
export const domainErrorCodes = [
  'not-found',
  'not-allowed',
  'not-signed-in',
  'conflict',
  'duplicate-recording',
  'precondition-failed',
  'precondition-required',
  'locked',
  'checksum-mismatch',
  'invalid',
  'too-large',
  'unsupported-media',
  'range-not-satisfiable',
  'unprocessable',
  'too-many-requests',
  'insufficient-storage',
] as const;
export type DomainErrorCode = (typeof domainErrorCodes)[number];

/** One field of the input that is wrong; `path` is dotted, as in `topics.0`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** A request that cannot be carried out as asked. The message is shown to the person who asked. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: DomainErrorCode;
  /** Further members of the problem document, such as `{ url }` of a duplicate. */
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(
    code: DomainErrorCode,
    message: string,
    options: ErrorOptions & { readonly extra?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options);
    this.code = code;
    this.extra = options.extra ?? {};
  }
}

/** Whether the work was called off by its AbortSignal; such errors pass through untranslated. */
export function isAbort(error: unknown, signal?: AbortSignal): boolean {
  if (signal?.aborted) return true;
  return error instanceof Error && error.name === 'AbortError';
}
