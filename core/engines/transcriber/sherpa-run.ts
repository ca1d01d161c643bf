import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { PermanentError, TransientError } from '../../model/errors.ts';
import { findGuards, guardWords } from '../programs/guards.ts';
import { ProgramError, runProgram } from '../programs/run.ts';
import type { SpeechTask } from './sherpa-task.ts';

/** How the recognising process is started. */
export interface SpeechProcess {
  /** Where wrappers are looked for; all that the process knows of our environment. */
  readonly searchPath: string;
  /** Module to use instead of the npm package. */
  readonly bindingPath?: string | undefined;
  /** For Node.js, as where the sources are not compiled. */
  readonly nodeArguments?: readonly string[] | undefined;
}

export interface SpeechRun extends SpeechProcess {
  readonly task: Omit<SpeechTask, 'binding'>;
  /** Cores that the model may use. */
  readonly threads: number;
  /** Empty, and this run's own. */
  readonly scratchDir: string;
  readonly signal: AbortSignal;
  /** Called for each piece as it is heard, one after the other. */
  readonly onAnswer: (number: number, answer: unknown) => Promise<void>;
}

const packageName = 'sherpa-onnx-node';

/** Large models take a minute from a slow disk. */
const startUpSeconds = 180;
/** Whisper's largest on two old cores; nothing that is slower is of use. */
const slowestRealTimeFactor = 20;
/** Nothing is written but to a pipe. */
const outputBytes = 1024 ** 2;
/** The largest models take 4 GiB, and copies are made while they are loaded. */
const addressSpaceBytes = 16 * 1024 ** 3;
/** Else Node.js sets 10 GiB of addresses aside for each WebAssembly memory, of which it has some itself. */
const ownNodeArguments = ['--disable-wasm-trap-handler'];

/** Beside this file, compiled or not. */
const program = join(import.meta.dirname, `sherpa-child${import.meta.filename.slice(-3)}`);

const Line = z.union([
  z.object({ ready: z.string() }),
  z.object({ number: z.int().nonnegative(), answer: z.unknown() }),
]);

/** Path of the module that recognises; PermanentError where the optional package is not installed. */
export function findBinding({ bindingPath }: Pick<SpeechProcess, 'bindingPath'>): string {
  try {
    return createRequire(import.meta.url).resolve(bindingPath ?? packageName);
  } catch (cause) {
    throw new PermanentError(
      `The local recogniser is not installed. An admin has to run "npm install --include=optional" in Brownbag's folder (the package is ${packageName}).`,
      { cause },
    );
  }
}

/**
 * Loads a model in a process of its own and has it hear the task's pieces; resolves with the recogniser's version when
 * all answers are kept. A run without pieces shows that the model can be loaded.
 */
export async function runSpeech(run: SpeechRun): Promise<string> {
  const { task, scratchDir, searchPath } = run;
  const path = join(resolve(scratchDir), 'task.json');
  const whole: SpeechTask = { ...task, binding: findBinding(run) };
  await writeFile(path, JSON.stringify(whole));
  const seconds = task.pieces.reduce((sum, { start, end }) => sum + end - start, 0) / task.sampleRate;
  const limitSeconds = startUpSeconds + seconds * slowestRealTimeFactor;
  const limits = { cpuSeconds: limitSeconds * run.threads, fileBytes: outputBytes, addressSpaceBytes };
  const answers = keepInOrder(run);
  await runProgram({
    words: [
      ...guardWords(await findGuards(searchPath), limits),
      ...[process.execPath, ...ownNodeArguments, ...(run.nodeArguments ?? []), program, path],
    ],
    cwd: resolve(scratchDir),
    searchPath,
    signal: AbortSignal.any([run.signal, answers.failed]),
    timeoutMs: limitSeconds * 1000,
    onLine: answers.read,
  })
    .finally(answers.kept)
    .catch((cause: unknown) => {
      throw toTranscriberError(cause, answers.version() !== undefined);
    });
  return answers.version() ?? '';
}

/** Hands on the answers one after the other, as they come; what cannot be kept ends the run. */
function keepInOrder({ onAnswer }: SpeechRun) {
  const failed = new AbortController();
  let version: string | undefined;
  let last = Promise.resolve();
  const read = (line: string): void => {
    if (!line.startsWith('{')) return;
    last = last
      .then(async () => {
        const said = Line.parse(JSON.parse(line));
        if ('ready' in said) version = said.ready;
        else await onAnswer(said.number, said.answer);
      })
      .catch((error: unknown) => failed.abort(error));
  };
  return { read, failed: failed.signal, kept: () => last, version: () => version };
}

/** Aborts pass through. What ends before the model is loaded will do so again. */
function toTranscriberError(cause: unknown, isLoaded: boolean): unknown {
  if (!(cause instanceof ProgramError)) return cause;
  const isLimit = cause.failure === 'time-limit' || cause.killedBy === 'SIGXCPU';
  if (isLimit) return new TransientError('The local recogniser took too long and was stopped.', { cause });
  if (cause.failure === 'missing')
    return new PermanentError('The local recogniser could not be started.', { cause });
  if (isLoaded || cause.killedBy === 'SIGKILL')
    return new TransientError('The local recogniser ended with an error.', { cause });
  if (/Could not find sherpa-onnx|ERR_DLOPEN_FAILED|Cannot find module/.test(cause.stderr))
    return new PermanentError('The local recogniser is installed, but does not run on this system.', {
      cause,
    });
  return new PermanentError(
    'The speech model cannot be loaded: its files are broken or of another kind. An admin has to add it again, or another one.',
    { cause },
  );
}
