import type { Database } from '../../drizzle/client.ts';
import { newId } from '../../drizzle/ids.ts';
import { findFirstWithRole, findUserByEmail, insertUser, type UserRow } from '../../drizzle/queries/users.ts';

interface FirstAdmin {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
}

/** An arbitrary number that is ours alone: whoever comes second sees the first one's admin. */
const setupLock = 7_262_011_854;

/** Makes the first admin; `undefined` when there is one already. */
export function addFirstAdmin(db: Database, admin: FirstAdmin): Promise<UserRow | undefined> {
  return db.transaction(async (tx) => {
    await tx.execute(`select pg_advisory_xact_lock(${setupLock})`);
    if (await findFirstWithRole(tx, 'admin')) return undefined;
    if (await findUserByEmail(tx, admin.email)) return undefined;
    return insertUser(tx, { id: newId(), role: 'admin', ...admin, email: admin.email.toLowerCase() });
  });
}
