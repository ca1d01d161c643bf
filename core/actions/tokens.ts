import type { Database } from '../../drizzle/client.ts';
import { type ApiTokenRow, deleteApiToken, insertApiToken } from '../../drizzle/queries/api-tokens.ts';
import { writeAudit } from '../../drizzle/queries/audit.ts';
import { DomainError } from '../model/errors.ts';

type NewToken = Pick<ApiTokenRow, 'id' | 'userId' | 'name' | 'tokenHash'>;

/** Keeps a token of a person's own. */
export function addToken(db: Database, token: NewToken): Promise<void> {
  return db.transaction(async (tx) => {
    await insertApiToken(tx, token);
    await writeAudit(tx, { by: token.userId, action: 'token-made', ...about(token) });
  });
}

/** Throws `not-found` for what is no token of theirs. */
export function revokeOwnToken(db: Database, userId: string, id: string): Promise<void> {
  return revoke(db, userId, { id, userId });
}

/** Anybody's. Throws `not-found`. */
export function revokeToken(db: Database, by: string, id: string): Promise<void> {
  return revoke(db, by, { id });
}

function revoke(
  db: Database,
  by: string,
  which: { readonly id: string; readonly userId?: string },
): Promise<void> {
  return db.transaction(async (tx) => {
    const gone = await deleteApiToken(tx, which);
    if (!gone) throw new DomainError('not-found', 'There is no such token.');
    await writeAudit(tx, { by, action: 'token-revoked', ...about(gone) });
  });
}

const about = ({ id, name }: NewToken) => ({
  subject: 'token' as const,
  subjectId: id,
  subjectName: name,
});
