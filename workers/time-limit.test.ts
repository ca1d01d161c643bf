import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTimeLimit } from './time-limit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a time limit aborts when its time is up, and says which', () => {
  const limit = startTimeLimit(1000);
  vi.advanceTimersByTime(999);
  expect(limit.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(limit.signal.aborted).toBe(true);
  expect(limit.signal.reason).toMatchObject({ message: 'took longer than 1000 ms' });
});

test('a time limit that was stopped never aborts', () => {
  const limit = startTimeLimit(1000);
  limit.stop();
  vi.advanceTimersByTime(10_000);
  expect(limit.signal.aborted).toBe(false);
});

test('what a pause waits for does not count, what was used before does', async () => {
  const limit = startTimeLimit(1000);
  vi.advanceTimersByTime(600);
  const wait = limit.pause(new Promise((resolve) => setTimeout(resolve, 60_000, 'a slot')));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await wait).toBe('a slot');
  await vi.advanceTimersByTimeAsync(399);
  expect(limit.signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(limit.signal.aborted).toBe(true);
});

test('the clock runs on after a wait that failed', async () => {
  const limit = startTimeLimit(1000);
  await expect(limit.pause(Promise.reject(new Error('gave up waiting')))).rejects.toThrow('gave up');
  vi.advanceTimersByTime(1000);
  expect(limit.signal.aborted).toBe(true);
});
