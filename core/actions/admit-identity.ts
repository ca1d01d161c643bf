import type { Database, Queryable, Transaction } from '../../drizzle/client.ts';
import { findUserByIdentity, hasIdentityAt, insertIdentity } from '../../drizzle/queries/user-identities.ts';
import { findFirstWithRole, findUserByEmail, type UserRow, updateUser } from '../../drizzle/queries/users.ts';
import type { SingleSignOnProblem } from '../api/people.ts';
import { addPersonIn } from './manage-people.ts';

/** A person as the provider of single sign-on vouches for them. */
export interface Identity {
  readonly issuer: string;
  /** Names the person at the issuer, for ever. */
  readonly subject: string;
  /** Lower case. */
  readonly email: string | null;
  /** Whether the provider says that it saw the person read mail at `email`. */
  readonly isEmailVerified: boolean;
  readonly name: string | null;
}

export type Admission = { readonly user: UserRow } | { readonly refused: SingleSignOnProblem };

/** An arbitrary number that is ours alone: two browsers of a new person make one user. */
const admissionLock = 7_262_011_855;

/**
 * Who of ours this is: the one who came before as this identity, else the one with the same verified
 * address, else a new member. Never makes an admin, and never before there is one.
 */
export function admitIdentity(db: Database, identity: Identity): Promise<Admission> {
  return db.transaction(async (tx) => {
    await tx.execute(`select pg_advisory_xact_lock(${admissionLock})`);
    if (!(await findFirstWithRole(tx, 'admin'))) return { refused: 'sso-setup-first' };
    const known = await findUserByIdentity(tx, identity);
    if (!known) return admitForTheFirstTime(tx, identity);
    if (known.disabledAt) return { refused: 'sso-disabled' };
    return { user: await bringUpToDate(tx, known, identity) };
  });
}

async function admitForTheFirstTime(tx: Transaction, identity: Identity): Promise<Admission> {
  const { issuer, subject, email, isEmailVerified, name } = identity;
  if (email === null) return { refused: 'sso-no-email' };
  const owner = await findUserByEmail(tx, email);
  // Whoever may type any address at the provider must not become its owner here. An owner whom the provider
  // knows by another subject is another person there, or came with this address before it was verified.
  if (owner && (!isEmailVerified || (await hasIdentityAt(tx, owner.id, issuer))))
    return { refused: 'sso-email-taken' };
  if (owner?.disabledAt) return { refused: 'sso-disabled' };
  const person = {
    role: 'member',
    email,
    name: name ?? localPart(email),
    team: null,
    passwordHash: null,
  } as const;
  const user = owner ?? (await addPersonIn(tx, null, person));
  await insertIdentity(tx, { issuer, subject, userId: user.id });
  return { user: await bringUpToDate(tx, user, identity) };
}

/** Takes over the name, and the address unless it is doubtful, taken, or what the person types with a password. */
async function bringUpToDate(tx: Queryable, user: UserRow, identity: Identity): Promise<UserRow> {
  const { email, isEmailVerified } = identity;
  const name = identity.name ?? user.name;
  const mayMove = email !== null && isEmailVerified && user.passwordHash === null;
  const isMoving = mayMove && email !== user.email && !(await findUserByEmail(tx, email));
  const change = { name, email: isMoving ? email : user.email };
  if (change.name !== user.name || change.email !== user.email) await updateUser(tx, user.id, change);
  return { ...user, ...change };
}

const localPart = (email: string): string => email.slice(0, email.lastIndexOf('@'));
