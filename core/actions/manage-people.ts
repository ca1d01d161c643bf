import type { Database, Transaction } from '../../drizzle/client.ts';
import { newId } from '../../drizzle/ids.ts';
import { writeAudit } from '../../drizzle/queries/audit.ts';
import { deletePasswordLinkOf } from '../../drizzle/queries/password-links.ts';
import { deleteSignInsOf } from '../../drizzle/queries/sign-ins.ts';
import {
  countActiveAdmins,
  findUser,
  findUserByEmail,
  insertUser,
  replacePasswordHash,
  type UserRow,
  updateUser,
} from '../../drizzle/queries/users.ts';
import type { Role } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';

/** Who does it; `null`: whoever is at the command line of the machine. */
type By = string | null;

/** An arbitrary number that is ours alone: two admins who demote each other wait for each other. */
const peopleLock = 7_262_011_856;

/** Holds for the rest of the transaction. */
async function lockPeople(tx: Transaction): Promise<void> {
  await tx.execute(`select pg_advisory_xact_lock(${peopleLock})`);
}

export interface NewPerson {
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  readonly role: Role;
  readonly team: string | null;
  /** `null`: cannot sign in with a password yet. */
  readonly passwordHash: string | null;
}

/** Throws `conflict` when somebody has the address. */
export function addPerson(db: Database, by: By, person: NewPerson): Promise<UserRow> {
  return db.transaction((tx) => addPersonIn(tx, by, person));
}

/** The same as a part of something larger. */
export async function addPersonIn(tx: Transaction, by: By, person: NewPerson): Promise<UserRow> {
  await lockPeople(tx);
  if (await findUserByEmail(tx, person.email))
    throw new DomainError('conflict', 'Somebody here has this address already.', {
      extra: { errors: [{ path: 'email', message: 'is taken' }] },
    });
  const user = await insertUser(tx, { id: newId(), ...person });
  await writeAudit(tx, { by, action: 'person-added', ...about(user), after: user.role });
  return user;
}

export interface PersonChange {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly team?: string | null | undefined;
  readonly isActive?: boolean | undefined;
}

/**
 * Changes what is given. A new role or team, and being deactivated, ends the person's sign-ins; tokens are asked for
 * both at each use. Throws `not-found`, and `conflict` where no admin would be left.
 */
export function changePerson(db: Database, by: By, id: string, change: PersonChange): Promise<UserRow> {
  return db.transaction(async (tx) => {
    await lockPeople(tx);
    const before = await findUser(tx, id);
    if (!before) throw new DomainError('not-found', 'There is no such person.');
    const after = applied(before, change);
    const isAdmin = ({ role, disabledAt }: UserRow) => role === 'admin' && disabledAt === null;
    if (isAdmin(before) && !isAdmin(after) && (await countActiveAdmins(tx)) < 2)
      throw new DomainError('conflict', 'This is the only admin. Make somebody else an admin first.');
    const { name, role, team, disabledAt } = after;
    await updateUser(tx, id, { name, role, team, disabledAt });
    if (role !== before.role || team !== before.team || disabledAt !== null) await deleteSignInsOf(tx, id);
    if (disabledAt !== null) await deletePasswordLinkOf(tx, id);
    await noteChanges(tx, by, before, after);
    return after;
  });
}

function applied(before: UserRow, { name, role, team, isActive }: PersonChange): UserRow {
  const stays = isActive === undefined || isActive === (before.disabledAt === null);
  return {
    ...before,
    name: name ?? before.name,
    role: role ?? before.role,
    team: team === undefined ? before.team : team,
    disabledAt: stays ? before.disabledAt : isActive ? null : new Date(),
  };
}

async function noteChanges(tx: Transaction, by: By, before: UserRow, after: UserRow): Promise<void> {
  const subject = { by, ...about(after) };
  if (before.name !== after.name)
    await writeAudit(tx, { ...subject, action: 'person-renamed', before: before.name, after: after.name });
  if (before.role !== after.role)
    await writeAudit(tx, {
      ...subject,
      action: 'person-role-changed',
      before: before.role,
      after: after.role,
    });
  if (before.team !== after.team)
    await writeAudit(tx, {
      ...subject,
      action: 'person-team-changed',
      before: before.team,
      after: after.team,
    });
  if ((before.disabledAt === null) !== (after.disabledAt === null))
    await writeAudit(tx, {
      ...subject,
      action: after.disabledAt === null ? 'person-reactivated' : 'person-deactivated',
    });
}

/** A new password; the person is signed out everywhere. */
export function setPassword(
  db: Database,
  by: By,
  { user, passwordHash }: { readonly user: UserRow; readonly passwordHash: string },
): Promise<void> {
  return db.transaction((tx) => setPasswordIn(tx, by, { user, passwordHash }));
}

/** The same as a part of something larger. */
export async function setPasswordIn(
  tx: Transaction,
  by: By,
  { user, passwordHash }: { readonly user: UserRow; readonly passwordHash: string },
): Promise<void> {
  await updateUser(tx, user.id, { passwordHash });
  await beginAnew(tx, by, user);
}

/**
 * A new password of one's own, in place of the one that was just asked for; one is signed out everywhere. Throws
 * `conflict` when it has been changed in between, so that nobody undoes what an admin has just done.
 */
export function changeOwnPassword(
  db: Database,
  user: UserRow,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  return db.transaction(async (tx) => {
    if (!(await replacePasswordHash(tx, user.id, { from, to })))
      throw new DomainError('conflict', 'This password has been changed meanwhile. Sign in again.');
    await beginAnew(tx, user.id, user);
  });
}

/** What opened a door until now opens none any more. */
async function beginAnew(tx: Transaction, by: By, user: UserRow): Promise<void> {
  await deleteSignInsOf(tx, user.id);
  await deletePasswordLinkOf(tx, user.id);
  await writeAudit(tx, { by, action: 'password-set', ...about(user) });
}

const about = ({ id, name }: UserRow) => ({
  subject: 'person' as const,
  subjectId: id,
  subjectName: name,
});
