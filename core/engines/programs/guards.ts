import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Bounds of one child process that the kernel keeps, and its place among others. */
export interface ProcessLimits {
  readonly cpuSeconds: number;
  /** Largest file it may write. */
  readonly fileBytes: number;
  /** 4 GiB unless told otherwise. */
  readonly addressSpaceBytes?: number | undefined;
  /** Nobody waits for it. */
  readonly isBackground?: boolean | undefined;
}

/** Which of the wrappers work on this system (util-linux and coreutils have them). */
export interface Guards {
  /** How a program is cut off from every network: as root, or by a user namespace of its own. */
  readonly unshare: 'root' | 'user' | false;
  readonly setpriv: boolean;
  readonly prlimit: boolean;
  readonly nice: boolean;
}

/**
 * Address space, not memory: a 1080p encode with two threads needs 0.5 to 1 GiB of it, so that 4 GiB stops
 * only what has gone wild.
 */
const usualAddressSpaceBytes = 4 * 1024 ** 3;

/** A network namespace of its own, in which there is nothing, not even a loopback. */
const withoutNetwork = {
  root: ['unshare', '--net', '--'],
  user: ['unshare', '--map-current-user', '--net', '--'],
} as const;
const dieWithParent = ['setpriv', '--no-new-privs', '--pdeathsig', 'KILL', '--'];
/** All give way to the server and the database, and what nobody waits for to what somebody does. */
const lowPriority = (isBackground = false): string[] => ['nice', '-n', isBackground ? '19' : '10'];
const bounded = ({ cpuSeconds, fileBytes, addressSpaceBytes }: ProcessLimits): string[] => [
  'prlimit',
  `--as=${addressSpaceBytes ?? usualAddressSpaceBytes}`,
  `--cpu=${Math.ceil(cpuSeconds)}`,
  `--fsize=${Math.ceil(fileBytes)}`,
  '--nofile=64',
  '--core=0',
  '--',
];

/**
 * The words before a program that protect us from it: it reaches no network, gains no rights, dies with this
 * process however that ends, keeps within limits, and gives way to others. Each wrapper replaces itself by the
 * next, so there is one process.
 */
export function guardWords(guards: Guards, limits: ProcessLimits): string[] {
  return [
    ...(guards.unshare ? withoutNetwork[guards.unshare] : []),
    ...(guards.setpriv ? dieWithParent : []),
    ...(guards.prlimit ? bounded(limits) : []),
    ...(guards.nice ? lowPriority(limits.isBackground) : []),
  ];
}

export interface FoundGuards extends Guards {
  /** False where a trial was cut short, as on a busy machine: another one may find more. */
  readonly isCertain: boolean;
}

/** Tries each wrapper on `true`: one that is missing, or a smaller one of the same name, is left out. */
export async function findGuards(searchPath: string, trialMs = 5_000): Promise<FoundGuards> {
  let isCertain = true;
  const works = async ([program = '', ...args]: readonly string[]): Promise<boolean> => {
    const trial = promisify(execFile)(program, [...args, 'true'], {
      env: { PATH: searchPath },
      timeout: trialMs,
    });
    return trial.then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && 'killed' in error && error.killed === true) isCertain = false;
        return false;
      },
    );
  };
  // in a user namespace root could no longer open what belongs to others (a mounted data folder)
  const unsharing = process.getuid?.() === 0 ? 'root' : 'user';
  const [canUnshare, setpriv, prlimit, nice] = await Promise.all([
    works(withoutNetwork[unsharing]),
    works(dieWithParent),
    works(bounded({ cpuSeconds: 5, fileBytes: 1024 })),
    works(lowPriority()),
  ]);
  return { unshare: canUnshare && unsharing, setpriv, prlimit, nice, isCertain };
}

/**
 * Gives the guards that this system has: found out once, and again as long as that is not certain. `tellMissing`
 * hears of those that it certainly lacks, once.
 */
export function rememberedGuards(
  find: () => Promise<FoundGuards>,
  tellMissing: (names: readonly string[]) => void,
): () => Promise<Guards> {
  let remembered: Promise<FoundGuards> | undefined;
  const look = async (): Promise<FoundGuards> => {
    const found = await find();
    const { isCertain, ...guards } = found;
    const missing = Object.entries(guards).filter(([, value]) => value === false);
    if (!isCertain) remembered = undefined;
    else if (missing.length > 0) tellMissing(missing.map(([name]) => name));
    return found;
  };
  return () => {
    remembered ??= look();
    return remembered;
  };
}
