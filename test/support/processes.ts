import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process of this machine; each part is read when it is asked for, and empty or 0 once the process has ended. */
export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** The program's own name, of 15 characters at the most. */
  readonly name: string;
  /** Its command line, by blanks. */
  readonly words: string;
  /** The folder it works in. */
  readonly folder: string;
}

/** Every process, whoever its parent is; Linux only (proc_pid_stat(5)). */
export const runningProcesses = (): readonly RunningProcess[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(processOf);

function processOf(pid: string): RunningProcess {
  const read = (file: string) => orNothing(() => readFileSync(`/proc/${pid}/${file}`, 'utf8'));
  // A name stands in brackets and may have some of its own.
  const stat = () => /\((.*)\) \S (\d+)/s.exec(read('stat')) ?? [];
  return {
    pid: Number(pid),
    get parent() {
      return Number(stat()[2] ?? 0);
    },
    get name() {
      return stat()[1] ?? '';
    },
    get words() {
      return read('cmdline').replaceAll('\0', ' ');
    },
    get folder() {
      return orNothing(() => readlinkSync(`/proc/${pid}/cwd`));
    },
  };
}

function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return ''; // it has ended meanwhile, or is somebody else's
  }
}

/** Command lines in which `text` occurs. */
export const commandsWith = (text: string): readonly string[] =>
  runningProcesses()
    .map(({ words }) => words)
    .filter((words) => words.includes(text));
