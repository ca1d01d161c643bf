import { expect, test } from 'vitest';
import type { SearchQuery } from '../../ports/search-index.ts';
import { readCursor, writeCursor } from './cursor.ts';

const query: SearchQuery = {
  text: 'pivot',
  reader: { id: 'ann', role: 'member', team: null },
  filters: {},
  sort: 'relevance',
  limit: 20,
  moments: 3,
};

test('a cursor comes back as it was written', () => {
  const cursor = writeCursor(query, { offset: 40, list: 'b7-x' });
  expect(readCursor({ ...query, cursor })).toEqual({ offset: 40, list: 'b7-x' });
  expect(readCursor(query)).toEqual({ offset: 0, list: '' });
});

test('another page size may go on with it, another search may not', () => {
  const cursor = writeCursor(query, { offset: 20, list: '' });
  expect(readCursor({ ...query, cursor, limit: 5 }).offset).toBe(20);
  expect(() => readCursor({ ...query, cursor, text: 'table' })).toThrow(
    expect.objectContaining({ code: 'invalid' }),
  );
  expect(() => readCursor({ ...query, cursor, filters: { topic: 'x' } })).toThrow();
  expect(() => readCursor({ ...query, cursor, reader: { ...query.reader, id: 'bob' } })).toThrow();
});

test.each(['', 'nonsense', '\0', Buffer.from('-1..x').toString('base64url')])(
  '[%s] is no cursor',
  (cursor) => {
    expect(() => readCursor({ ...query, cursor })).toThrow(expect.objectContaining({ code: 'invalid' }));
  },
);
