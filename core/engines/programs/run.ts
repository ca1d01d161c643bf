import { type ChildProcess, spawn } from 'node:child_process';

export interface ProgramCall {
  /** The program and its wrappers, then its arguments; never a shell. */
  readonly words: readonly string[];
  /** Where it runs: an empty scratch folder. */
  readonly cwd: string;
  /** All of its environment. */
  readonly searchPath: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Called with each line of stdout, which is not kept then; a line has 64 KiB at most. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Called with each piece of stdout, which is not kept then. */
  readonly onBytes?: ((piece: Buffer) => void) | undefined;
  /** A program that says more than this on a stdout that is kept or consumed in pieces is stopped. */
  readonly stdoutBytes?: number | undefined;
  /** Called with each line of stderr, whose end is kept all the same. */
  readonly onLogLine?: ((line: string) => void) | undefined;
}

export interface ProgramOutput {
  readonly stdout: string;
  /** The last 64 KiB. */
  readonly stderr: string;
}

/** Why a program ended badly; the limits are ours. */
export type ProgramFailure = 'exit' | 'killed' | 'missing' | 'time-limit' | 'output-limit';

/** A program that did not end well; the engine turns it into a sentence. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  readonly failure: ProgramFailure;
  readonly stderr: string;
  readonly killedBy: NodeJS.Signals | null;
  constructor(
    failure: ProgramFailure,
    stderr: string,
    killedBy: NodeJS.Signals | null,
    options?: ErrorOptions,
  ) {
    super(`${failure}${killedBy ? ` ${killedBy}` : ''}: ${stderr.trimEnd().slice(-500)}`, options);
    this.failure = failure;
    this.stderr = stderr;
    this.killedBy = killedBy;
  }
}

const stderrBytes = 64 * 1024;
/** ffprobe says a few kilobytes of the fields that we ask for. */
const keptStdoutBytes = 4 * 1024 ** 2;
const longestLine = 64 * 1024;
/** Between asking a program to end and making it. */
const graceMs = 5000;

/** What a wrapper exits with when the program it should become does not exist. */
const notFoundStatus = 127;

/** The whole group: whatever the program started goes with it. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ended in the meantime
  }
}

/** Keeps the end of a stream. */
function keepTail(stream: NodeJS.ReadableStream, bytes: number): () => string {
  let tail = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-bytes);
  });
  return () => tail.toString('utf8');
}

/** Hands on the pieces of a stream; calls `onFull` past `bytes`. */
function consume(
  stream: NodeJS.ReadableStream,
  bytes: number,
  { onBytes, onFull }: { onBytes: (piece: Buffer) => void; onFull: () => void },
): void {
  let length = 0;
  stream.on('data', (piece: Buffer) => {
    length += piece.length;
    if (length > bytes) onFull();
    else onBytes(piece);
  });
}

/** Hands out a stream line by line; calls `onFull` when a line does not end. */
function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void, onFull: () => void): void {
  const decoder = new TextDecoder();
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    if (rest.length <= longestLine) return;
    rest = '';
    onFull();
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

/**
 * Runs a program in its own process group, with nothing to read, and resolves when all of it is gone.
 * An abort or the time limit asks the group to end (SIGTERM) and makes it after 5 s (SIGKILL).
 * Rejects with the abort's reason or a ProgramError.
 */
export async function runProgram(call: ProgramCall): Promise<ProgramOutput> {
  const { signal, cwd, searchPath, timeoutMs, onLine, onLogLine } = call;
  signal.throwIfAborted();
  const [program = '', ...args] = call.words;
  const child = spawn(program, args, {
    cwd,
    env: { PATH: searchPath },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let stopped: ProgramFailure | 'aborted' | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  const stop = (why: ProgramFailure | 'aborted') => {
    if (stopped) return;
    stopped = why;
    signalGroup(child, 'SIGTERM');
    killTimer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  };
  const onAbort = () => stop('aborted');
  signal.addEventListener('abort', onAbort, { once: true });
  const timeTimer = setTimeout(() => stop('time-limit'), timeoutMs);
  const stderr = keepTail(child.stderr, stderrBytes);
  const kept: Buffer[] = [];
  const onBytes = call.onBytes ?? ((piece: Buffer) => void kept.push(piece));
  const onFull = () => stop('output-limit');
  if (onLine) readLines(child.stdout, onLine, onFull);
  else consume(child.stdout, call.stdoutBytes ?? keptStdoutBytes, { onBytes, onFull });
  if (onLogLine) readLines(child.stderr, onLogLine, onFull);
  try {
    const { code, killedBy } = await ended(child);
    if (stopped === 'aborted') throw signal.reason;
    if (stopped) throw new ProgramError(stopped, stderr(), killedBy);
    if (code === notFoundStatus) throw new ProgramError('missing', stderr(), null);
    if (code !== 0) throw new ProgramError(killedBy ? 'killed' : 'exit', stderr(), killedBy);
    return { stdout: Buffer.concat(kept).toString('utf8'), stderr: stderr() };
  } finally {
    clearTimeout(timeTimer);
    clearTimeout(killTimer);
    signal.removeEventListener('abort', onAbort);
  }
}

interface Ending {
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
}

/** Resolves when the process is gone and its output read. */
function ended(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new ProgramError('missing', String(cause), null, { cause })));
    child.once('close', (code, killedBy) => resolve({ code, killedBy }));
  });
}
