import { describe, expect, test } from 'vitest';
import { openPeakMeter, waveformJson } from './waveform.ts';

describe('peaks of samples', () => {
  const measure = (durationSeconds: number, count: number, samples: readonly number[]) => {
    const meter = openPeakMeter({ durationSeconds, sampleRate: 10, count });
    const sizes = Int16Array.from(samples, (sample) => sample * 32_768);
    // In pieces of three, as they may come.
    for (let at = 0; at < sizes.length; at += 3) meter.add(sizes.subarray(at, at + 3));
    return [...meter.peaks].map((peak) => Number(peak.toFixed(3)));
  };

  test('the loudest sample of each part is kept', () => {
    expect(measure(1, 2, [0.1, 0.5, 0.2, 0, 0, 0, 0.3, 0.25, 0, 0])).toEqual([0.5, 0.3]);
  });

  test('parts that do not hold a whole number of samples share them out in order', () => {
    expect(measure(1, 3, [0, 0, 0, 0.4, 0, 0, 0, 0.7, 0, 0])).toEqual([0.4, 0, 0.7]);
  });

  test('where the sound ends early there is silence, and what comes late is left out', () => {
    expect(measure(1, 2, [0.1, 0.1])).toEqual([0.1, 0]);
    expect(measure(0.4, 2, [0.1, 0.1, 0.2, 0.2, 0.9, 0.9])).toEqual([0.1, 0.2]);
  });

  test('the lower half of a wave counts as the upper', () => {
    expect(measure(1, 1, [0.1, -0.5, -1])).toEqual([1]);
  });

  test('a short recording has fewer parts, none shorter than 10 ms', () => {
    expect(openPeakMeter({ durationSeconds: 0.05, sampleRate: 8000, count: 2000 }).peaks).toHaveLength(5);
    expect(openPeakMeter({ durationSeconds: 0.001, sampleRate: 8000, count: 2000 }).peaks).toHaveLength(1);
  });
});

describe('JSON of audiowaveform', () => {
  test('smallest and largest value of each part, in 8 bits', () => {
    const json = waveformJson(Float32Array.of(0, 0.5, 1), 6);
    expect(JSON.parse(json)).toEqual({
      version: 2,
      channels: 1,
      sample_rate: 48_000,
      samples_per_pixel: 96_000,
      bits: 8,
      length: 3,
      data: [0, 0, -64, 64, -127, 127],
    });
    expect(json).not.toContain('-0');
  });

  test('two thousand parts of any recording end within 21 ms of it', () => {
    for (const durationSeconds of [20.005, 61.7, 3599.99, 12 * 3600 + 0.3]) {
      const { sample_rate, samples_per_pixel, length } = JSON.parse(
        waveformJson(new Float32Array(2000), durationSeconds),
      );
      expect(Math.abs((length * samples_per_pixel) / sample_rate - durationSeconds)).toBeLessThan(0.021);
    }
  });
});
