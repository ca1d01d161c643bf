import { expect, test } from 'vitest';
import { arrivedBytes } from './arrived-bytes.ts';

const begun = { totalBytes: 900, sha256: null, sessionId: null, uncheckedFrom: null };

test.each<[string, Partial<{ [key in keyof typeof begun]: unknown }>, number | null, number]>([
  ['nothing is staged', {}, null, 0],
  ['a part is staged', {}, 500, 500],
  ['all of it is staged', {}, 900, 900],
  ['its length will be said later', { totalBytes: null }, 500, 500],
  ['its last piece is not verified', { uncheckedFrom: 300 }, 500, 300],
  ['nothing of the piece that is not verified has come', { uncheckedFrom: 500 }, 500, 500],
  ['its hash is known', { sha256: 'ab' }, 900, 900],
  ['it was moved to the store', { sha256: 'ab' }, null, 900],
  ['it is a session', { sha256: 'ab', sessionId: 's' }, null, 900],
])('%s', (_when, change, stagedBytes, arrived) => {
  const row = { ...begun, ...change } as Parameters<typeof arrivedBytes>[0];
  expect(arrivedBytes(row, stagedBytes === null ? null : { sizeBytes: stagedBytes })).toBe(arrived);
});
