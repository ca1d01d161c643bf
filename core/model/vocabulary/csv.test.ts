import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../errors.ts';
import { guarded, parseCsv, unguarded, writeCsv } from './csv.ts';

const cells = (text: string, delimiter?: string) => parseCsv(text, delimiter).map((record) => record.cells);

/** Cells made of what means something to a reader of CSV or to a spreadsheet. */
const cell = fc.string({
  unit: fc.constantFrom(
    '"',
    ',',
    ';',
    '\r',
    '\n',
    '\t',
    "'",
    '=',
    '+',
    '-',
    '@',
    '\ufeff',
    ' ',
    'a',
    'é',
    '語',
  ),
  maxLength: 8,
});

test('what is written is read again, whatever is in the cells', () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (rows) => {
      expect(cells(writeCsv(rows))).toEqual(rows);
    }),
  );
});

test('a guarded cell is no formula, and is itself again', () => {
  fc.assert(
    fc.property(cell, (text) => {
      expect(guarded(text)).not.toMatch(/^[=+\-@\t\r\n]/);
      expect(unguarded(guarded(text))).toBe(text);
    }),
  );
});

test.each(['=1+1', "it's", "'tis", '-5', ''])(
  'a cell that a person typed, %j, is taken as it is',
  (typed) => {
    expect(unguarded(typed)).toBe(typed);
  },
);

test('any text is read or refused as unprocessable', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a'), maxLength: 30 }), (text) => {
      try {
        parseCsv(text);
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError);
      }
    }),
  );
});

describe('what spreadsheets write', () => {
  test.each([
    [
      'every line end',
      'a,b\r\nc,d\ne,f\rg,h',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
        ['g', 'h'],
      ],
    ],
    ['a byte order mark and blank lines', '\ufeffa\n\n\r\nb\n', [['a'], ['b']]],
    ['a quote within a cell', 'the 3" disk,b', [['the 3" disk', 'b']]],
    [
      'empty cells',
      ',\n"",',
      [
        ['', ''],
        ['', ''],
      ],
    ],
    ['lines and quotes in quotes', '"a\nb","say ""hi"""', [['a\nb', 'say "hi"']]],
  ])('%s', (_, text, rows) => {
    expect(cells(text)).toEqual(rows);
  });

  test('semicolons, where a comma is the decimal point', () => {
    expect(cells('a;"b;c"\nd,e;f', ';')).toEqual([
      ['a', 'b;c'],
      ['d,e', 'f'],
    ]);
  });
});

test('records know their line, also behind one of several lines', () => {
  expect(parseCsv('a\n"b\r\nb"\n\nc').map(({ line }) => line)).toEqual([1, 2, 5]);
});

test.each([
  ['a\nb,"c\nd', 'Line 2: A cell begins with a quote that is never closed.'],
  ['a\n"b" c', 'Line 2: Something stands behind a closing quote.'],
])('%j is refused: %s', (text, said) => {
  expect(() => parseCsv(text)).toThrow(said);
});

test('a large file is read in a moment', () => {
  const quoted = `"${'x""'.repeat(500_000)}"`;
  expect(cells(`${quoted}\n${'a,b\n'.repeat(100_000)}`)).toHaveLength(100_001);
});
