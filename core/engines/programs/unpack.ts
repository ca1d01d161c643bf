import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PermanentError } from '../../model/errors.ts';
import { findGuards, guardWords } from './guards.ts';
import { ProgramError, runProgram } from './run.ts';

export interface Unpacking {
  readonly archivePath: string;
  /** Empty, and nobody else's. */
  readonly folder: string;
  /** Chooses among the members `<folder>/<file>`; others are never unpacked. */
  readonly choose: (members: readonly string[]) => readonly string[];
  readonly searchPath: string;
  readonly signal: AbortSignal;
}

const limits = { cpuSeconds: 3_600, fileBytes: 8 * 1024 ** 3 };
/** A file in a folder with plain names: nothing that leaves the folder, and nothing that has to be quoted. */
const plainMember = /^(?!\.)[\w.+-]+\/(?!\.)[\w.+-]+$/;

/**
 * Unpacks chosen files of a tar archive (compressed or not) and gives them. PermanentError, with the folder to be
 * removed, where it is no such archive, or a chosen member is anything but a file.
 */
export async function unpackFiles(unpacking: Unpacking): Promise<readonly string[]> {
  const listed = await runTar(unpacking, ['--list']);
  const names = listed.split('\n').filter((name) => plainMember.test(name));
  const members = [...new Set(unpacking.choose(names))];
  if (members.length === 0) throw new PermanentError('There is nothing in the archive that is known.');
  const safely = ['--no-same-owner', '--no-same-permissions', '--keep-old-files', '--no-recursion'];
  await runTar(unpacking, ['--extract', ...safely, '--', ...members]);
  await requireFiles(unpacking.folder, members);
  return members;
}

async function requireFiles(folder: string, members: readonly string[]): Promise<void> {
  const wrong = new PermanentError('The archive holds links or other things that are not files.');
  for (const entry of await readdir(folder, { withFileTypes: true })) if (!entry.isDirectory()) throw wrong;
  for (const member of members) {
    const found = await lstat(join(folder, member));
    if (!found.isFile() || found.nlink > 1) throw wrong;
  }
}

async function runTar(
  { archivePath, folder, searchPath, signal }: Unpacking,
  [task = '', ...rest]: readonly string[],
): Promise<string> {
  const wrappers = guardWords(await findGuards(searchPath), limits);
  const run = runProgram({
    words: [...wrappers, 'tar', task, '--file', archivePath, ...rest],
    ...{ cwd: folder, searchPath, signal, timeoutMs: limits.cpuSeconds * 1000 },
  });
  return (await run.catch(translate)).stdout;
}

function translate(cause: unknown): never {
  if (!(cause instanceof ProgramError)) throw cause;
  if (cause.failure === 'missing' || /bzip2: Cannot exec/.test(cause.stderr))
    throw new PermanentError(
      'Unpacking needs tar and bzip2. An admin has to run: apt-get install tar bzip2',
      {
        cause,
      },
    );
  throw new PermanentError('The archive cannot be unpacked: it is broken, or the disk is full.', { cause });
}
