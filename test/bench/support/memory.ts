import { readFileSync } from 'node:fs';
import { runningProcesses } from '../../support/processes.ts';

/** Largest memory of a process so far, in bytes: `VmHWM` of proc_pid_status(5). */
export const peakRssBytes = (pid: number): number => kibibytes(`/proc/${pid}/status`, 'VmHWM');

/** Memory of a process now, in bytes, with all that it shares. */
export const rssBytes = (pid: number): number => kibibytes(`/proc/${pid}/status`, 'VmRSS');

/** Memory now, in bytes, of the processes below one; what several share counts once. */
export function childPssBytes(pid: number): number {
  return descendants(pid).reduce((sum, child) => sum + pssBytes(child), 0);
}

function pssBytes(pid: number): number {
  try {
    return kibibytes(`/proc/${pid}/smaps_rollup`, 'Pss');
  } catch {
    return 0; // it has ended meanwhile
  }
}

function kibibytes(path: string, field: string): number {
  const [, value] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(path, 'utf8')) ?? [];
  if (value === undefined) throw new Error(`${path} has no ${field}`);
  return Number(value) * 1024;
}

/** The processes below one, its own children first. */
function descendants(pid: number): number[] {
  const all = runningProcesses();
  const below = (of: number): number[] =>
    all.filter(({ parent }) => parent === of).flatMap((child) => [child.pid, ...below(child.pid)]);
  return below(pid);
}
