import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyphraseTagger } from '../../core/engines/tagger/keyphrase.ts';
import { toSrt } from '../../core/model/captions/write.ts';
import type { MediaTools } from '../../core/ports/media-tools.ts';
import { everyRow } from '../support/rows.ts';
import { tagRequest, twoSubjects } from '../support/talks.ts';
import { expectSoundAgrees, expectTimes, measure, tilesOf } from './media-agree.ts';
import { watch } from './media-clock.ts';
import { keyFrameTimes, makePlayable, openRun, withScratch } from './media-inspect.ts';

const exec = promisify(execFile);
const ffmpeg = (...words: readonly string[]) => exec('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...words]);

/** Each tile of the storyboard of 100 is as long, and each sentence of the talk. */
const periodSeconds = 7;
const lengthSeconds = 100 * periodSeconds;
/** At each sentence but none at the beginning. */
const cues = twoSubjects.slice(10, 109).map(({ text, speaker }, at) => {
  const startSeconds = (at + 1) * periodSeconds;
  return { startSeconds, endSeconds: startSeconds + 6, speaker, text };
});
const truly = cues.map(({ startSeconds }) => startSeconds);

/** These recordings are long. */
const timeLimitMs = 240_000;

/** What the recordings are made of: a picture that flashes and a sound that beeps at each sentence, and the text. */
async function makeParts(folder: string) {
  const part = (name: string) => join(folder, name);
  const flash = `gte(t,${periodSeconds})*lt(mod(t,${periodSeconds}),0.199)`;
  const picture = `color=c=0x202020:s=160x90:r=5:d=${lengthSeconds},drawbox=color=white:t=fill:enable='${flash}'`;
  const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', '5'];
  await ffmpeg('-f', 'lavfi', '-i', picture, ...x264, part('even.mp4'));
  // one picture a second between the sentences of the second half, five in the first
  const chosen = `select='lt(t,${lengthSeconds / 2})+not(mod(n,5))+lt(mod(n,35),2)'`;
  await ffmpeg('-i', part('even.mp4'), '-vf', chosen, '-fps_mode', 'vfr', ...x264, part('uneven.mp4'));
  const beep = `aevalsrc=exprs='0.5*sin(2*PI*1000*t)*${flash}':s=8000:d=${lengthSeconds}`;
  await ffmpeg(
    '-f',
    'lavfi',
    '-i',
    beep,
    '-c:a',
    'aac',
    '-aac_coder',
    'fast',
    '-ar',
    '48000',
    part('sound.m4a'),
  );
  await writeFile(part('text.srt'), toSrt(cues));
  return part;
}

/** Without `late` both begin at once; `start` is the time stamp of the beginning. */
const clocks = [
  ['starts below zero, with frames at uneven times', 'uneven.mp4', { start: -0.8, late: 0 }],
  ['starts after eleven days, and its sound later still', 'even.mp4', { start: 1_000_000, late: 1.5 }],
] as const;

/** Time 0 of the chapters is that of what they are chapters of. */
export function mediaChaptersContract(name: string, tools: MediaTools): void {
  describe(`MediaTools: ${name}: a talk with chapters`, () => {
    let folder: string;
    let part: Awaited<ReturnType<typeof makeParts>>;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'brownbag-chapters-'));
      part = await makeParts(folder);
    }, timeLimitMs);
    afterAll(() => rm(folder, { recursive: true }));

    /** Copied with the time stamps that are asked for; a sound that is late lacks its beginning. */
    async function mux(picture: string, { start, late }: (typeof clocks)[number][2]): Promise<string> {
      const path = part('talk.mkv');
      const inputs = [
        '-i',
        part(picture),
        '-ss',
        String(late),
        '-i',
        part('sound.m4a'),
        '-i',
        part('text.srt'),
      ];
      const clock = ['-copyts', '-output_ts_offset', String(start), '-avoid_negative_ts', 'disabled'];
      await ffmpeg(...inputs, '-map', '0', '-map', '1', '-map', '2', '-c', 'copy', ...clock, path);
      return path;
    }

    test.each(everyRow(clocks, () => 'an odd clock'))(
      'that %s: all that is made of it agrees',
      (_name, picture, clock) =>
        withScratch(async (scratchDir) => {
          const run = openRun(scratchDir);
          const path = await mux(picture, clock);
          const { probe, rendition } = await makePlayable(tools, path, run);
          const { flashes, beeps } = await watch(rendition.path);
          expectTimes('flashes', flashes, truly);
          expectTimes('beeps', beeps, truly);
          const wav = await tools.wav(path, probe, run);
          expectTimes('WAV', (await watch(wav?.path ?? '')).beeps, truly);
          const measured = await measure(tools, rendition.path, run);
          await expectSoundAgrees(tools, measured, truly, { ...run, peakCount: 40_000 });
          const tiles = await tilesOf(tools, measured, run);
          // Each shows the last key frame until it begins; a copy has one at each flash.
          const keyFrames = await keyFrameTimes(rendition.path);
          const shown = tiles.map(
            ({ startSeconds }) => keyFrames.findLast((at) => at <= startSeconds + 0.05) ?? 0,
          );
          const isFlash = (at: number) => truly.some((flash) => at > flash - 0.05 && at < flash + 0.15);
          expect(tiles.map(({ isBright }) => isBright)).toEqual(shown.map(isFlash));
          expect(tiles.filter(({ isBright }) => isBright).length).toBeGreaterThan(10);

          const { segments = [] } = (await tools.subtitles(path, probe, run)) ?? {};
          expectTimes(
            'transcript',
            segments.map(({ startSeconds }) => startSeconds),
            truly,
          );
          const request = tagRequest({ segments, durationSeconds: rendition.durationSeconds });
          const { chapters } = await keyphraseTagger().suggest(request, run.signal);
          const [first, ...others] = chapters.map(({ startSeconds }) => startSeconds);
          expect(first).toBe(0);
          expect(others.length).toBeGreaterThan(0);
          const nearest = (seconds: number) => truly[Math.round(seconds / periodSeconds) - 1] ?? 0;
          expectTimes('chapters', others, others.map(nearest));
        }),
      timeLimitMs,
    );
  });
}
