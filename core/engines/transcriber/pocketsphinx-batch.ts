import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PermanentError, TransientError } from '../../model/errors.ts';
import type { SampleRange } from '../../model/silence.ts';
import type { Word } from '../../model/transcript.ts';
import { type Guards, guardWords } from '../programs/guards.ts';
import { ProgramError, runProgram } from '../programs/run.ts';
import type { Wav } from '../wav.ts';
import { parseHypseg } from './pocketsphinx-hypseg.ts';

export interface SphinxModel {
  readonly acousticDir: string;
  readonly languagePath: string;
  readonly dictionaryPath: string;
}

export interface NumberedPiece {
  readonly id: string;
  readonly range: SampleRange;
}

export interface BatchRun {
  readonly program: string;
  readonly searchPath: string;
  readonly guards: Guards;
  readonly model: SphinxModel;
  readonly wav: Wav;
  readonly pieces: readonly NumberedPiece[];
  /** Small files of this run are written here. */
  readonly scratchDir: string;
  readonly signal: AbortSignal;
  /** Called when a piece is through. */
  readonly onPiece: () => void;
}

/** Slowest measured: 0.7 times the sound's length; the rest is for machines that have other work. */
const slowestRealTimeFactor = 10;
const startUpSeconds = 60;
/** A run writes some kilobytes of words. */
const outputBytes = 16 * 1024 ** 2;

/**
 * Decodes pieces of the WAV in one process, without copying them out: a line of the control file names the WAV
 * with its first and last frame, and `-adchdr` skips the header. Word times count from the start of their piece.
 */
export async function decodePieces(run: BatchRun): Promise<ReadonlyMap<string, readonly Word[]>> {
  const name = run.pieces[0]?.id;
  if (name === undefined) return new Map();
  const scratchDir = resolve(run.scratchDir);
  const controlPath = join(scratchDir, `${name}.ctl`);
  const wordsPath = join(scratchDir, `${name}.hypseg`);
  // The control file is split at blanks: a name of our own stands for whatever the WAV is called.
  await symlink(resolve(run.wav.path), join(scratchDir, `${name}.wav`));
  const control = run.pieces.map((piece) => controlLine(name, run.wav, piece));
  await writeFile(controlPath, `${control.join('\n')}\n`);
  const samples = run.pieces.reduce((sum, { range }) => sum + range.end - range.start, 0);
  const limitSeconds = startUpSeconds + (samples / run.wav.sampleRate) * slowestRealTimeFactor;
  const wrappers = guardWords(run.guards, { cpuSeconds: limitSeconds, fileBytes: outputBytes });
  await runProgram({
    words: [...wrappers, run.program, ...batchArguments(run, scratchDir, controlPath, wordsPath)],
    cwd: scratchDir,
    searchPath: run.searchPath,
    signal: run.signal,
    timeoutMs: limitSeconds * 1000,
    onLine: () => {},
    onLogLine: (line) => {
      if (/seconds speech/.test(line) && !line.includes('TOTAL')) run.onPiece();
    },
  }).catch((cause: unknown) => {
    throw toTranscriberError(cause);
  });
  return parseHypseg(await readFile(wordsPath, 'utf8'));
}

/** Aborts pass through. */
function toTranscriberError(cause: unknown): unknown {
  if (!(cause instanceof ProgramError)) return cause;
  if (cause.failure === 'missing')
    return new PermanentError('The built-in recogniser could not be started.', { cause });
  if (cause.failure === 'time-limit' || cause.killedBy === 'SIGXCPU')
    return new TransientError('The built-in recogniser took too long and was stopped.', { cause });
  return new TransientError('The built-in recogniser ended with an error.', { cause });
}

/** `-remove_silence no`: frames that the recogniser drops as silent would shift all later times of a piece. */
function batchArguments(run: BatchRun, scratchDir: string, controlPath: string, wordsPath: string): string[] {
  return [
    ...['-hmm', run.model.acousticDir, '-lm', run.model.languagePath, '-dict', run.model.dictionaryPath],
    ...['-adcin', 'yes', '-adchdr', String(run.wav.offsetBytes), '-remove_silence', 'no'],
    ...['-cepdir', scratchDir, '-cepext', '.wav'],
    ...['-ctl', controlPath, '-hyp', '/dev/null', '-hypseg', wordsPath],
  ];
}

/** `<file> <first frame> <end frame> <id>`, in frames of 10 ms; cuts lie on every second one. */
function controlLine(file: string, wav: Wav, piece: NumberedPiece): string {
  const frameSamples = wav.sampleRate / 100;
  const first = Math.floor(piece.range.start / frameSamples);
  const end = Math.ceil(piece.range.end / frameSamples);
  return `${file} ${first} ${end} ${piece.id}`;
}
