import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type TermText, termKinds } from './term.ts';
import { readTerms, writeTerms } from './terms-csv.ts';

const name = fc
  .string({
    unit: fc.constantFrom('"', ',', ';', '\\', "'", '=', '+', '-', '@', ' ', 'a', 'é', '語'),
    minLength: 1,
  })
  .map((text) => text.trim())
  .filter((text) => text !== '');
const note = fc.string({ unit: fc.constantFrom('"', '\n', '\r', '=', "'", 'a', ' ', '\t') });
const term: fc.Arbitrary<TermText> = fc.record({
  name,
  kind: fc.constantFrom(...termKinds),
  aliases: fc.array(name, { maxLength: 4 }),
  mishearings: fc.array(name, { maxLength: 4 }),
  note,
});

test('terms that were written are read again, whatever is in them', () => {
  fc.assert(
    fc.property(fc.array(term, { maxLength: 4 }), (terms) => {
      expect(readTerms(writeTerms(terms)).map(({ fields }) => fields)).toEqual(terms);
    }),
  );
});

test('no cell of the file is a formula', () => {
  const term = {
    name: '=cmd()',
    kind: 'other',
    aliases: ['@here', '=1'],
    mishearings: ['-1'],
    note: '+x',
  } as const;
  expect(writeTerms([term])).toBe(
    "\ufeffname,kind,aliases,mishearings,note\r\n'=cmd(),other,\"'@here; '=1\",'-1,'+x\r\n",
  );
});

test('a file made by hand is read: columns in any order, semicolons between cells, no kind', () => {
  expect(readTerms('Mishearings;NAME;kind\n"cube control; kube cuddle";kubectl;\n;SSO;Acronym')).toEqual([
    { line: 2, fields: { mishearings: ['cube control', 'kube cuddle'], name: 'kubectl' } },
    { line: 3, fields: { mishearings: [], name: 'SSO', kind: 'acronym' } },
  ]);
});

test.each([
  ['', 'Line 1: The first line names the columns'],
  ['kind,note\nname,x', 'Line 1: The first line names the columns'],
  ['name,colour\na,b', 'Line 1: The first line names the columns'],
  ['name,name\na,b', 'Line 1: The first line names the columns'],
  ['name\na\n\nb,c', 'Line 4: There are more cells than columns.'],
])('%j is refused: %s', (text, said) => {
  expect(() => readTerms(text)).toThrow(said);
});
