import { describe, expect, test } from 'vitest';
import { describeQuery, foldText, goesOn } from './asked.ts';

describe('a search goes on from the one before', () => {
  test.each([
    ['piv', 'pivot', 'typed further'],
    ['pivot tables', 'pivot', 'shortened'],
    ['deplyo', 'deploy', 'corrected'],
    ['kuebrnetes', 'kubernetes', 'corrected near its beginning'],
    ['pivot tables', 'pivot charts', 'its end replaced'],
    ['', 'p', 'begun'],
  ])('%s, then %s: %s', (before, now) => {
    expect(goesOn(before, now)).toBe(true);
  });

  test.each([
    ['pivot tables', 'kubernetes'],
    ['database index', 'deploy friday'],
  ])('but not %s, then %s', (before, now) => {
    expect(goesOn(before, now)).toBe(false);
  });
});

describe('a query is described', () => {
  test('by words in which accents and case do not count', () => {
    expect(describeQuery('Où est le Café?')).toMatchObject({ words: 'ou est le cafe', isPlain: true });
  });

  test('by the same subject in whatever order and question its words come', () => {
    expect(describeQuery('how do I use pivot tables?').subject).toBe(
      describeQuery('tables pivot use').subject,
    );
  });

  test.each(['speaker:zoe owls', 'owls -barn', '!!', ''])('[%s] is more or less than words', (query) => {
    expect(describeQuery(query).isPlain).toBe(false);
  });

  test('and a question of stop words has a subject as well', () => {
    expect(describeQuery('the who').subject).toBe('the who');
  });
});

test('a text that no index holds is cut between two words', () => {
  const folded = foldText('ﷺ '.repeat(300));
  expect(folded.length).toBeLessThanOrEqual(500);
  expect(folded).not.toMatch(/ $/);
  expect(foldText(folded)).toBe(folded);
});
