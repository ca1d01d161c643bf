import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { frameSeconds } from '../../core/model/silence.ts';
import type { MediaTools } from '../../core/ports/media-tools.ts';
import truth from '../fixtures/media/truth.json' with { type: 'json' };
import { writeChannels } from '../support/call-recording.ts';
import { mediaFixture } from '../support/fixtures.ts';
import { beep, writeWav } from '../support/speech.ts';
import { expectTimes } from './media-agree.ts';
import { watch } from './media-clock.ts';
import { openRun, withScratch } from './media-inspect.ts';

const seconds = 6;
/** When it beeps in each channel. */
const beepSeconds = [1, 4, 2.5] as const;

/** The channels of a recording, each by itself. */
export function mediaChannelsContract(name: string, tools: MediaTools): void {
  const withRecording = (channels: number, use: (path: string, scratchDir: string) => Promise<void>) =>
    withScratch(async (scratchDir) => {
      const sounds = beepSeconds.slice(0, channels).map((startSeconds, at) => ({
        path: join(scratchDir, `${at}.wav`),
        sounds: [{ startSeconds, pcm: beep(0.5) }],
      }));
      for (const { path, sounds: beeps } of sounds) await writeWav(path, seconds, beeps);
      const path = join(scratchDir, 'channels.flac');
      await writeChannels(
        path,
        sounds.map((sound) => [[sound.path, 0]]),
      );
      await use(path, scratchDir);
    });

  describe(`MediaTools: ${name}: channels`, () => {
    test.each([2, 3])('of %i each can be had as a WAV of its own, the others are not in it', (channels) =>
      withRecording(channels, async (path, scratchDir) => {
        const run = openRun(scratchDir);
        const probe = await tools.probe(path, run);
        for (const [at, beepsAt] of beepSeconds.slice(0, channels).entries()) {
          const wav = await tools.wav(path, probe, run, at + 1);
          expect(wav?.durationSeconds).toBe(seconds);
          expectTimes(`channel ${at + 1}`, (await watch(wav?.path ?? '')).beeps, [beepsAt]);
        }
      }),
    );

    test('are all in the WAV where none is asked for', () =>
      withRecording(2, async (path, scratchDir) => {
        const run = openRun(scratchDir);
        const wav = await tools.wav(path, await tools.probe(path, run), run);
        expectTimes('WAV', (await watch(wav?.path ?? '')).beeps, beepSeconds.slice(0, 2));
      }));

    test('are measured on the same time line, each by itself', () =>
      withRecording(2, async (path, scratchDir) => {
        const run = openRun(scratchDir);
        const levels = await tools.channelLevels(path, await tools.probe(path, run), run);
        const loud = levels?.map((decibels) => {
          const first = decibels.findIndex((level) => level > -40);
          return [
            decibels.length * frameSeconds,
            first * frameSeconds,
            decibels.filter((level) => level > -40).length,
          ];
        });
        for (const [at, [duration = 0, start = 0, frames = 0]] of (loud ?? []).entries()) {
          expect(duration).toBeCloseTo(seconds, 1);
          expect(Math.abs(start - (beepSeconds[at] ?? 99))).toBeLessThanOrEqual(frameSeconds);
          expect(Math.abs(frames * frameSeconds - 0.5)).toBeLessThanOrEqual(2 * frameSeconds);
        }
        expect(loud).toHaveLength(2);
      }));

    test('of sound that starts late keep the player’s time', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const path = mediaFixture('flash-late-sound.mp4');
        const wav = await tools.wav(path, await tools.probe(path, run), run, 1);
        const truly = truth['flash-late-sound.mp4'].flashSeconds;
        expectTimes('WAV', (await watch(wav?.path ?? '')).beeps, truly);
      }));

    test.each(['voice.m4a', 'surround.m4a', 'ten-channels.wav', 'anamorphic-silent.mp4'])(
      'are not measured where there are not two to four: %s',
      (file) =>
        withScratch(async (scratchDir) => {
          const run = openRun(scratchDir);
          const path = mediaFixture(file);
          expect(await tools.channelLevels(path, await tools.probe(path, run), run)).toBeNull();
        }),
    );
  });
}
