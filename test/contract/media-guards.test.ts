import { mkdir, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { inputOptions } from '../../core/engines/media/gate.ts';
import { containers } from '../../core/engines/media/sniff.ts';
import type { MediaProbe } from '../../core/model/media.ts';
import type { MediaRun, MediaTools } from '../../core/ports/media-tools.ts';
import { mediaFixture } from '../support/fixtures.ts';
import { absentGuards, guardsHere, namesIn } from '../support/guards-here.ts';
import { makePlayable, openRun, withScratch } from './media-inspect.ts';
import { linkPrograms, type SpiedCall, type Spy, withSpy } from './media-spy.ts';

const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };
const log = { debug: () => {}, warn: () => {} };
const guards = await guardsHere();

type Step = (tools: MediaTools, path: string, probe: MediaProbe, run: MediaRun) => Promise<unknown>;

/** Every method that starts programs on a recording: one that is added without a line here does not compile. */
const steps: Readonly<Record<Exclude<keyof MediaTools, 'recognises' | 'diagnose'>, Step>> = {
  probe: (tools, path, _probe, run) => tools.probe(path, run),
  render: (tools, path, _probe, run) => makePlayable(tools, path, run),
  poster: (tools, path, probe, run) => tools.poster(path, probe, run),
  channelLevels: (tools, path, { audio, ...probe }, run) =>
    tools.channelLevels(path, { ...probe, audio: audio && { ...audio, channels: 2 } }, run),
  wav: (tools, path, probe, run) => tools.wav(path, probe, run),
  subtitles: (tools, path, probe, run) => tools.subtitles(path, probe, run),
  slideChanges: (tools, path, probe, run) => tools.slideChanges(path, probe, run),
  storyboard: (tools, path, probe, run) => tools.storyboard(path, probe, run),
  peaks: (tools, path, probe, run) => tools.peaks(path, probe, 100, run),
};

/** Copied and looked at; encoded, after its duration was measured; with subtitles. */
const recordings = ['zoom-like.mp4', 'mediarecorder.webm', 'subtitles.mkv'] as const;

async function expectGuarded(call: SpiedCall, scratchDir: string | null, niceness = 10): Promise<void> {
  expect(call).toMatchObject({
    environment: ['PATH=/usr/bin:/bin'],
    stdin: '/dev/null',
    niceness,
    noNewPrivileges: true,
    limits: { 'Max address space': '4294967296', 'Max open files': '64', 'Max core file size': '0' },
  });
  expect(Number(call.limits['Max cpu time'])).toBeLessThan(24 * 3600);
  expect(Number(call.limits['Max file size'])).toBeLessThanOrEqual(limits.outputBytes);
  expect(call.processGroup).toBe(call.pid);
  if (guards.unshare) expect(call.networkNamespace).not.toBe(await readlink('/proc/self/ns/net'));
  if (scratchDir) expect(call.cwd).toBe(await realpath(scratchDir));
}

/** One input, behind the whole gate and nothing that undoes it; one output of ours that takes only what it names. */
function expectGated({ program, args }: SpiedCall, allowed: readonly string[]): void {
  const line = args.join('\n');
  const gates = containers.filter((container) => line.includes(inputOptions(container).join('\n')));
  expect(gates).toHaveLength(1);
  const input = args.indexOf('-i');
  expect(args.lastIndexOf('-i')).toBe(input);
  for (const option of inputOptions('mov').filter((word) => word.startsWith('-')))
    expect(args.slice(0, input).filter((word) => word === option)).toHaveLength(1);
  expect(allowed).toContain(args[input + 1]);
  const output = args.slice(input + 2);
  if (program === 'ffprobe') {
    expect(output).toEqual([]);
    expect(line).toMatch(/\n-show_entries\n[^\n]+\n-of\njson\n/);
    return;
  }
  expect(args.slice(0, input)).toContain('-nostdin');
  expect(output).toContain('-f');
  if (output.at(-1) === '-') return;
  expect(output.at(-1)).toMatch(/^file:\//);
  for (const option of ['-map', '-map_metadata']) expect(output).toContain(option);
  expect(output.some((word) => ['-t', '-frames:v'].includes(word))).toBe(true);
}

const withSpiedTools = (use: (tools: MediaTools, spy: Spy, scratchDir: string) => Promise<void>) =>
  withScratch((folder) =>
    withSpy(folder, async (spy) => {
      const scratchDir = join(folder, 'scratch');
      await mkdir(scratchDir);
      await use(ffmpegTools({ ...spy, threads: 1, limits, log }), spy, scratchDir);
    }),
  );

test.each(Object.entries(steps))('every program that %s starts is guarded and gated', (_name, step) =>
  withSpiedTools(async (tools, spy, scratchDir) => {
    const run = openRun(scratchDir);
    let count = 0;
    for (const file of recordings) {
      const probe = await tools.probe(mediaFixture(file), run);
      await spy.calls();
      await step(tools, mediaFixture(file), probe, run);
      const calls = await spy.calls();
      count += calls.length;
      const written = calls.map(({ args }) => args.at(-1) ?? '').filter((last) => last.startsWith('file:'));
      for (const call of calls) {
        await expectGuarded(call, scratchDir);
        expectGated(call, [`file:${mediaFixture(file)}`, ...written]);
      }
    }
    expect(count).toBeGreaterThan(0);
  }),
);

test('what nobody waits for gives way to all else, at every step', () =>
  withSpiedTools(async (tools, spy, scratchDir) => {
    const run = { ...openRun(scratchDir), isBackground: true };
    await makePlayable(tools, mediaFixture('mediarecorder.webm'), run);
    const calls = await spy.calls();
    expect(calls.length).toBeGreaterThan(1);
    for (const call of calls) await expectGuarded(call, scratchDir, 19);
  }));

test('asking ffmpeg what it can do is guarded too', () =>
  withSpiedTools(async (tools, spy) => {
    const { failures, warnings } = await tools.diagnose();
    expect(failures).toEqual([]);
    expect(namesIn(warnings)).toEqual(absentGuards(guards));
    const calls = await spy.calls();
    expect(calls.map(({ program }) => program).sort()).toEqual(['ffmpeg', 'ffmpeg', 'ffmpeg', 'ffprobe']);
    for (const call of calls) {
      await expectGuarded(call, null);
      expect(call.args).not.toContain('-i');
    }
  }));

test('without the wrappers recordings are read all the same, and each that is missing is named', () =>
  withScratch(async (scratchDir) => {
    const searchPath = await linkPrograms(join(scratchDir, 'bin'), ['ffmpeg', 'ffprobe', 'true']);
    const tools = ffmpegTools({ searchPath, threads: 1, limits, log });
    expect(await tools.probe(mediaFixture('voice.m4a'), openRun(scratchDir))).toMatchObject({
      container: 'mov',
    });
    const { failures, warnings } = await tools.diagnose();
    expect(failures).toEqual([]);
    expect(namesIn(warnings)).toEqual(['unshare', 'setpriv', 'prlimit', 'nice']);
  }));
