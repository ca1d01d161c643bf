import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PermanentError, TransientError } from '../../model/errors.ts';

export interface ProgramRun {
  /** Absolute paths; `guards` stand before the program and end by becoming it (`nice -n 10`). */
  readonly program: string;
  readonly guards: readonly string[];
  readonly args: readonly string[];
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Each line the program writes to its standard error. */
  readonly onLogLine: (line: string) => void;
}

export const usualProgramDirs = ['/usr/local/bin', '/usr/bin', '/bin', '/opt/homebrew/bin'] as const;

/** The first executable of that name in the folders, `null` when there is none. */
export async function findProgram(name: string, dirs: readonly string[]): Promise<string | null> {
  for (const dir of dirs) {
    const path = join(dir, name);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}

/**
 * What goes before a program so that it yields to people's requests, and dies with us even when we are killed:
 * `setpriv` (Linux only) keeps the process, so no wrapper is left to outlive it.
 */
export async function findGuards(dirs: readonly string[]): Promise<readonly string[]> {
  const setpriv = await findProgram('setpriv', dirs);
  const nice = await findProgram('nice', dirs);
  return [...(setpriv ? [setpriv, '--pdeathsig', 'KILL', '--'] : []), ...(nice ? [nice, '-n', '10'] : [])];
}

/**
 * Runs a program to its end. Killed at once on abort (which passes through) and after `timeoutMs`; throws
 * TransientError with the last lines of its log when it fails, PermanentError when it cannot be started.
 */
export async function runProgram(run: ProgramRun): Promise<void> {
  run.signal.throwIfAborted();
  const [command, ...args] = [...run.guards, run.program, ...run.args];
  const child = spawn(command ?? run.program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: usualProgramDirs.join(':'), LC_ALL: 'C' },
  });
  const kill = (): void => void child.kill('SIGKILL');
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, run.timeoutMs);
  run.signal.addEventListener('abort', kill, { once: true });
  const lastLines: string[] = [];
  try {
    const ended = new Promise<string | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, killedBy) => resolve(code === 0 ? null : `${killedBy ?? `code ${code}`}`));
    });
    const logged = followLog(child.stderr, lastLines, run.onLogLine);
    const [failure] = await Promise.all([ended, logged]);
    run.signal.throwIfAborted();
    if (isLate) throw new TransientError(`${run.program} took longer than ${run.timeoutMs / 1000} s.`);
    if (failure)
      throw new TransientError(`${run.program} ended with ${failure}.`, { cause: lastLines.join('\n') });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      throw new PermanentError(`${run.program} is not installed here.`, { cause });
    throw cause;
  } finally {
    clearTimeout(timer);
    run.signal.removeEventListener('abort', kill);
  }
}

async function followLog(
  log: NodeJS.ReadableStream,
  lastLines: string[],
  onLogLine: (line: string) => void,
): Promise<void> {
  for await (const line of createInterface({ input: log })) {
    lastLines.push(line.slice(0, 500));
    if (lastLines.length > 20) lastLines.shift();
    onLogLine(line);
  }
}
