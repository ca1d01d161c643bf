import type { Database } from '../../drizzle/client.ts';
import { findFirstWithRole, findUserByEmail, type UserRow } from '../../drizzle/queries/users.ts';
import { addPersonIn } from './manage-people.ts';

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
    return addPersonIn(tx, null, { ...admin, email: admin.email.toLowerCase(), role: 'admin', team: null });
  });
}
