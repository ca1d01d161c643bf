import { readFileSync } from 'node:fs';

export interface Timing {
  readonly wallSeconds: number;
  /** User and system time of this process and of the programs it ran and waited for. */
  readonly cpuSeconds: number;
}

/** How long something takes; nothing else may run programs meanwhile. */
export async function time(work: () => Promise<unknown>): Promise<Timing> {
  const cpuBefore = cpuSeconds();
  const start = performance.now();
  await work();
  return { wallSeconds: (performance.now() - start) / 1000, cpuSeconds: cpuSeconds() - cpuBefore };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/**
 * User and system time so far, of this process and of the programs it ran and waited for, with theirs: `cutime`
 * and `cstime` of proc_pid_stat(5), in ticks of 10 ms. Other work on the machine adds little.
 */
export function cpuSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + (Number(fields[13]) + Number(fields[14])) / 100;
}
