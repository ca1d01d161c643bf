import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { MediaProbe } from '../../core/model/media.ts';
import { planRenditions, type RenditionStep } from '../../core/model/media-plan.ts';
import { storyboardVtt } from '../../core/model/storyboard.ts';
import { waveformJson } from '../../core/model/waveform.ts';
import type { MediaRun, MediaTools, Rendition } from '../../core/ports/media-tools.ts';
import truth from '../fixtures/media/truth.json' with { type: 'json' };
import { mediaFixture } from '../support/fixtures.ts';
import { beepTimes, flashTimes, storyboardTiles, waveformBeeps } from './media-clock.ts';
import { makePlayable, openRun, withScratch } from './media-inspect.ts';

const tolerance = 0.05;

function expectTimes(what: string, times: readonly number[], truly: readonly number[]): void {
  expect(times, what).toHaveLength(truly.length);
  for (const [at, time] of truly.entries())
    expect(Math.abs((times[at] ?? 99) - time), `${what} at ${times[at]}`).toBeLessThan(tolerance);
}

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

/** Time 0 is the same in everything that is made of a recording. */
export function mediaTimeContract(name: string, tools: MediaTools): void {
  const make = async (path: string, probe: MediaProbe, step: RenditionStep, run: MediaRun) => {
    const made = await tools.render(path, probe, step, run);
    if (made.kind === 'cannot-copy') throw new Error(made.reason);
    return made;
  };

  const expectSound = async (rendition: Rendition, truly: readonly number[], run: MediaRun) => {
    const { path, durationSeconds } = rendition;
    const probe = await tools.probe(path, run);
    const plan = planRenditions({ ...probe, video: null });
    if (plan.kind === 'refuse') throw new Error(plan.reason);
    const listening = await make(path, probe, plan.first, run);
    expect(listening.contentType).toBe('audio/mp4');
    expectTimes('beeps of the M4A', await beepTimes(listening.path), truly);
    const peaks = await tools.peaks(path, probe, 2000, run);
    expectTimes(
      'waveform',
      waveformBeeps(waveformJson(peaks ?? new Float32Array(1), durationSeconds)),
      truly,
    );
  };

  const expectStoryboard = async ({ path, durationSeconds }: Rendition, first: number, run: MediaRun) => {
    const image = await tools.storyboard(path, await tools.probe(path, run), run);
    if (!image) throw new Error('no storyboard');
    const tiles = await storyboardTiles(
      storyboardVtt(image.storyboard, 'x.webp', durationSeconds),
      image.path,
    );
    expect(tiles.map(({ startSeconds }) => startSeconds)).toEqual([0, 5]);
    // the second flash begins with the second tile, unless it was trimmed
    expect(tiles.map(({ isBright }) => isBright)).toEqual([false, first === 2]);
  };

  describe(`MediaTools: ${name}: flashes and beeps`, () => {
    test.each(flashing)('%s: rendition, M4A, WAV, waveform and storyboard agree with the truth', (file) =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const truly = truth[file].flashSeconds;
        const { rendition } = await makePlayable(tools, mediaFixture(file), run);
        expectTimes('flashes', await flashTimes(rendition.path), truly);
        expectTimes('beeps', await beepTimes(rendition.path), truly);
        const wav = await tools.wav(mediaFixture(file), await tools.probe(mediaFixture(file), run), run);
        expectTimes('WAV', await beepTimes(wav?.path ?? ''), truly);
        await expectSound(rendition, truly, run);
        await expectStoryboard(rendition, truly[0] ?? 0, run);
      }),
    );

    test.each(['flash-vp8.webm', 'flash-vp9.webm'] as const)(
      '%s: the MP4 that follows the WebM has the same times',
      (file) =>
        withScratch(async (scratchDir) => {
          const run = openRun(scratchDir);
          const probe = await tools.probe(mediaFixture(file), run);
          const plan = planRenditions(probe);
          if (plan.kind !== 'play' || !plan.later) throw new Error('nothing follows');
          const rendition = await make(mediaFixture(file), probe, plan.later, run);
          expectTimes('flashes', await flashTimes(rendition.path), truth[file].flashSeconds);
          expectTimes('beeps', await beepTimes(rendition.path), truth[file].flashSeconds);
        }),
    );

    test('beep.mp3: sound alone has the same times', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const truly = truth['beep.mp3'].flashSeconds;
        const { rendition } = await makePlayable(tools, mediaFixture('beep.mp3'), run);
        expectTimes('beeps', await beepTimes(rendition.path), truly);
        const wav = await tools.wav(
          mediaFixture('beep.mp3'),
          await tools.probe(mediaFixture('beep.mp3'), run),
          run,
        );
        expectTimes('WAV', await beepTimes(wav?.path ?? ''), truly);
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
        const probe = await tools.probe(rendition.path, run);
        const copied = await make(rendition.path, probe, { kind: 'audio', audio: 'copy' }, run);
        expect((await readFile(copied.path)).includes('elst')).toBe(true);
        expectTimes('beeps', await beepTimes(copied.path), [2, 5]);
      }));
  });
}
