import { expect, test } from 'vitest';
import { forget, keep, listKept } from './kept.ts';

function shelfOf(entries: Readonly<Record<string, string>>) {
  const map = new Map(Object.entries(entries));
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
    key: (at: number) => [...map.keys()][at] ?? null,
    get length() {
      return map.size;
    },
  };
}

test('recordings are kept until they are forgotten, the latest first', () => {
  const shelf = shelfOf({ theme: 'dark' });
  const first = { url: '/api/uploads/1', startedAt: '2026-03-12T10:00:00Z', seconds: 648, said: '{}' };
  const second = {
    url: '/api/uploads/2',
    startedAt: '2026-03-13T10:00:00Z',
    seconds: 3,
    said: '{"title":"Talk"}',
  };
  keep(shelf, first);
  keep(shelf, { ...second, seconds: 1 });
  keep(shelf, second);
  expect(listKept(shelf)).toEqual([second, first]);
  forget(shelf, second.url);
  expect(listKept(shelf)).toEqual([first]);
});

test('what another release wrote is passed over', () => {
  expect(listKept(shelfOf({ 'recording:/a': '', 'recording:/b': '{"seconds":"1"}' }))).toEqual([]);
});
