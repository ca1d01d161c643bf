import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { MediaTools, StillImage } from '../../core/ports/media-tools.ts';
import { mediaFixture } from '../support/fixtures.ts';
import { makePlayable, openRun, pixelAt, withScratch } from './media-inspect.ts';

const exec = promisify(execFile);

/** Writes a recording with our own ffmpeg. */
const generate = (...words: string[]) => exec('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...words]);

/** Loudness of the first sound in dBFS (mean), and its pitch in Hz by the changes of sign. */
async function listen(path: string): Promise<{ readonly loudness: number; readonly pitch: number }> {
  const words = ['-v', 'error', '-i', path, '-ac', '1', '-ar', '16000', '-f', 's16le', '-'];
  const { stdout } = await exec('ffmpeg', words, { encoding: 'buffer', maxBuffer: 64 * 1024 ** 2 });
  const samples = new Int16Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.length / 2));
  let changes = 0;
  let squares = 0;
  for (const [at, sample] of samples.entries()) {
    squares += (sample / 32_768) ** 2;
    if (sample < 0 !== (samples[at - 1] ?? 0) < 0) changes += 1;
  }
  return {
    loudness: 10 * Math.log10(squares / samples.length),
    pitch: changes / 2 / (samples.length / 16_000),
  };
}

/** Red of the pixel in the middle of a tile of 160x90. */
async function brightnessOfTile(path: string, column: number, row: number): Promise<number> {
  const [red = 0] = await pixelAt(path, column * 160 + 80, row * 90 + 45);
  return red;
}

/** What people see and hear of odd recordings. */
export function mediaQualityContract(name: string, tools: MediaTools): void {
  const posterOf = async (path: string, scratchDir: string): Promise<StillImage> => {
    const run = openRun(scratchDir);
    const poster = await tools.poster(path, await tools.probe(path, run), run);
    if (!poster) throw new Error('no poster');
    return poster;
  };

  describe(`MediaTools: ${name}: sound`, () => {
    test('of several tracks the default one is heard, wherever it stands', () =>
      withScratch(async (scratchDir) => {
        const path = mediaFixture('languages.mkv');
        const probe = await tools.probe(path, openRun(scratchDir));
        expect(probe).toMatchObject({ audioTrackCount: 3, audioTrackNumber: 2, audio: { language: 'de' } });
        const { rendition } = await makePlayable(tools, path, openRun(scratchDir));
        expect(Math.abs((await listen(rendition.path)).pitch - 1000)).toBeLessThan(50);
      }));

    test.each([
      ['surround.m4a', 'only the centre of six speakers'],
      ['ten-channels.wav', 'only the last of ten channels that nobody named'],
    ])('%s: %s is heard in rendition and WAV', (file) =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const { rendition } = await makePlayable(tools, mediaFixture(file), run);
        const wav = await tools.wav(mediaFixture(file), await tools.probe(mediaFixture(file), run), run);
        for (const path of [rendition.path, wav?.path ?? '']) {
          const { loudness, pitch } = await listen(path);
          expect(loudness).toBeGreaterThan(-45);
          expect(Math.abs(pitch - 440)).toBeLessThan(30);
        }
      }),
    );
  });

  describe(`MediaTools: ${name}: pictures`, () => {
    test('high dynamic range is not grey: white is bright and grey is not, in rendition and poster', () =>
      withScratch(async (scratchDir) => {
        const path = mediaFixture('phone-hdr.mov');
        const { rendition } = await makePlayable(tools, path, openRun(scratchDir));
        for (const made of [rendition, await posterOf(path, scratchDir)]) {
          const [white = 0] = await pixelAt(made.path, 40, 45);
          const [grey = 0] = await pixelAt(made.path, 120, 45);
          expect(white).toBeGreaterThan(200);
          expect(Math.abs(grey - 110)).toBeLessThan(20);
        }
      }));

    test('a poster is not the black that a recording begins with', () =>
      withScratch(async (scratchDir) => {
        const path = join(scratchDir, 'fade.mkv');
        const black = "drawbox=color=black:t=fill:enable='lt(t,2)'";
        await generate(
          ...['-f', 'lavfi', '-i', `color=c=white:s=160x90:r=10:d=10,${black}`],
          ...['-c:v', 'mpeg4', '-g', '10', path],
        );
        const [red = 0] = await pixelAt((await posterOf(path, scratchDir)).path, 80, 45);
        expect(red).toBeGreaterThan(200);
      }));

    test.each([
      ['one colour', 'color=c=blue:s=320x180:r=5:d=2', 'image/webp', 'webp'],
      [
        'squares as large as the blocks of JPEG',
        "color=c=gray:s=320x180:r=5:d=2,geq=lum='255*mod(floor(X/8)+floor(Y/8),2)'",
        'image/jpeg',
        'mjpeg',
      ],
    ])(
      'of WebP and JPEG the smaller one is kept, and nothing else: %s',
      (_name, picture, contentType, codec) =>
        withScratch(async (scratchDir) => {
          const recording = join(scratchDir, 'recording.mkv');
          await generate('-f', 'lavfi', '-i', picture, '-c:v', 'ffv1', '-pix_fmt', 'yuv420p', recording);
          const poster = await posterOf(recording, scratchDir);
          const { stdout } = await exec('ffprobe', ['-v', 'error', '-show_streams', poster.path]);
          expect([poster.contentType, /codec_name=(\w+)/.exec(stdout)?.[1]]).toEqual([contentType, codec]);
          expect(await readdir(scratchDir)).toHaveLength(2);
        }),
    );

    test('the tiles of a storyboard lie in order, row by row, each from the start of its stretch', () =>
      withScratch(async (scratchDir) => {
        const path = join(scratchDir, 'brighter.mp4');
        const brighter = "color=s=160x90:r=2:d=62,format=gray,geq=lum='20+T*3.5'";
        await generate(
          '-f',
          'lavfi',
          '-i',
          brighter,
          '-pix_fmt',
          'yuv420p',
          '-c:v',
          'libx264',
          '-g',
          '2',
          path,
        );
        const run = openRun(scratchDir);
        const image = await tools.storyboard(path, await tools.probe(path, run), run);
        expect(image?.storyboard).toMatchObject({ count: 13, columns: 10, secondsPerTile: 5 });
        for (const tile of [0, 1, 2, 9, 10, 12]) {
          const brightness = await brightnessOfTile(image?.path ?? '', tile % 10, Math.floor(tile / 10));
          // 17.5 a tile
          expect(Math.abs(brightness - (20 + 3.5 * 5 * tile))).toBeLessThan(8);
        }
      }));

    test('what has no picture has no storyboard, what has no sound no waveform', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const sound = await tools.probe(mediaFixture('cover.mp3'), run);
        expect(await tools.storyboard(mediaFixture('cover.mp3'), sound, run)).toBeNull();
        const silent = await tools.probe(mediaFixture('odd-size.mp4'), run);
        expect(await tools.peaks(mediaFixture('odd-size.mp4'), silent, 100, run)).toBeNull();
      }));
  });

  describe(`MediaTools: ${name}: copies`, () => {
    test.each([
      [20, 'made'],
      [35, 'cannot-copy'],
    ])('a WebM whose key frames are %i s apart: %s', (seconds, kind) =>
      withScratch(async (scratchDir) => {
        const path = join(scratchDir, 'browser.webm');
        const source = ['-f', 'lavfi', '-i', `testsrc=s=64x36:r=2:d=${seconds}`];
        await generate(...source, '-c:v', 'libvpx', '-deadline', 'realtime', '-g', '9999', path);
        const run = openRun(scratchDir);
        const probe = await tools.probe(path, run);
        const picture = { kind: 'copy', container: 'webm' } as const;
        const step = { kind: 'video', picture, audio: 'none' } as const;
        const made = await tools.render(path, probe, step, run);
        expect(made.kind).toBe(kind);
        if (made.kind === 'cannot-copy')
          expect(made.reason).toMatch(/^Jumping to a moment would be slow \(key frames up to \d+ s apart\)$/);
      }),
    );
  });
}
