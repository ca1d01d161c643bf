import { expect, test } from 'vitest';
import { newClock, pauseClock, secondsOf, startClock } from './clock.ts';

test('counts what is recorded, and not the pauses', () => {
  const running = startClock(newClock, 1_000);
  expect(secondsOf(newClock, 5_000)).toBe(0);
  expect(secondsOf(running, 5_000)).toBe(4);
  expect(startClock(running, 3_000)).toBe(running);
  const paused = pauseClock(running, 5_000);
  expect(secondsOf(paused, 60_000)).toBe(4);
  expect(secondsOf(pauseClock(paused, 70_000), 80_000)).toBe(4);
  expect(secondsOf(startClock(paused, 100_000), 101_500)).toBe(5.5);
});
