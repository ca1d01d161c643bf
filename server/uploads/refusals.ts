import { z } from 'zod';
import { DomainError } from '../../core/model/errors.ts';

/** For a recording of more bytes than one may have; `sizeBytes` where it is known. */
export const tooLarge = (maxBytes: number, sizeBytes?: number): DomainError =>
  new DomainError(
    'too-large',
    `${sizeBytes === undefined ? 'This is too large' : `This is ${sizeInWords(sizeBytes)}`}; at most ${sizeInWords(maxBytes)} can be added.`,
  );

/** For a recording that the disk cannot hold. */
export const noSpace = (options: ErrorOptions = {}): DomainError =>
  new DomainError(
    'insufficient-storage',
    'There is not enough space left for this recording. Tell an admin.',
    options,
  );

const sizeInWords = (bytes: number) =>
  bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** What a schema makes of what was given; throws `invalid` with each field that is wrong. */
export function parseFields<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new DomainError('invalid', z.prettifyError(parsed.error), { extra: { errors } });
}
