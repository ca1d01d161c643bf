import { readdirSync, readFileSync } from 'node:fs';

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
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(Number(name))] as const);
  const below = (parent: number): number[] =>
    parents.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
