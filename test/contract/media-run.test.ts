import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ffmpegArguments } from '../../core/engines/media/ffmpeg.ts';
import { findGuards, guardWords } from '../../core/engines/programs/guards.ts';
import { ProgramError, runProgram } from '../../core/engines/programs/run.ts';
import { guardsHere } from '../support/guards-here.ts';
import { commandsWith } from '../support/processes.ts';
import { withScratch } from './media-inspect.ts';

const searchPath = '/usr/bin:/bin';
const guards = await guardsHere();

const run = (scratchDir: string, words: readonly string[], timeoutMs = 30_000) =>
  runProgram({ words, cwd: scratchDir, searchPath, signal: new AbortController().signal, timeoutMs });

async function failureOf(promise: Promise<unknown>): Promise<ProgramError> {
  const error = await promise.catch((reason: unknown) => reason);
  if (error instanceof ProgramError) return error;
  throw new Error('no ProgramError', { cause: error });
}

test('a program sees the search path, its scratch folder, and nothing else of us', () =>
  withScratch(async (scratchDir) => {
    expect((await run(scratchDir, ['env'])).stdout).toBe(`PATH=${searchPath}\n`);
    expect((await run(scratchDir, ['pwd'])).stdout.trim()).toBe(scratchDir);
    expect((await run(scratchDir, ['cat'])).stdout).toBe('');
  }));

test('a program that takes too long is ended with all that it started, even if it does not want to', () =>
  withScratch(async (scratchDir) => {
    const script = `trap "" TERM; sh -c 'trap "" TERM; while :; do sleep 0.1; done' ${scratchDir} & wait`;
    const failure = await failureOf(run(scratchDir, ['sh', '-c', script], 500));
    expect([failure.failure, failure.killedBy]).toEqual(['time-limit', 'SIGKILL']);
    expect(commandsWith(scratchDir)).toEqual([]);
  }));

test('of endless output the program is stopped, of endless complaints the end is kept', () =>
  withScratch(async (scratchDir) => {
    expect((await failureOf(run(scratchDir, ['yes']))).failure).toBe('output-limit');
    const complain = ['sh', '-c', 'yes complaint | head -c 1000000 >&2; echo last >&2; exit 3'];
    const { failure, stderr } = await failureOf(run(scratchDir, complain));
    expect(failure).toBe('exit');
    expect(stderr).toHaveLength(64 * 1024);
    expect(stderr.endsWith('last\n')).toBe(true);
  }));

test('a line that never ends stops the program, lines before it are heard', () =>
  withScratch(async (scratchDir) => {
    const lines: string[] = [];
    const words = ['sh', '-c', 'printf "first\\nsec"; printf "ond\\n"; tr "\\0" x </dev/zero'];
    const { signal } = new AbortController();
    const onLine = (line: string) => void lines.push(line);
    const call = { words, cwd: scratchDir, searchPath, signal, timeoutMs: 30_000, onLine };
    expect((await failureOf(runProgram(call))).failure).toBe('output-limit');
    expect(lines.slice(0, 2)).toEqual(['first', 'second']);
  }));

test.skipIf(!guards.unshare)(
  'a guarded program has a network of its own with nothing in it, and gains no rights',
  () =>
    withScratch(async (scratchDir) => {
      const words = guardWords(guards, { cpuSeconds: 5, fileBytes: 0 });
      const look = ['sh', '-c', 'tail -n +3 /proc/net/dev; grep NoNewPrivs /proc/self/status'];
      const { stdout } = await run(scratchDir, [...words, ...look]);
      const lines = stdout.trim().split('\n');
      expect(lines.filter((line) => line.includes(':')).map((line) => line.trim().split(/:\s*/)[0])).toEqual([
        'lo',
        'NoNewPrivs',
      ]);
      expect(lines.at(-1)).toMatch(/1$/);
    }),
);

test('a program that does not exist is told from one that fails', () =>
  withScratch(async (scratchDir) => {
    expect((await failureOf(run(scratchDir, ['no-such-program']))).failure).toBe('missing');
    expect((await failureOf(run(scratchDir, ['nice', '-n', '10', 'no-such-program']))).failure).toBe(
      'missing',
    );
    expect((await failureOf(run(scratchDir, ['false']))).failure).toBe('exit');
  }));

test('the guards bound processor time, files and priority', () =>
  withScratch(async (scratchDir) => {
    expect(guards).toMatchObject({ setpriv: true, prlimit: true, nice: true });
    const words = guardWords(guards, { cpuSeconds: 1, fileBytes: 10_240 });
    const limits = await run(scratchDir, [...words, 'sh', '-c', 'ulimit -t; ulimit -n; ulimit -v; nice']);
    expect(limits.stdout.split('\n').slice(0, 4)).toEqual(['1', '64', '4194304', '10']);
    const busy = await failureOf(run(scratchDir, [...words, 'sh', '-c', 'while :; do :; done']));
    expect(['SIGXCPU', 'SIGKILL']).toContain(busy.killedBy);
    const large = await failureOf(
      run(scratchDir, [...words, 'dd', 'if=/dev/zero', 'of=large', 'bs=1M', 'count=1']),
    );
    expect(large.killedBy).toBe('SIGXFSZ');
  }));

test('a wrapper that is missing or not the real one is left out', () =>
  withScratch(async (scratchDir) => {
    const path = join(scratchDir, 'bin');
    await mkdir(path);
    await symlink('/usr/bin/nice', join(path, 'nice'));
    await symlink('/usr/bin/true', join(path, 'true'));
    await symlink('/usr/bin/false', join(path, 'setpriv'));
    expect(await findGuards(path)).toEqual({
      unshare: false,
      setpriv: false,
      prlimit: false,
      nice: true,
      isCertain: true,
    });
    const none = { unshare: false, setpriv: false, prlimit: false, nice: false } as const;
    expect(guardWords(none, { cpuSeconds: 1, fileBytes: 1 })).toEqual([]);
  }));

test('the gate stands before the input in every command line, and no argument is split', () => {
  const words = ffmpegArguments({
    source: { path: '/recordings/a b.mp4', container: 'mov' },
    inputOptions: ['-ss', '1'],
    outputOptions: ['-vf', 'scale=2:2, setsar=1', '-f', 'mp4'],
    outputPath: '/scratch/a b.mp4',
    effort: { cpuSeconds: 1, timeoutMs: 1 },
  });
  const input = words.indexOf('-i');
  expect(words.slice(input)).toEqual([
    ...['-i', 'file:/recordings/a b.mp4', '-vf', 'scale=2:2, setsar=1', '-f', 'mp4', 'file:/scratch/a b.mp4'],
  ]);
  const before = words.slice(0, input).join(' ');
  for (const option of [
    '-nostdin',
    '-protocol_whitelist file ',
    '-format_whitelist mov,',
    '-codec_whitelist h264,',
  ])
    expect(before).toContain(option);
  expect(before).toMatch(/-max_streams 32 -max_pixels 36000000 .*-f mov .*-ss 1$/);
});
