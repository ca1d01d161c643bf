import { expect, test } from 'vitest';
import { openOutbox } from './outbox.ts';

const textOf = async (next: { readonly blob: Blob } | null) => (next ? next.blob.text() : null);

test('gives what waits in one go, no more than asked for, and again until it has arrived', async () => {
  const outbox = openOutbox();
  expect(outbox.next(10)).toBeNull();
  outbox.add(new Blob(['abc']), 1);
  outbox.add(new Blob(['defg']), 2);
  expect(await textOf(outbox.next(100))).toBe('abcdefg');
  expect(await textOf(outbox.next(5))).toBe('abcde');
  outbox.acknowledge(5);
  expect(outbox.next(100)?.offset).toBe(5);
  expect(await textOf(outbox.next(100))).toBe('fg');
  expect([outbox.waitingBytes, outbox.arrivedSeconds]).toEqual([2, 1]);
  outbox.acknowledge(7);
  expect([outbox.next(100), outbox.waitingBytes, outbox.totalBytes, outbox.arrivedSeconds]).toEqual([
    ...[null, 0, 7, 2],
  ]);
});

test('goes on where a recording broke off', async () => {
  const outbox = openOutbox(100);
  expect([outbox.totalBytes, outbox.waitingBytes]).toEqual([100, 0]);
  outbox.add(new Blob(['rest']), 9);
  expect(outbox.next(100)?.offset).toBe(100);
});

test('a server that has less than it said, or more than was recorded, is not believed', () => {
  const outbox = openOutbox();
  outbox.add(new Blob(['abc']), 1);
  outbox.acknowledge(2);
  expect(() => outbox.acknowledge(1)).toThrow();
  expect(() => outbox.acknowledge(4)).toThrow();
});
