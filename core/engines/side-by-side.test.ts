import { expect, test } from 'vitest';
import { sideBySide } from './side-by-side.ts';

const never = new AbortController().signal;

test('results come in the order of the items, whichever ends first', async () => {
  const releases: (() => void)[] = [];
  const work = sideBySide([1, 2, 3], 3, never, async (item) => {
    await new Promise<void>((resolve) => releases.push(resolve));
    return item * 10;
  });
  for (const release of releases.toReversed()) release();
  expect(await work).toEqual([10, 20, 30]);
});

test('no more than the limit run at once', async () => {
  let running = 0;
  let most = 0;
  await sideBySide([1, 2, 3, 4, 5, 6], 2, never, async () => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
  });
  expect(most).toBe(2);
});

test('the first failure stops the others and is the one that is thrown', async () => {
  const started: number[] = [];
  const work = sideBySide([1, 2, 3, 4], 2, never, async (item, signal) => {
    started.push(item);
    if (item === 1) throw new Error('first');
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  await expect(work).rejects.toThrow('first');
  expect(started).toEqual([1, 2]);
});

test('an abort of the caller passes through', async () => {
  const caller = new AbortController();
  const work = sideBySide([1], 1, caller.signal, async (_, signal) => {
    caller.abort();
    signal.throwIfAborted();
  });
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
});
