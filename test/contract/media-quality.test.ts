import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { defaultSearchPath } from '../../core/engines/programs/find.ts';
import { ProgramError, runProgram } from '../../core/engines/programs/run.ts';
import type { MediaTools } from '../../core/ports/media-tools.ts';
import { mediaFixture } from '../support/fixtures.ts';
import { makePlayable, openRun, withScratch } from './media-inspect.ts';
import { mediaQualityContract } from './media-quality.ts';

const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };
const log = { debug: () => {}, warn: () => {} };
mediaQualityContract('ffmpeg', ffmpegTools({ threads: 2, limits, log }));

/** The ffmpeg of this system, but for calls whose arguments match a pattern of the shell: these fail like this. */
async function lesserFfmpeg(scratchDir: string, pattern: string, complaint: string): Promise<MediaTools> {
  const ffmpegPath = join(scratchDir, 'small-ffmpeg');
  const refuse = `case "$*" in ${pattern}) echo "${complaint}" >&2; exit 1;; esac`;
  await writeFile(ffmpegPath, `#!/bin/sh\n${refuse}\nexec ffmpeg "$@"\n`);
  await chmod(ffmpegPath, 0o755);
  return ffmpegTools({ threads: 1, limits, log, ffmpegPath });
}

test('an ffmpeg without zscale makes high dynamic range playable all the same', () =>
  withScratch(async (scratchDir) => {
    const tools = await lesserFfmpeg(scratchDir, '*zscale*', "No such filter: 'zscale'");
    const path = mediaFixture('phone-hdr.mov');
    const { rendition } = await makePlayable(tools, path, openRun(scratchDir));
    expect(rendition.durationSeconds).toBeCloseTo(1, 1);
    const run = openRun(scratchDir);
    expect(await tools.poster(path, await tools.probe(path, run), run)).not.toBeNull();
  }));

test('an ffmpeg without WebP makes poster and storyboard as JPEG', () =>
  withScratch(async (scratchDir) => {
    const tools = await lesserFfmpeg(scratchDir, '*libwebp*', "Unknown encoder 'libwebp'");
    const path = mediaFixture('zoom-like.mp4');
    const run = openRun(scratchDir);
    const probe = await tools.probe(path, run);
    for (const image of [await tools.poster(path, probe, run), await tools.storyboard(path, probe, run)]) {
      expect(image?.contentType).toBe('image/jpeg');
      expect((await readFile(image?.path ?? '')).toString('hex', 0, 3)).toBe('ffd8ff');
    }
  }));

test('what a program writes comes in pieces as it is, and no more of it than allowed', () =>
  withScratch(async (scratchDir) => {
    const pieces: Buffer[] = [];
    const run = (script: string) =>
      runProgram({
        words: ['sh', '-c', script],
        cwd: scratchDir,
        searchPath: defaultSearchPath,
        signal: new AbortController().signal,
        timeoutMs: 30_000,
        stdoutBytes: 10_000_000,
        onBytes: (piece) => void pieces.push(piece),
      });
    expect((await run("head -c 9000000 /dev/zero; printf '\\377\\000\\200'")).stdout).toBe('');
    const bytes = Buffer.concat(pieces);
    expect([bytes.length, bytes.toString('hex', 9_000_000)]).toEqual([9_000_003, 'ff0080']);
    const endless = await run('cat /dev/zero').catch((error: unknown) => error);
    expect(endless instanceof ProgramError && endless.failure).toBe('output-limit');
  }));

test('what is longer than the limit is cut there, and that is said', () =>
  withScratch(async (scratchDir) => {
    const tools = ffmpegTools({ threads: 1, limits: { ...limits, durationSeconds: 2 }, log });
    const { rendition } = await makePlayable(tools, mediaFixture('zoom-like.mp4'), openRun(scratchDir));
    expect(rendition.durationSeconds).toBeLessThan(3);
    expect(rendition.warnings).toEqual([
      'This recording is longer than 2 seconds. We kept the first 2 seconds.',
    ]);
  }));
