import { readFileSync } from 'node:fs';

export interface Timing {
  readonly wallSeconds: number;
  /** User and system time of the programs that were run and waited for; other work on the machine adds little. */
  readonly cpuSeconds: number;
}

/** How long something takes that runs other programs; nothing else may run any meanwhile. */
export async function time(work: () => Promise<unknown>): Promise<Timing> {
  const cpuBefore = childCpuSeconds();
  const start = performance.now();
  await work();
  const wallSeconds = (performance.now() - start) / 1000;
  return { wallSeconds, cpuSeconds: childCpuSeconds() - cpuBefore };
}

/** Time of the programs and of this process, which reads what they say. */
export async function timeAll(work: () => Promise<unknown>): Promise<Timing> {
  const before = process.cpuUsage();
  const { wallSeconds, cpuSeconds } = await time(work);
  const { user, system } = process.cpuUsage(before);
  return { wallSeconds, cpuSeconds: cpuSeconds + (user + system) / 1e6 };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/** `cutime` and `cstime` of proc_pid_stat(5), in ticks of 10 ms. */
function childCpuSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
