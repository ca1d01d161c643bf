import { createInterface } from 'node:readline';
import { addPerson, changePerson, setPassword } from '../../../core/actions/manage-people.ts';
import { Email, Password } from '../../../core/api/people.ts';
import { type Role, roles } from '../../../core/model/access.ts';
import { findUserByEmail } from '../../../drizzle/queries/users.ts';
import { hashPassword } from '../../auth/passwords.ts';
import { type Command, type CommandRun, UsageError } from '../command.ts';

/** People: add one, change a role, set a password. A new role or password signs the person out everywhere. */
export const user: Command = async (run) => {
  const [what, email, ...rest] = run.positionals;
  if (email === undefined) throw new UsageError('user needs an e-mail address.');
  if (what === 'add') return add(run, email, rest.join(' '));
  const existing = await findUserByEmail(run.parts.db, email);
  if (!existing) {
    run.print.item({ email, status: 'not found' }, `Nobody here has the address ${email}.`);
    return 1;
  }
  if (what === 'role') {
    await changePerson(run.parts.db, null, existing.id, { role: parseRole(rest[0]) });
  } else if (what === 'password') {
    const passwordHash = await hashPassword(await askPassword());
    await setPassword(run.parts.db, null, { user: existing, passwordHash });
  } else throw new UsageError(`user ${what ?? ''} is no command.`);
  run.print.item({ id: existing.id, email: existing.email, status: 'changed' }, `${existing.email}: changed`);
  return 0;
};

async function add(
  { parts: { db }, values, print }: CommandRun,
  given: string,
  name: string,
): Promise<number> {
  const email = Email.safeParse(given);
  if (!email.success) throw new UsageError(`${given} is no e-mail address.`);
  if (await findUserByEmail(db, email.data)) {
    print.item({ email: email.data, status: 'exists' }, `${email.data} is here already.`);
    return 1;
  }
  const role = values['role'] === undefined ? 'member' : parseRole(String(values['role']));
  const passwordHash = await hashPassword(await askPassword());
  const team = typeof values['team'] === 'string' ? values['team'] : null;
  const { id } = await addPerson(db, null, {
    email: email.data,
    name: name || email.data,
    role,
    team,
    passwordHash,
  });
  print.item({ id, email: email.data, role, status: 'added' }, `${email.data}: added as ${role}`);
  return 0;
}

function parseRole(given: string | undefined): Role {
  const role = roles.find((candidate) => candidate === given);
  if (!role) throw new UsageError(`A role is one of ${roles.join(', ')}.`);
  return role;
}

/** From standard input, never from an argument: those stand in the process list and the shell's history. */
async function askPassword(): Promise<string> {
  const { stdin } = process;
  if (stdin.isTTY) process.stderr.write('Password (at least 12 characters; it is shown as you type): ');
  const lines = createInterface({ input: stdin });
  for await (const line of lines) {
    lines.close();
    const password = Password.safeParse(line);
    if (!password.success)
      throw new UsageError(password.error.issues[0]?.message ?? 'This password cannot be used.');
    return password.data;
  }
  throw new UsageError('Give the password on standard input.');
}
