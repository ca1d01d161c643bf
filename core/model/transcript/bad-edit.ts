import { DomainError } from '../errors.ts';

/** An edit that cannot be made. `path` is dotted, as in `edits.3.segment`. */
export const badEdit = (path: string, message: string): DomainError =>
  new DomainError('invalid', `${path} ${message}.`, { extra: { errors: [{ path, message }] } });
