import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runningProcesses } from './processes.ts';
import type { Product } from './product.ts';

/** ffmpeg or ffprobe at work for a stage. */
export interface MediaProgram {
  readonly stage: string;
  /** Its command line, by blanks. */
  readonly words: string;
}

/** What of ffmpeg runs for an installation now: such a program works in its stage's own scratch folder. Linux only. */
export const mediaPrograms = ({ dataDir }: Pick<Product, 'dataDir'>): readonly MediaProgram[] =>
  runningProcesses()
    .filter(({ folder }) => folder.startsWith(join(dataDir, 'tmp')))
    .map(({ folder, words }) => ({ stage: basename(folder).split('-')[0] ?? '', words }));

/** Whether this stage is at work: only then is it worth looking for its programs. */
export const isAtWork = ({ dataDir }: Pick<Product, 'dataDir'>, stage: string): boolean =>
  namesIn(join(dataDir, 'tmp')).some((owner) =>
    namesIn(join(dataDir, 'tmp', owner)).some((name) => name.startsWith(`${stage}-`)),
  );

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not there yet, or no longer
  }
}
