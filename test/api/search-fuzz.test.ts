import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorNames } from '../../core/model/search/operators.ts';
import { indexSession } from '../support/indexed.ts';
import { isThorough } from '../support/rows.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

/**
 * Queries of which half are always the same, half of a seed that is printed: whatever is typed is answered, or
 * refused as too long or not UTF-8, and no statement runs into its time limit. 10,000 take two minutes, so a
 * developer's tests ask 500 of them; `FUZZ_QUERIES` says how many otherwise.
 */
const queries = Number(process.env['FUZZ_QUERIES'] ?? (isThorough ? 10_000 : 500));
const clients = 4;
/** PostgreSQL, appendix A. */
const queryCanceled = '57014';

let server: TestServer;
let ana: TestPerson;
let session: { readonly id: string };
/** Also those whose search was answered without them. */
let cancelled = 0;
beforeAll(async () => {
  server = await openTestServer();
  const listened = new WeakSet();
  server.pool.on('acquire', (client) => {
    if (listened.has(client)) return;
    listened.add(client);
    client.connection.on('errorMessage', ({ code }: { readonly code?: string }) => {
      if (code === queryCanceled) cancelled += 1;
    });
  });
  ana = await server.person('member');
  session = await indexSession(server, { title: 'Pivot tables', speakers: ['Zoë Quill'] }, [
    'a pivot table groups the invoices',
    'C++ and node.js, s3://bucket/key, E_CONNRESET in v1.2.3',
    '東京都で機械学習の会議をしました',
    'การประชุมทีมพัฒนาซอฟต์แวร์ שלום לכולם مُحَمَّد',
  ]);
});
afterAll(() => server.close());

const words = fc.constantFrom(
  'pivot',
  'table',
  'tabel',
  'c++',
  'node.js',
  '会議',
  'ประชุม',
  'שלום',
  'محمد',
  'the',
  'a',
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
    .map((units) => String.fromCharCode(...units)),
);
const marks = fc.constantFrom(
  '"',
  '-',
  '*',
  ':',
  '&',
  '|',
  '!',
  '(',
  ')',
  "'",
  '\\',
  '%',
  '_',
  '<->',
  '\0',
  '\n',
  ' ',
  '“',
  '..',
);
const odd = fc.constantFrom(
  ...[
    '\u202e',
    '\u200f',
    '\u200d',
    '\ufeff',
    '\ud800',
    '\udfff',
    'ﷺ',
    'ß',
    'İ',
    'ﬃ',
    '🏳️‍🌈',
    '\u0e33',
    '#',
    '/',
  ],
  `e${'\u0301'.repeat(80)}`,
);
const operator = fc
  .tuple(fc.constantFrom(...operatorNames, 'colour', 'SPEAKER'), marks, fc.oneof(words, anyText), marks)
  .map(([name, open, value, close]) => `${name}:${open}${value}${close}`);
const piece = fc.oneof(words, marks, odd, operator, fc.string({ maxLength: 12 }));
const typed = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' ')) },
  { weight: 2, arbitrary: fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')) },
  { weight: 2, arbitrary: anyText },
  // One thing again and again, up to 10 kB.
  {
    weight: 1,
    arbitrary: fc
      .tuple(piece, fc.constantFrom('', ' '), fc.integer({ min: 1, max: 10_000 }))
      .map(([one, gap, size]) => (one + gap).repeat(Math.ceil(size / (one.length + 1))).slice(0, size)),
  },
);

/** As browsers send it; a lone surrogate, which they cannot, as three bytes that are no UTF-8. */
const encode = (text: string): string =>
  text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\s\S]/g, (character) =>
    /^[\ud800-\udfff]$/.test(character) ? '%ED%A0%80' : encodeURIComponent(character),
  );
const parameters = fc.record({
  q: fc.oneof(
    { weight: 9, arbitrary: typed.map(encode) },
    { weight: 1, arbitrary: fc.constantFrom('%', '%zz', '%c3%28', '%00', '+', '%ff') },
  ),
  sort: fc.constantFrom('', '&sort=newest', '&limit=1&moments=50'),
  // Writing it down as well costs as much as answering it: one of ten is.
  log: fc.constantFrom('', ...Array.from({ length: 9 }, () => '&log=off')),
  filter: fc.oneof(
    { weight: 5, arbitrary: fc.constant('') },
    fc
      .tuple(fc.constantFrom('topic', 'speaker', 'language', 'collection', 'cursor'), typed)
      .map(([name, value]) => `&${name}=${encode(value.slice(0, 100))}`),
  ),
  path: fc.constantFrom('/api/search', '/api/search', '/api/search', 'find'),
});

test.each([
  ['always the same', 20_261_121],
  ['of today', Math.trunc(Math.random() * 2 ** 31)],
])('whatever is typed is answered (%s, seed %i)', { timeout: 600_000 }, async (_, seed) => {
  const asked = fc.sample(parameters, { numRuns: queries / 2, seed });
  const wrong: [number, string][] = [];
  const statuses = new Set<number>();
  const next = asked.values();
  const ask = async () => {
    for (const { path, q, sort, filter, log } of next) {
      const url =
        path === 'find' ? `/api/sessions/${session.id}/find?q=${q}` : `${path}?q=${q}${sort}${filter}${log}`;
      const { statusCode } = await server.app.inject({ url, headers: ana.headers });
      statuses.add(statusCode);
      if (statusCode !== 200 && statusCode !== 400) wrong.push([statusCode, url]);
    }
  };
  await Promise.all(Array.from({ length: clients }, ask));
  expect(wrong).toEqual([]);
  expect([...statuses].toSorted()).toEqual([200, 400]);
  expect(cancelled).toBe(0);
});
