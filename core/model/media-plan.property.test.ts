import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MediaProbe } from './media.ts';
import { planEncoding, planRenditions, qualityOf, type RenditionStep } from './media-plan.ts';

const oneOf = (...values: readonly string[]) => fc.constantFrom(...values);
const seconds = fc.option(fc.double({ min: -100_000, max: 100_000, noNaN: true }));
const anyVideo = fc.record({
  index: fc.nat(31),
  codec: oneOf('h264', 'hevc', 'vp8', 'vp9', 'av1', 'prores', 'unheard'),
  codecTag: fc.option(oneOf('avc1', 'avc3')),
  profile: fc.option(oneOf('Main', 'High', 'High 10', 'Profile 0')),
  level: fc.option(fc.integer({ min: 1, max: 70 })),
  pixelFormat: fc.option(oneOf('yuv420p', 'yuvj420p', 'yuv420p10le', 'yuv444p')),
  fieldOrder: fc.option(oneOf('progressive', 'tt', 'unknown')),
  width: fc.integer({ min: 1, max: 16_000 }),
  height: fc.integer({ min: 1, max: 16_000 }),
  rotation: fc.constantFrom(0, 90, 180, 270),
  sampleAspectRatio: fc.double({ min: 0.1, max: 10, noNaN: true }),
  startSeconds: seconds,
  colorTransfer: fc.option(oneOf('bt709', 'smpte2084', 'arib-std-b67')),
  bitRate: fc.option(fc.nat()),
});
const anyAudio = fc.record({
  index: fc.nat(31),
  codec: oneOf('aac', 'opus', 'vorbis', 'mp3', 'pcm_s16le', 'unheard'),
  profile: fc.option(oneOf('LC', 'HE-AAC', 'Main')),
  channels: fc.integer({ min: 1, max: 16 }),
  sampleRate: fc.integer({ min: 4000, max: 384_000 }),
  startSeconds: seconds,
  language: fc.option(oneOf('de', 'pt-BR', 'qqq', 'sr-Latn')),
});
const anyProbe: fc.Arbitrary<MediaProbe> = fc.record({
  container: oneOf('mov', 'matroska', 'mpegts', 'wav'),
  durationSeconds: seconds,
  video: fc.option(anyVideo),
  audio: fc.option(anyAudio),
  audioTrackCount: fc.nat(32),
  subtitles: fc.constant([]),
});

/** What holds of every step of every plan. */
function expectSense(step: RenditionStep, { video, audio }: MediaProbe): void {
  if (step.kind === 'audio') {
    expect(audio).not.toBeNull();
    if (step.audio === 'copy') expect(audio?.codec).toBe('aac');
    return;
  }
  expect(step.audio === 'none').toBe(audio === null);
  const { picture } = step;
  if (picture.kind === 'copy' && picture.container === 'webm') {
    expect(['vp8', 'vp9', 'av1']).toContain(video?.codec);
    expect(['opus', 'vorbis', undefined]).toContain(audio?.codec);
    expect(['copy', 'none']).toContain(step.audio);
  } else {
    if (picture.kind === 'copy') expect(video?.codec).toBe('h264');
    if (step.audio === 'copy') expect(audio?.codec).toBe('aac');
  }
  if (picture.kind === 'copy') return;
  const { width, height } = picture.settings;
  for (const side of [width, height]) {
    expect(side % 2).toBe(0);
    expect(side).toBeGreaterThanOrEqual(2);
  }
  const isHigh = qualityOf(step) === 'high';
  expect(Math.max(width, height)).toBeLessThanOrEqual(isHigh ? 1920 : 1280);
  if (isHigh) expect(Math.min(width, height)).toBeLessThanOrEqual(1080);
}

test('whatever the recording, the steps of its plan make sense', () => {
  fc.assert(
    fc.property(anyProbe, (recording) => {
      for (const plan of [planRenditions(recording), planEncoding(recording, 'Measured')]) {
        expect(plan.kind === 'refuse').toBe(!recording.video && !recording.audio);
        if (plan.kind === 'refuse') continue;
        expectSense(plan.first, recording);
        expect(plan.reasons.join()).not.toContain('<');
        if (!plan.later) continue;
        expectSense(plan.later, recording);
        const isCopied = qualityOf(plan.first) === 'original';
        expect([qualityOf(plan.first), qualityOf(plan.later)]).toEqual(
          isCopied ? ['original', 'standard'] : ['standard', 'high'],
        );
      }
    }),
  );
});
