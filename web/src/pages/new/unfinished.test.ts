import { expect, test } from 'vitest';
import type { Upload } from '../../../../core/api/uploads.ts';
import { findUnfinished, rememberFile, uploadUrlOf } from './unfinished.ts';

const file = new File(['12345'], 'talk.wav', { lastModified: 1 });
const upload = (changed: Partial<Upload> = {}): Upload => ({
  id: 'u1',
  filename: 'talk.wav',
  title: null,
  receivedBytes: 3,
  totalBytes: 5,
  createdAt: '2026-03-12T10:00:00Z',
  expiresAt: '2026-03-13T10:00:00Z',
  isLive: false,
  ...changed,
});

function emptyStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test('an upload goes on with a file of its name and size', () => {
  const storage = emptyStorage();
  const options = { storage, taken: [] };
  expect(findUnfinished([upload({ id: 'u0', filename: 'other.wav' }), upload()], file, options)?.id).toBe(
    'u1',
  );
  for (const changed of [{ totalBytes: 6 }, { totalBytes: null }, { isLive: true }])
    expect(findUnfinished([upload(changed)], file, options)).toBeUndefined();
});

test('one that goes on already is not taken twice', () => {
  const taken = [uploadUrlOf(upload())];
  expect(findUnfinished([upload()], file, { storage: emptyStorage(), taken })).toBeUndefined();
});

test('a file that was changed since begins anew, although name and size are the same', () => {
  const storage = emptyStorage();
  rememberFile(storage, uploadUrlOf(upload()), new File(['54321'], 'talk.wav', { lastModified: 2 }));
  expect(findUnfinished([upload()], file, { storage, taken: [] })).toBeUndefined();
  rememberFile(storage, uploadUrlOf(upload()), file);
  expect(findUnfinished([upload()], file, { storage, taken: [] })?.id).toBe('u1');
});
