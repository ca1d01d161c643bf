import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PermanentError, TransientError } from '../../model/errors.ts';
import type { SampleRange } from '../../model/silence.ts';
import type { SpottedPhrase, Word } from '../../model/transcript.ts';
import { type Guards, guardWords } from '../programs/guards.ts';
import { ProgramError, runProgram } from '../programs/run.ts';
import type { Wav } from '../wav.ts';
import { parseCtm } from './pocketsphinx-ctm.ts';
import { keywordFile, parseFinds, type SpeakablePhrase } from './pocketsphinx-phrases.ts';

export interface SphinxModel {
  readonly acousticDir: string;
  readonly languagePath: string;
  readonly dictionaryPath: string;
}

export interface BatchRun {
  readonly program: string;
  readonly searchPath: string;
  readonly guards: Guards;
  readonly model: SphinxModel;
  readonly wav: Wav;
  readonly pieces: readonly SampleRange[];
  /** Small files of this run are written here, and nobody else's. */
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
const soundName = 'sound';

/** The words of each piece; their times count from its start. */
export async function decodePieces(run: BatchRun): Promise<(readonly Word[])[]> {
  const { languagePath } = run.model;
  const path = join(resolve(run.scratchDir), 'words.ctm');
  await runBatch(run, ['-lm', languagePath, '-hyp', '/dev/null', '-ctm', path]);
  const words = parseCtm(await readFile(path, 'utf8'));
  return run.pieces.map((_piece, at) => words.get(idOf(at)) ?? []);
}

/** The phrases of each piece, from the same samples: a find is as exact as a word. */
export async function spotPhrases(
  run: BatchRun,
  phrases: readonly SpeakablePhrase[],
): Promise<(readonly SpottedPhrase[])[]> {
  const scratchDir = resolve(run.scratchDir);
  const keywordsPath = join(scratchDir, 'phrases.kws');
  const path = join(scratchDir, 'phrases.hypseg');
  await writeFile(keywordsPath, keywordFile(phrases));
  await runBatch(run, ['-kws', keywordsPath, '-hyp', '/dev/null', '-hypseg', path]);
  const finds = parseFinds(await readFile(path, 'utf8'), phrases);
  return run.pieces.map((_piece, at) => finds.get(idOf(at)) ?? []);
}

const idOf = (at: number): string => `p${at}`;

/**
 * Runs the recogniser over pieces of the WAV in one process, without copying them out: a line of the control file
 * names the WAV with its first and last frame, and `-adchdr` skips the header.
 */
async function runBatch(run: BatchRun, task: readonly string[]): Promise<void> {
  const scratchDir = resolve(run.scratchDir);
  const controlPath = join(scratchDir, 'pieces.ctl');
  const linkPath = join(scratchDir, `${soundName}.wav`);
  // The control file is split at blanks: a name of our own stands for whatever the WAV is called.
  await symlink(resolve(run.wav.path), linkPath).catch(ignoreExisting);
  const control = run.pieces.map((piece, at) => controlLine(run.wav, piece, idOf(at)));
  await writeFile(controlPath, `${control.join('\n')}\n`);
  const samples = run.pieces.reduce((sum, { start, end }) => sum + end - start, 0);
  const limitSeconds = startUpSeconds + (samples / run.wav.sampleRate) * slowestRealTimeFactor;
  const wrappers = guardWords(run.guards, { cpuSeconds: limitSeconds, fileBytes: outputBytes });
  let read = 0;
  await runProgram({
    words: [...wrappers, run.program, ...soundArguments(run, scratchDir, controlPath), ...task],
    cwd: scratchDir,
    searchPath: run.searchPath,
    signal: run.signal,
    timeoutMs: limitSeconds * 1000,
    onLine: () => {},
    onLogLine: (line) => {
      if (!/seconds speech/.test(line) || line.includes('TOTAL')) return;
      read += 1;
      run.onPiece();
    },
  }).catch((cause: unknown) => {
    throw toTranscriberError(cause);
  });
  // It goes on past what it cannot read, and ends as if all were well.
  if (read < run.pieces.length)
    throw new TransientError('The built-in recogniser left out a part of the recording.');
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
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
function soundArguments({ model, wav }: BatchRun, scratchDir: string, controlPath: string): string[] {
  return [
    ...['-hmm', model.acousticDir, '-dict', model.dictionaryPath],
    ...['-adcin', 'yes', '-adchdr', String(wav.offsetBytes), '-remove_silence', 'no'],
    ...['-cepdir', scratchDir, '-cepext', '.wav', '-ctl', controlPath],
  ];
}

/** `<file> <first frame> <end frame> <id>`, in frames of 10 ms; cuts lie on every second one. */
function controlLine(wav: Wav, piece: SampleRange, id: string): string {
  const frameSamples = wav.sampleRate / 100;
  const first = Math.floor(piece.start / frameSamples);
  const end = Math.ceil(piece.end / frameSamples);
  return `${soundName} ${first} ${end} ${id}`;
}
