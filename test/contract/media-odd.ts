import { describe, expect, test } from 'vitest';
import type { MediaTools } from '../../core/ports/media-tools.ts';
import {
  makePlayable,
  oddFixture,
  openRun,
  pixelAt,
  soundStart,
  watch,
  withScratch,
} from './media-inspect.ts';

interface Expected {
  /** Width and height as shown; `null` where there is only sound. */
  readonly size: string | null;
  readonly seconds: number;
  /** When the flash is seen and the beep heard; `null` where there is none. */
  readonly flash: number | null;
  readonly beep: number | null;
  readonly warnings?: readonly string[];
}

const usual = { size: '160x90', seconds: 3, flash: 1, beep: 1 };
const sound = { size: null, seconds: 3, flash: null, beep: 1 };

const odd: Readonly<Record<string, Expected>> = {
  'turned-90.mov': usual,
  'turned-180.mov': usual,
  'turned-270.mov': usual,

  'hevc-hvc1.mov': usual,
  'hevc-hev1.mp4': usual,
  'ten-bit.mp4': usual,
  'chroma-422.mov': usual,
  'chroma-444.mkv': usual,
  'prores.mov': usual,
  'vp8-vorbis.webm': usual,
  'vp9-opus.webm': usual,
  'av1-opus.webm': usual,
  'theora.ogv': usual,
  'mjpeg-pcm.avi': usual,
  'mpeg4-mp3.avi': usual,
  // ffmpeg's encoder does not say that its sound begins 43 ms early
  'windows-media.wmv': { ...usual, beep: 1.043 },
  'flash.flv': usual,
  'h264-aac.flv': usual,
  'phone-h263.3gp': { ...usual, size: '176x144' },
  'lossless.mkv': usual,

  'a-law.wav': sound,
  'adpcm.wav': sound,
  'studio.flac': { ...sound, seconds: 2 },
  'deep.w64': sound,
  'apple.aiff': sound,
  'apple.caf': sound,
  'radio.aac': sound,
  'voice-message.ogg': sound,
  'variable-rate.mp3': sound,
  'surround.m4a': sound,
  'cover.m4a': sound,
  'cover.flac': sound,
  'cover-first.mp4': usual,
  'chained.ogg': { ...sound, seconds: 6.97 },

  'variable-rate.mp4': usual,
  'rate-90000.mp4': usual,
  'one-hertz.mp4': usual,
  'still-and-sound.mp4': { ...usual, flash: null },
  'clock-wrap.m2ts': usual,
  'huge-start.mkv': usual,
  'live-fragments.mp4': { ...usual, seconds: 3.2, flash: 1.2, beep: 1.2 },
  'negative-start.mkv': usual,
  'edit-list.mp4': { ...usual, seconds: 2.4, flash: 0.4, beep: 0.4 },
  'negative-offsets.mp4': usual,
  'timecode.mov': usual,
  'clock-jump.m2ts': { ...usual, seconds: 6 },
  'size-change.m2ts': { ...usual, seconds: 6 },
  'switched-on.m2ts': { ...usual, seconds: 2.6, flash: 0.6, beep: 0.6 },

  'top-first.mp4': { ...usual, size: '256x144' },
  'bottom-first.mp4': { ...usual, size: '176x144' },
  'odd-size.webm': { ...usual, size: '160x90' },
  'tiny.mp4': { ...usual, size: '16x16' },
  'wide.mp4': { ...usual, size: '2560x64' },

  'languages.mkv': usual,
  'surround-eac3.mp4': usual,
  'attachment.mkv': usual,
  'forged-title.mkv': usual,
  'markup.mkv': usual,

  'truncated.mkv': {
    ...usual,
    warnings: ['The end of this recording is missing. We kept the first 3 seconds.'],
  },
  'truncated.webm': {
    ...usual,
    seconds: 1.7,
    warnings: ['The end of this recording is missing. We kept the first 1 second.'],
  },
  'truncated.avi': { ...usual, seconds: 3.5 },
  'truncated.m2ts': { ...usual, seconds: 3.9 },
  'truncated.wav': { ...sound, seconds: 3.6 },
  'truncated.flac': { ...sound, seconds: 0.94, beep: null },
  'truncated.ogg': { ...sound, seconds: 0.99, beep: null },
};

/** Refused, with these words. */
const refused: Readonly<Record<string, string>> = {
  'cinepak.avi': 'This recording has a track (cinepak) that we do not read.',
  'program-stream.mpg': 'This is not a recording we can read.',
  'encrypted.mp4': 'This recording is encrypted against copying.',
  'one-frame.mp4': 'There is nothing to play in this recording.',
};

/** What every MediaTools makes of unusual recordings: playable, upright, and with all things at their time. */
export function oddMediaContract(name: string, tools: MediaTools): void {
  describe(`MediaTools: ${name}: odd recordings`, () => {
    test.concurrent.each(Object.entries(odd))('%s is shown and heard as it was recorded', (file, expected) =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const { probe, step, rendition } = await makePlayable(tools, oddFixture(file), run);
        const { width, height, warnings } = rendition;
        expect(step.kind).toBe(expected.size ? 'video' : 'audio');
        expect(width && `${width}x${height}`).toBe(expected.size);
        expect(Math.abs(rendition.durationSeconds - expected.seconds)).toBeLessThan(0.1);
        expect(warnings).toEqual(expected.warnings ?? []);
        const seen = await watch(rendition.path);
        expect(seen.errors).toEqual([]);
        if (expected.flash) expect(Math.abs((seen.flash ?? 99) - expected.flash)).toBeLessThan(0.05);
        const wav = await tools.wav(oddFixture(file), probe, run);
        expect(wav).not.toBeNull();
        if (!expected.beep || !wav) return;
        expect(Math.abs((seen.beep ?? 99) - expected.beep)).toBeLessThan(0.05);
        expect(Math.abs((await soundStart(wav.path)) - (seen.beep ?? 99))).toBeLessThan(0.05);
      }),
    );

    test.each(['turned-90.mov', 'turned-180.mov', 'turned-270.mov'])('%s is upright', (file) =>
      withScratch(async (scratchDir) => {
        const { rendition } = await makePlayable(tools, oddFixture(file), openRun(scratchDir));
        const [red = 0, green = 255] = await pixelAt(rendition.path, 5, 5);
        expect(red - green).toBeGreaterThan(100);
        const [otherRed = 255, otherGreen = 0] = await pixelAt(rendition.path, 150, 80);
        expect(otherRed - otherGreen).toBeLessThan(50);
      }),
    );

    test.each(Object.entries(refused))('%s is refused: %s', (file, sentence) =>
      withScratch(async (scratchDir) => {
        await expect(makePlayable(tools, oddFixture(file), openRun(scratchDir))).rejects.toThrow(sentence);
      }),
    );

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
