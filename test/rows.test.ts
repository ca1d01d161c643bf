import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mediaFixture, oddFixture, talkFixture } from './support/fixtures.ts';
import { classedRecordings } from './support/recording-classes.ts';
import { everyRow } from './support/rows.ts';

const rows = ['a1', 'b1', 'a2', 'b2', 'c1'];
const letterOf = (row: string): string => {
  if (row.startsWith('x')) throw new Error('nothing is known of it');
  return row.charAt(0);
};

describe('of the rows of a matrix', () => {
  test('each runs where CI is set', () => {
    expect(everyRow(rows, letterOf, true)).toEqual(rows);
  });

  test('the first of each class runs elsewhere', () => {
    expect(everyRow(rows, letterOf, false)).toEqual(['a1', 'b1', 'c1']);
  });

  test.each([true, false])('one of no class is an error, also where each runs: %s', (takesAll) => {
    expect(() => everyRow([...rows, 'x1'], letterOf, takesAll)).toThrow('nothing is known of it');
  });
});

describe('of the recordings among the fixtures', () => {
  const notRecordings = ['.ts', '.json', '.vtt'];
  const fixtures = Object.entries({ media: mediaFixture('.'), odd: oddFixture('.'), talks: talkFixture('.') })
    .flatMap(([name, folder]) => readdirSync(folder).map((file) => `${name}/${file}`))
    .filter((file) => !notRecordings.includes(extname(file)));

  test('each is in one class, and there is no other in a class', () => {
    expect(classedRecordings.toSorted()).toEqual(fixtures.toSorted());
  });
});
