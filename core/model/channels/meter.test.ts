import { describe, expect, test } from 'vitest';
import { mayHoldVoicesApart, openChannelMeter } from './meter.ts';

/** 20 ms at 8 kHz: the left channel at full scale, the right one at half of it. */
const frame = Int16Array.from({ length: 320 }, (_none, at) => (at % 2 === 0 ? -32768 : 16384));

describe('openChannelMeter', () => {
  test('measures each channel by itself', () => {
    const meter = openChannelMeter(2, 8000);
    meter.add(frame);
    const [left, right] = meter.levels();
    expect([...(left ?? [])]).toEqual([0]);
    expect(right?.[0]).toBeCloseTo(-6.02, 1);
  });

  test('does not care where the pieces end, and leaves out a frame that is not full', () => {
    const samples = Int16Array.from([...frame, ...frame, ...frame.subarray(0, 100)]);
    const meter = openChannelMeter(2, 8000);
    for (let at = 0; at < samples.length; at += 7) meter.add(samples.subarray(at, at + 7));
    const whole = openChannelMeter(2, 8000);
    whole.add(samples);
    expect(meter.levels()).toEqual(whole.levels());
    expect(meter.levels().map((levels) => levels.length)).toEqual([2, 2]);
  });
});

test.each([
  [1, false],
  [2, true],
  [4, true],
  [6, false],
])('%i channels may hold voices apart: %s', (channels, expected) => {
  expect(mayHoldVoicesApart(channels)).toBe(expected);
});
