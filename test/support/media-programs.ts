import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Product } from './product.ts';

/** ffmpeg or ffprobe at work for a stage. */
export interface MediaProgram {
  readonly stage: string;
  /** Its command line, by blanks. */
  readonly words: string;
}

/** What of ffmpeg runs for an installation now: such a program works in its stage's own scratch folder. Linux only. */
export function mediaPrograms({ dataDir }: Product): readonly MediaProgram[] {
  const scratch = join(dataDir, 'tmp');
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const folder = readlinkSync(`/proc/${pid}/cwd`);
      if (!folder.startsWith(scratch)) return [];
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const [stage = ''] = basename(folder).split('-');
      return [{ stage, words }];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}
