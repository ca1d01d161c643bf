import type { Database, Transaction } from '../../drizzle/client.ts';
import { writeAudit } from '../../drizzle/queries/audit.ts';
import { findUserByLink, putPasswordLink, takePasswordLink } from '../../drizzle/queries/password-links.ts';
import { deleteSignInsOf } from '../../drizzle/queries/sign-ins.ts';
import { findActiveUser, type UserRow, updateUser } from '../../drizzle/queries/users.ts';
import { DomainError } from '../model/errors.ts';
import { addPersonIn, type NewPerson, setPasswordIn } from './manage-people.ts';

/** Over a week-end, and no longer: who has the link is the person. */
const linkLastsMs = 3 * 86_400_000;

export interface PasswordLink {
  readonly user: UserRow;
  readonly expiresAt: Date;
}

/** A new person, who chooses a password behind the link; throws as `addPerson`. */
export function invitePerson(
  db: Database,
  by: string,
  { person, codeHash }: { readonly person: Omit<NewPerson, 'passwordHash'>; readonly codeHash: string },
): Promise<PasswordLink> {
  return db.transaction(async (tx) => {
    const user = await addPersonIn(tx, by, { ...person, passwordHash: null });
    return makeLink(tx, user, codeHash);
  });
}

/** The old password ends at once, and with it every sign-in; behind the link the person chooses a new one. */
export function resetPassword(
  db: Database,
  by: string,
  { userId, codeHash }: { readonly userId: string; readonly codeHash: string },
): Promise<PasswordLink> {
  return db.transaction(async (tx) => {
    const user = await findActiveUser(tx, userId);
    if (!user) throw new DomainError('not-found', 'There is no such person, or they are deactivated.');
    await updateUser(tx, user.id, { passwordHash: null });
    await deleteSignInsOf(tx, user.id);
    await writeAudit(tx, {
      ...{ by, action: 'link-made', subject: 'person' },
      ...{ subjectId: user.id, subjectName: user.name },
    });
    return makeLink(tx, user, codeHash);
  });
}

async function makeLink(tx: Transaction, user: UserRow, codeHash: string): Promise<PasswordLink> {
  const expiresAt = new Date(Date.now() + linkLastsMs);
  await putPasswordLink(tx, { userId: user.id, codeHash, expiresAt });
  return { user, expiresAt };
}

/** Whose link it is; throws `not-found` for one that is used up, replaced or too old. */
export async function personOfLink(db: Database, codeHash: string): Promise<UserRow> {
  const user = await findUserByLink(db, codeHash);
  if (!user) throw usedUp();
  return user;
}

/** Sets the password of the person of the link, which is used up; throws as `personOfLink`. */
export function usePasswordLink(
  db: Database,
  { codeHash, passwordHash }: { readonly codeHash: string; readonly passwordHash: string },
): Promise<UserRow> {
  return db.transaction(async (tx) => {
    const user = await findUserByLink(tx, codeHash);
    if (!user || !(await takePasswordLink(tx, codeHash))) throw usedUp();
    await setPasswordIn(tx, user.id, { user, passwordHash });
    return { ...user, passwordHash };
  });
}

const usedUp = () =>
  new DomainError('not-found', 'This link has been used or has run out. Ask an admin for a new one.');
