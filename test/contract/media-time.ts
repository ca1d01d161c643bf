import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { planRenditions } from '../../core/model/media-plan.ts';
import type { MediaRun, MediaTools } from '../../core/ports/media-tools.ts';
import truth from '../fixtures/media/truth.json' with { type: 'json' };
import { mediaFixture } from '../support/fixtures.ts';
import { classOfRecording } from '../support/recording-classes.ts';
import { everyRow } from '../support/rows.ts';
import { expectSoundAgrees, expectTimes, type Measured, make, measure, tilesOf } from './media-agree.ts';
import { watch } from './media-clock.ts';
import { makePlayable, openRun, withScratch } from './media-inspect.ts';

const flashing = [
  'flash.mp4',
  'flash-late-sound.mp4',
  'flash-slightly-late-sound.mp4',
  'flash-late-picture.mp4',
  'flash-slightly-late-picture.mp4',
  'flash-negative-start.mkv',
  'flash-huge-start.m2ts',
  'flash-trimmed.mp4',
  'flash-uneven.mp4',
  'flash-rotated.mov',
  'flash-fragmented.mp4',
  'flash-cues.mkv',
  'flash-vp8.webm',
  'flash-vp9.webm',
  'flash-h264.webm',
] as const;

const classOf = (file: string) => classOfRecording(`media/${file}`);

/** Time 0 is the same in everything that is made of a recording. */
export function mediaTimeContract(name: string, tools: MediaTools): void {
  const expectStoryboard = async (rendition: Measured, first: number, run: MediaRun) => {
    const tiles = await tilesOf(tools, rendition, run);
    expect(tiles.map(({ startSeconds }) => startSeconds)).toEqual([0, 5]);
    // the second flash begins with the second tile, unless it was trimmed
    expect(tiles.map(({ isBright }) => isBright)).toEqual([false, first === 2]);
  };
  const expectPlayed = async (path: string, truly: readonly number[]) => {
    const { flashes, beeps } = await watch(path);
    expectTimes('flashes', flashes, truly);
    expectTimes('beeps', beeps, truly);
  };
  const expectWav = async ({ path, probe }: Measured, truly: readonly number[], run: MediaRun) => {
    const wav = await tools.wav(path, probe, run);
    expectTimes('WAV', (await watch(wav?.path ?? '')).beeps, truly);
  };

  describe(`MediaTools: ${name}: flashes and beeps`, () => {
    test.each(everyRow(flashing, classOf))(
      '%s: rendition, M4A, WAV, waveform and storyboard agree with the truth',
      (file) =>
        withScratch(async (scratchDir) => {
          const run = openRun(scratchDir);
          const truly = truth[file].flashSeconds;
          const path = mediaFixture(file);
          const { probe, rendition } = await makePlayable(tools, path, run);
          await expectPlayed(rendition.path, truly);
          await expectWav({ path, probe }, truly, run);
          const measured = await measure(tools, rendition.path, run);
          await expectSoundAgrees(tools, measured, truly, { ...run, peakCount: 2_000 });
          await expectStoryboard(measured, truly[0] ?? 0, run);
        }),
    );

    test.each(everyRow(['flash-vp8.webm', 'flash-vp9.webm'] as const, classOf))(
      '%s: the MP4 that follows the WebM has the same times',
      (file) =>
        withScratch(async (scratchDir) => {
          const run = openRun(scratchDir);
          const recording = await measure(tools, mediaFixture(file), run);
          const plan = planRenditions(recording.probe);
          if (plan.kind !== 'play' || !plan.later) throw new Error('nothing follows');
          const rendition = await make(tools, recording, plan.later, run);
          await expectPlayed(rendition.path, truth[file].flashSeconds);
        }),
    );

    test('beep.mp3: sound alone has the same times', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const truly = truth['beep.mp3'].flashSeconds;
        const path = mediaFixture('beep.mp3');
        const { probe, rendition } = await makePlayable(tools, path, run);
        expectTimes('beeps', (await watch(rendition.path)).beeps, truly);
        await expectWav({ path, probe }, truly, run);
      }));

    test('flash-cues.mkv: subtitles have the same times', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const path = mediaFixture('flash-cues.mkv');
        const subtitles = await tools.subtitles(path, await tools.probe(path, run), run);
        const times = subtitles?.segments.map(({ startSeconds }) => startSeconds) ?? [];
        expectTimes('subtitles', times, truth['flash-cues.mkv'].flashSeconds);
      }));

    test('an M4A that is copied keeps the silence before a sound that starts late', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const { rendition } = await makePlayable(tools, mediaFixture('flash-slightly-late-sound.mp4'), run);
        const measured = await measure(tools, rendition.path, run);
        const copied = await make(tools, measured, { kind: 'audio', audio: 'copy' }, run);
        expect((await readFile(copied.path)).includes('elst')).toBe(true);
        expectTimes('beeps', (await watch(copied.path)).beeps, [2, 5]);
      }));
  });
}
