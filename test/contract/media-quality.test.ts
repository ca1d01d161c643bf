import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { defaultSearchPath } from '../../core/engines/programs/find.ts';
import { ProgramError, runProgram } from '../../core/engines/programs/run.ts';
import { fixture, makePlayable, openRun, withScratch } from './media-inspect.ts';
import { mediaQualityContract } from './media-quality.ts';

const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };
const log = { debug: () => {}, warn: () => {} };
mediaQualityContract('ffmpeg', ffmpegTools({ threads: 2, limits, log }));

test('an ffmpeg without zscale makes high dynamic range playable all the same', () =>
  withScratch(async (scratchDir) => {
    const ffmpegPath = join(scratchDir, 'small-ffmpeg');
    const refuse = `case "$*" in *zscale*) echo "No such filter: 'zscale'" >&2; exit 1;; esac`;
    await writeFile(ffmpegPath, `#!/bin/sh\n${refuse}\nexec ffmpeg "$@"\n`);
    await chmod(ffmpegPath, 0o755);
    const tools = ffmpegTools({ threads: 1, limits, log, ffmpegPath });
    const path = fixture('phone-hdr.mov');
    const { rendition } = await makePlayable(tools, path, openRun(scratchDir));
    expect(rendition.durationSeconds).toBeCloseTo(1, 1);
    const run = openRun(scratchDir);
    expect(await tools.poster(path, await tools.probe(path, run), run)).not.toBeNull();
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
