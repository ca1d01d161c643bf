import { expect, test } from 'vitest';
import { bytesToGive } from './disk-space.ts';

const gib = 2 ** 30;

test.each([
  ['of a middling disk all but 1 GiB', 20 * gib, 5 * gib, 4 * gib],
  ['of a large disk all but 2 %', 1_000 * gib, 100 * gib, 80 * gib],
  ['of a small disk all but its half', gib, 0.75 * gib, 0.25 * gib],
  ['of a disk that is nearly full nothing', 20 * gib, 0.5 * gib, 0],
])('%s is given away', (_name, totalBytes, freeBytes, given) => {
  expect(bytesToGive({ totalBytes, freeBytes })).toBe(given);
});
