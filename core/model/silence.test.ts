import { describe, expect, test } from 'vitest';
import {
  cutAtSilences,
  frameLevel,
  frameSeconds,
  loudShare,
  type SoundLevels,
  silenceThreshold,
  trimSilence,
} from './silence.ts';

const sampleRate = 16_000;

/** Levels from stretches such as `[[1.5, -20], [0.4, -60]]`: seconds and decibels. */
function levelsOf(stretches: readonly (readonly [seconds: number, decibels: number])[]): SoundLevels {
  const decibels = stretches.flatMap(([seconds, level]) =>
    Array.from({ length: Math.round(seconds / frameSeconds) }, () => level),
  );
  return {
    sampleRate,
    sampleCount: decibels.length * sampleRate * frameSeconds,
    decibels: Float32Array.from(decibels),
  };
}

const speech = (seconds: number) => [seconds, -20] as const;
const silence = (seconds: number) => [seconds, -60] as const;

describe('frameLevel', () => {
  test('a full-scale square wave is at 0 dB, half of it 6 dB lower', () => {
    expect(frameLevel(Int16Array.from([-32768, -32768]))).toBeCloseTo(0, 5);
    expect(frameLevel(Int16Array.from([16384, -16384]))).toBeCloseTo(-6.02, 1);
  });

  test('digital silence and an empty frame are at the floor', () => {
    expect(frameLevel(new Int16Array(320))).toBe(-70);
    expect(frameLevel(new Int16Array(0))).toBe(-70);
  });
});

describe('silenceThreshold', () => {
  test('lies a quarter of the way from the quiet tenth to the loud twentieth', () => {
    expect(silenceThreshold(levelsOf([silence(2), speech(8)]))).toBe(-50);
  });

  test('finds no silence in a recording that is equally loud throughout', () => {
    expect(silenceThreshold(levelsOf([speech(10)]))).toBe(-20);
  });

  test('finds nothing but silence in a recording without sound', () => {
    expect(silenceThreshold(levelsOf([[10, -70]]))).toBe(-60);
  });
});

describe('cutAtSilences', () => {
  const limits = { minSeconds: 2, maxSeconds: 20 };

  test('cuts in the middle of a silence, to the sample', () => {
    expect(cutAtSilences(levelsOf([speech(3), silence(0.4), speech(3)]), limits)).toEqual([
      { start: 0, end: 51_200 },
      { start: 51_200, end: 102_400 },
    ]);
  });

  test('leaves a pause of less than 0.3 s alone', () => {
    expect(cutAtSilences(levelsOf([speech(3), silence(0.28), speech(3)]), limits)).toHaveLength(1);
  });

  test('waits for a silence after the minimum', () => {
    const pieces = cutAtSilences(
      levelsOf([speech(1), silence(0.4), speech(3), silence(0.4), speech(3)]),
      limits,
    );
    expect(pieces.map((piece) => piece.end / sampleRate)).toEqual([4.6, 7.8]);
  });

  test('speech without a pause is cut at its quietest frame before the maximum', () => {
    const pieces = cutAtSilences(levelsOf([speech(15), [0.02, -30], speech(30)]), limits);
    expect(pieces[0]).toEqual({ start: 0, end: 15 * sampleRate });
    for (const piece of pieces) expect(piece.end - piece.start).toBeLessThanOrEqual(20 * sampleRate);
  });

  test('pieces touch, cover every sample and stay below the maximum over three hours', () => {
    const stretches = Array.from({ length: 2_400 }, (_, index) => [
      speech(1 + (index % 7)),
      silence(0.1 * (index % 6)),
    ]).flat();
    const levels = levelsOf(stretches);
    const pieces = cutAtSilences(levels, limits);
    let expectedStart = 0;
    for (const piece of pieces) {
      expect(piece.start).toBe(expectedStart);
      expect(piece.end - piece.start).toBeGreaterThan(0);
      expect(piece.end - piece.start).toBeLessThanOrEqual(limits.maxSeconds * sampleRate);
      expectedStart = piece.end;
    }
    expect(expectedStart).toBe(levels.sampleCount);
  });

  test('a last frame that is not full ends with the last sample', () => {
    const levels = { ...levelsOf([speech(3)]), sampleCount: 47_900 };
    expect(cutAtSilences(levels, limits)).toEqual([{ start: 0, end: 47_900 }]);
  });

  test('no sound at all gives no piece', () => {
    expect(cutAtSilences(levelsOf([]), limits)).toEqual([]);
  });
});

test('loudShare is the part of a stretch over the threshold', () => {
  const levels = levelsOf([silence(1), speech(1)]);
  expect(loudShare(levels, -40, 0, 1)).toBe(0);
  expect(loudShare(levels, -40, 0.5, 1.5)).toBeCloseTo(0.5, 1);
  expect(loudShare(levels, -40, 5, 6)).toBe(0);
});

describe('trimming', () => {
  const threshold = -40;

  test('takes the silence at both ends, but for a little, and none within', () => {
    const levels = levelsOf([silence(2), speech(3), silence(1), speech(2), silence(4)]);
    const whole = { start: 0, end: 12 * sampleRate };
    expect(trimSilence(levels, threshold, whole, 0.2)).toEqual({
      start: 1.8 * sampleRate,
      end: 8.2 * sampleRate,
    });
  });

  test('never leaves the range, nor looks beyond it', () => {
    const levels = levelsOf([speech(2), silence(0.1), speech(2), silence(0.1), speech(2)]);
    const middle = { start: 2 * sampleRate, end: 4.2 * sampleRate };
    expect(trimSilence(levels, threshold, middle, 0.2)).toEqual(middle);
  });

  test('of silence alone nothing is left', () => {
    const levels = levelsOf([speech(1), silence(5)]);
    expect(trimSilence(levels, threshold, { start: sampleRate, end: 6 * sampleRate }, 0.2)).toBeNull();
  });
});
