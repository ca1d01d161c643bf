import { DomainError } from '../../model/errors.ts';

/** No leading dot: neither `..` nor the store's own hidden folders can be named. */
const part = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;

/** Whether something is named as sessions and files of ours are. */
export const isKeyPart = (text: string): boolean => part.test(text);

/** Takes `<sessionId>/<file>` apart; anything else is a DomainError `invalid`. */
export function parseKey(key: string): { readonly sessionId: string; readonly file: string } {
  const [sessionId = '', file = '', ...rest] = key.split('/');
  if (!isKeyPart(sessionId) || !isKeyPart(file) || rest.length > 0) {
    throw new DomainError('invalid', 'This is not the name of a stored file');
  }
  return { sessionId, file };
}

/** The id of a session as a folder name; anything else is a DomainError `invalid`. */
export function parseSessionId(sessionId: string): string {
  if (!isKeyPart(sessionId)) throw new DomainError('invalid', 'This is not the id of a session');
  return sessionId;
}
