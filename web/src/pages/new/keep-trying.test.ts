import { expect, test, vi } from 'vitest';
import { ApiError } from '../../api.ts';
import { isPassing, keepTrying } from './keep-trying.ts';

const noAnswer = new ApiError(0, {});

/** Fails with each of the errors in turn, then works. */
function failing(errors: readonly Error[]) {
  const left = [...errors];
  return vi.fn(async () => {
    const error = left.shift();
    if (error) throw error;
    return 'sent';
  });
}

function watch() {
  const network = new EventTarget();
  const stop = new AbortController();
  // Whoever waits hears at once that the network is back.
  const onWait = vi.fn(() => queueMicrotask(() => network.dispatchEvent(new Event('online'))));
  return { network, stop, onWait, signal: stop.signal };
}

test('goes on as soon as the network is back, however often it is lost', async () => {
  const watched = watch();
  const attempt = failing(Array.from({ length: 50 }, () => noAnswer));
  expect(await keepTrying(attempt, watched)).toBe('sent');
  expect(watched.onWait).toHaveBeenCalledTimes(50);
});

test('a server that fails again and again is given up, one that gets further in between is not', async () => {
  const errors = Array.from({ length: 20 }, () => new ApiError(500, { detail: 'Broken' }));
  await expect(keepTrying(failing(errors), watch())).rejects.toThrow('Broken');
  expect(await keepTrying(failing(errors), { ...watch(), hasMoved: () => true })).toBe('sent');
});

test('a refusal is final', async () => {
  const attempt = failing([new ApiError(415, { detail: 'No recording' })]);
  await expect(keepTrying(attempt, watch())).rejects.toThrow('No recording');
  expect(attempt).toHaveBeenCalledOnce();
});

test('stopping ends the waiting with the reason', async () => {
  const { network, stop, signal } = watch();
  const waiting = keepTrying(failing([noAnswer]), { network, signal, onWait: () => stop.abort('paused') });
  await expect(waiting).rejects.toBe('paused');
});

test('a conflict passes, unless it says where the recording is', () => {
  expect(isPassing(new ApiError(409, {}))).toBe(true);
  expect(isPassing(new ApiError(409, { url: '/sessions/talk' }))).toBe(false);
  expect([423, 502, 503].map((status) => isPassing(new ApiError(status, {})))).toEqual([true, true, true]);
  expect([400, 404, 413, 429, 507].some((status) => isPassing(new ApiError(status, {})))).toBe(false);
});

test('what cannot be had again is tried for ever, also while one is signed out', async () => {
  const watched = watch();
  const errors = [401, 507, 500].flatMap((status) => Array(20).fill(new ApiError(status, {})));
  expect(await keepTrying(failing(errors), { ...watched, isEndless: true })).toBe('sent');
  await expect(
    keepTrying(failing([new ApiError(413, {})]), { ...watched, isEndless: true }),
  ).rejects.toThrow();
  await expect(keepTrying(failing([new ApiError(401, {})]), watched)).rejects.toThrow();
});
