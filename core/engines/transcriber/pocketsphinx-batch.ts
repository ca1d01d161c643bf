import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { SampleRange } from '../../model/silence.ts';
import type { Word } from '../../model/transcript.ts';
import { parseHypseg } from './pocketsphinx-hypseg.ts';
import { runProgram } from './run-program.ts';
import type { Wav } from './wav.ts';

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
  readonly guards: readonly string[];
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
const startUpMs = 60_000;

/**
 * Decodes pieces of the WAV in one process, without copying them out: a line of the control file names the WAV
 * with its first and last frame, and `-adchdr` skips the header. Word times count from the start of their piece.
 */
export async function decodePieces(run: BatchRun): Promise<ReadonlyMap<string, readonly Word[]>> {
  const name = run.pieces[0]?.id;
  if (name === undefined) return new Map();
  const controlPath = join(run.scratchDir, `${name}.ctl`);
  const wordsPath = join(run.scratchDir, `${name}.hypseg`);
  // The control file is split at blanks: a name of our own stands for whatever the WAV is called.
  await symlink(resolve(run.wav.path), join(run.scratchDir, `${name}.wav`));
  const control = run.pieces.map((piece) => controlLine(name, run.wav, piece));
  await writeFile(controlPath, `${control.join('\n')}\n`);
  const samples = run.pieces.reduce((sum, { range }) => sum + range.end - range.start, 0);
  await runProgram({
    program: run.program,
    guards: run.guards,
    args: batchArguments(run, controlPath, wordsPath),
    signal: run.signal,
    timeoutMs: startUpMs + (samples / run.wav.sampleRate) * slowestRealTimeFactor * 1000,
    onLogLine: (line) => {
      if (/seconds speech/.test(line) && !line.includes('TOTAL')) run.onPiece();
    },
  });
  return parseHypseg(await readFile(wordsPath, 'utf8'));
}

/** `-remove_silence no`: frames that the recogniser drops as silent would shift all later times of a piece. */
function batchArguments(run: BatchRun, controlPath: string, wordsPath: string): string[] {
  return [
    ...['-hmm', run.model.acousticDir, '-lm', run.model.languagePath, '-dict', run.model.dictionaryPath],
    ...['-adcin', 'yes', '-adchdr', String(run.wav.offsetBytes), '-remove_silence', 'no'],
    ...['-cepdir', run.scratchDir, '-cepext', '.wav'],
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
