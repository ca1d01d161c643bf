import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MediaTools } from '../../core/ports/media-tools.ts';
import { oddFixture } from '../support/fixtures.ts';
import { classOfRecording } from '../support/recording-classes.ts';
import { everyRow } from '../support/rows.ts';
import { oddRefusals, oddTruths } from '../support/truths.ts';
import { expectSoundAgrees, expectTimes, measure } from './media-agree.ts';
import { watch } from './media-clock.ts';
import { makePlayable, openRun, pixelAt, withScratch, writeCutRecording } from './media-inspect.ts';

const classOf = (file: string) => classOfRecording(`odd/${file}`);

/** What every MediaTools makes of unusual recordings: playable, upright, and with all things at their time. */
export function oddMediaContract(name: string, tools: MediaTools): void {
  describe(`MediaTools: ${name}: odd recordings`, () => {
    test.concurrent.each(everyRow(Object.entries(oddTruths), ([file]) => classOf(file)))(
      '%s is shown and heard as it was recorded',
      (file, expected) =>
        withScratch(async (scratchDir) => {
          const run = openRun(scratchDir);
          const { probe, step, rendition } = await makePlayable(tools, oddFixture(file), run);
          const { width, height, warnings } = rendition;
          expect(step.kind).toBe(expected.size ? 'video' : 'audio');
          expect(width && `${width}x${height}`).toBe(expected.size);
          expect(Math.abs(rendition.durationSeconds - expected.seconds)).toBeLessThan(0.1);
          expect(warnings).toEqual(expected.warnings ?? []);
          const { errors, flashes, beeps } = await watch(rendition.path);
          expect(errors).toEqual([]);
          if (expected.flash) expectTimes('flash', flashes.slice(0, 1), [expected.flash]);
          const wav = await tools.wav(oddFixture(file), probe, run);
          expect(wav).not.toBeNull();
          if (!expected.beep || !wav) return;
          expectTimes('beep', beeps.slice(0, 1), [expected.beep]);
          expectTimes('WAV', (await watch(wav.path)).beeps, beeps);
          if (expected.hasOddClock)
            await expectSoundAgrees(tools, await measure(tools, rendition.path, run), beeps, {
              ...run,
              peakCount: 1_000,
            });
        }),
    );

    test.each(everyRow(['turned-90.mov', 'turned-180.mov', 'turned-270.mov'], classOf))(
      '%s is upright',
      (file) =>
        withScratch(async (scratchDir) => {
          const { rendition } = await makePlayable(tools, oddFixture(file), openRun(scratchDir));
          const [red = 0, green = 255] = await pixelAt(rendition.path, 5, 5);
          expect(red - green).toBeGreaterThan(100);
          const [otherRed = 255, otherGreen = 0] = await pixelAt(rendition.path, 150, 80);
          expect(otherRed - otherGreen).toBeLessThan(50);
        }),
    );

    test.each(Object.entries(oddRefusals))('%s is refused: %s', (file, sentence) =>
      withScratch(async (scratchDir) => {
        await expect(makePlayable(tools, oddFixture(file), openRun(scratchDir))).rejects.toThrow(sentence);
      }),
    );

    test('a recording that was cut between key frames has a poster and a storyboard', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const path = join(scratchDir, 'cut.mp4');
        await writeCutRecording(path, scratchDir);
        const { probe, step, rendition } = await makePlayable(tools, path, run);
        expect(step).toMatchObject({ picture: { kind: 'copy' } });
        expect(await tools.poster(path, probe, run)).not.toBeNull();
        const copied = await tools.probe(rendition.path, run);
        expect(await tools.storyboard(rendition.path, copied, run)).not.toBeNull();
      }));

    test('which of several sound tracks is taken is said', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const { probe, plan } = await makePlayable(tools, oddFixture('languages.mkv'), run);
        expect(probe.audioTrackCount).toBe(3);
        expect(plan).toMatchObject({
          reasons: expect.arrayContaining([expect.stringMatching(/^Sound track 1 of 3 \(\w+\) is used$/)]),
        });
      }));

    test('a language that is markup is no language, and no title gets through', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        for (const file of ['markup.mkv', 'forged-title.mkv']) {
          const { probe, rendition } = await makePlayable(tools, oddFixture(file), run);
          expect(JSON.stringify([probe, rendition])).not.toMatch(/script|injected|999999/);
        }
        const probe = await tools.probe(oddFixture('markup.mkv'), run);
        const subtitles = await tools.subtitles(oddFixture('markup.mkv'), probe, run);
        expect(subtitles).toMatchObject({ language: null });
      }));
  });
}
