import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { PermanentError } from '../../core/model/errors.ts';
import type { Command } from './processes.ts';

export interface UserId {
  readonly uid: number;
  readonly gid: number;
}

/** A way to run PostgreSQL, which refuses to run as root. */
export interface RunAs {
  /** For people, such as `as user nobody`. */
  readonly label: string;
  /** Who must own the cluster's files; `null`: whoever runs us. */
  readonly owner: UserId | null;
  command(file: string, args: readonly string[], env: Readonly<Record<string, string>>): Command;
}

const self: RunAs = {
  label: 'as the same user',
  owner: null,
  command: (file, args, env) => ({ file, args, env }),
};

/** A plain change of user: needs every folder above binaries and data to be open to that user. */
function asUser(name: string, user: UserId): RunAs {
  return {
    label: `as user ${name}`,
    owner: user,
    command: (file, args, env) => ({ file, args, env, user }),
  };
}

/**
 * Still root to the file system, so that private folders stay reachable, but `nobody` to itself:
 * a user namespace (user_namespaces(7)). Many containers forbid it.
 */
const inUserNamespace: RunAs = {
  label: 'in a user namespace',
  owner: { uid: 0, gid: 0 },
  command: (file, args, env) => ({
    file: 'unshare',
    args: ['--user', '--map-user=65534', '--map-group=65534', '--', file, ...args],
    env,
  }),
};

/** Ways to try, best first. `dataOwner` is who owns the data directory, `user` a name that somebody chose. */
export async function waysToRun(options: {
  readonly dataOwner: UserId;
  readonly user?: string | undefined;
}): Promise<{ readonly direct: readonly RunAs[]; readonly namespace: readonly RunAs[] }> {
  if (process.getuid?.() !== 0) {
    refuseNamelessUser();
    return { direct: [self], namespace: [] };
  }
  const users = await namedUsers();
  if (options.user !== undefined) {
    const chosen = users.get(options.user);
    if (!chosen || chosen.uid === 0) {
      throw new PermanentError(`PostgreSQL cannot run as "${options.user}": name a user other than root.`);
    }
    return { direct: [asUser(options.user, chosen)], namespace: [] };
  }
  const owner = [...users].find(([, user]) => user.uid === options.dataOwner.uid && user.uid !== 0);
  const names = new Set([...(owner ? [owner[0]] : []), 'postgres', 'nobody']);
  const direct = [...names].flatMap((name) => {
    const user = users.get(name);
    return user ? [asUser(name, user)] : [];
  });
  return { direct, namespace: [inUserNamespace] };
}

/** PostgreSQL looks up its own user and gives up when there is none, as with `docker run --user 12345`. */
function refuseNamelessUser(): void {
  if (process.platform === 'win32') return;
  try {
    userInfo();
  } catch (cause) {
    throw new PermanentError(
      `The embedded database cannot run as user id ${process.getuid?.()}, which has no name on this system: ` +
        'add it to /etc/passwd or set DATABASE_URL.',
      { cause },
    );
  }
}

async function namedUsers(): Promise<ReadonlyMap<string, UserId>> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [name, , uid, gid] = line.split(':');
      return name && uid && gid ? [[name, { uid: Number(uid), gid: Number(gid) }] as const] : [];
    }),
  );
}
