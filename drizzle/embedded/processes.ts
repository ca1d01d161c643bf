import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';

export interface FoundProcess {
  readonly pid: number;
  /** Name of the program, at most 15 characters; empty where the platform does not tell. */
  readonly name: string;
  /** Clock ticks since boot (proc(5), field 22), so that a reused pid is told apart; empty as above. */
  readonly startTime: string;
}

const hasProc = existsSync('/proc/self/stat');

/** The process, or `null` when there is none; a zombie counts as none. */
export async function findProcess(pid: number): Promise<FoundProcess | null> {
  if (!hasProc) return isSignalable(pid) ? { pid, name: '', startTime: '' } : null;
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name stands in parentheses and may itself hold spaces and parentheses.
    const end = stat.lastIndexOf(')');
    const fields = stat.slice(end + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return { pid, name: stat.slice(stat.indexOf('(') + 1, end), startTime: fields[19] ?? '' };
  } catch {
    return null;
  }
}

/** Whether the process that had this number and start time (see `FoundProcess`) still lives. */
export async function isProcessAlive(process: {
  readonly pid: number;
  readonly startTime: string;
}): Promise<boolean> {
  if (!Number.isInteger(process.pid) || process.pid <= 0) return false;
  const found = await findProcess(process.pid);
  return found !== null && found.startTime === process.startTime;
}

/** Postgres processes whose working directory is `folder`; empty on platforms without /proc. */
export async function postgresProcessesIn(folder: string): Promise<readonly number[]> {
  if (!hasProc) return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
      return cwd === folder && (await findProcess(pid))?.name === 'postgres' ? pid : null;
    }),
  );
  return found.filter((pid) => pid !== null);
}

/** Sends a signal; a process that has gone meanwhile is fine. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function isSignalable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Who runs it; this process' own user when left out. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly env: Readonly<Record<string, string>>;
}

export interface Ran {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end in `/`; never rejects but for an abort. A failed start is an answer with `ok: false`. */
export function run(command: Command, timeoutMs: number, signal?: AbortSignal): Promise<Ran> {
  const { file, args, user, env } = command;
  return new Promise((resolve, reject) => {
    execFile(
      file,
      args,
      { ...user, env, cwd: '/', timeout: timeoutMs, ...(signal && { signal }) },
      (error, stdout, stderr) => {
        if (signal?.aborted) reject(signal.reason);
        else resolve({ ok: error === null, stdout, stderr: stderr || (error?.message ?? '') });
      },
    );
  });
}
