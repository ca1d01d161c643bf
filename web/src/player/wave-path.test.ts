import { expect, test } from 'vitest';
import { waveformJson } from '../../../core/model/waveform.ts';
import { wavePath } from './wave-path.ts';

const valuesOf = (peaks: readonly number[]): readonly number[] =>
  JSON.parse(waveformJson(Float32Array.from(peaks), 10)).data;

test('the loudest part fills the height, silence is a thin line', () => {
  expect(wavePath(valuesOf([0, 0.25, 0.5]))).toEqual({
    path: 'M0 48h.7v4h-.7zM1 25h.7v50h-.7zM2 0h.7v100h-.7z',
    bars: 3,
  });
});

test('many values become as many bars as a screen can show, each its loudest', () => {
  const peaks = Array.from({ length: 2_000 }, (_, at) => (at === 1_999 ? 1 : 0.1));
  const { path, bars } = wavePath(valuesOf(peaks));
  expect(bars).toBe(300);
  expect(path.match(/M/g)).toHaveLength(300);
  expect(path.endsWith('M299 0h.7v100h-.7z')).toBe(true);
  expect(wavePath([])).toEqual({ path: '', bars: 0 });
});
