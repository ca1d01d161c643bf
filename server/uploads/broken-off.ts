import { DomainError } from '../../core/model/errors.ts';

/** The form parser's own errors have no code: a form without its end, and a client that went away. */
const isBrokenOff = (error: unknown) =>
  error instanceof Error &&
  !(error instanceof DomainError) &&
  /unexpected end of|malformed part header|premature close|aborted/i.test(error.message);

/** The same, but an upload that ended early is the request's mistake and not ours. */
export async function orBrokenOff<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw isBrokenOff(error)
      ? new DomainError('invalid', 'The upload broke off before its end. Send it again.', { cause: error })
      : error;
  }
}
