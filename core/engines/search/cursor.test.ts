import { expect, test } from 'vitest';
import type { SearchQuery } from '../../ports/search-index.ts';
import { placeIn, readCursor, writeCursor } from './cursor.ts';

const query: SearchQuery = {
  text: 'pivot',
  reader: { id: 'ann', role: 'member', team: null },
  filters: {},
  sort: 'relevance',
  limit: 20,
  moments: 3,
};

const start = { offset: 0, list: '', shown: [], heldAtMicros: '' };

test('a cursor comes back as it was written', () => {
  const position = { offset: 40, list: 'b7-x', shown: ['s3', 's2'], heldAtMicros: '-17' };
  const cursor = writeCursor(query, position);
  expect(readCursor({ ...query, cursor })).toEqual(position);
  expect(readCursor(query)).toEqual(start);
});

test('a cursor stays short however much was shown', () => {
  const shown = Array.from({ length: 1_000 }, () => crypto.randomUUID());
  const position = { offset: 999_999, list: crypto.randomUUID(), shown, heldAtMicros: '9'.repeat(17) };
  const cursor = writeCursor(query, position);
  expect(cursor.length).toBeLessThan(500);
  expect(readCursor({ ...query, cursor }).shown).toEqual(shown.slice(0, 3));
});

test('a list that was made again goes on behind what was shown last and is still there', () => {
  const position = { ...start, offset: 2, shown: ['c', 'b'] };
  expect(placeIn(['new', 'b', 'c', 'd'], position)).toBe(3);
  expect(placeIn(['new', 'b', 'd'], position)).toBe(2);
  expect(placeIn(['x', 'y', 'z'], position)).toBe(2);
});

test('another page size may go on with it, another search may not', () => {
  const cursor = writeCursor(query, { ...start, offset: 20 });
  expect(readCursor({ ...query, cursor, limit: 5 }).offset).toBe(20);
  expect(() => readCursor({ ...query, cursor, text: 'table' })).toThrow(
    expect.objectContaining({ code: 'invalid' }),
  );
  expect(() => readCursor({ ...query, cursor, filters: { topic: 'x' } })).toThrow();
  expect(() => readCursor({ ...query, cursor, reader: { ...query.reader, id: 'bob' } })).toThrow();
});

test.each(['', 'nonsense', '\0', Buffer.from('-1....x').toString('base64url')])(
  '[%s] is no cursor',
  (cursor) => {
    expect(() => readCursor({ ...query, cursor })).toThrow(expect.objectContaining({ code: 'invalid' }));
  },
);
