import { describe, expect, test } from 'vitest';
import { cutLine, findTerms, findUnsure, foldText, hasUnsure } from './find.ts';

describe('findTerms', () => {
  test('finds without regard to case and accents, at the offsets of the text', () => {
    expect(findTerms('Über Café, CAFÉ', [foldText('café')])).toEqual([
      { start: 5, end: 9 },
      { start: 11, end: 15 },
    ]);
  });
  test('letters that fold to more than one unit keep later offsets right', () => {
    expect(findTerms('İstanbul straße x', ['x'])).toEqual([{ start: 16, end: 17 }]);
  });
  test('overlapping finds become one', () => {
    expect(findTerms('rollback', ['roll', 'rollback', 'back'])).toEqual([{ start: 0, end: 8 }]);
  });
  test('whole words only, when asked', () => {
    expect(findTerms('deploy deployed re-deploy', ['deploy'], true)).toEqual([
      { start: 0, end: 6 },
      { start: 19, end: 25 },
    ]);
  });
  test('an empty term finds nothing', () => {
    expect(findTerms('anything', [''])).toEqual([]);
  });
});

test('a transcript has unsure words when one of its segments has', () => {
  const sure = { words: [{ confidence: 0.9 }, {}] };
  expect(hasUnsure([sure, {}])).toBe(false);
  expect(hasUnsure([sure, { words: [{ confidence: 0.4 }] }])).toBe(true);
});

test('unsure words are found in order, edited ones are passed over', () => {
  const words = [
    { text: 'the', confidence: 0.9 },
    { text: 'expanse', confidence: 0.2 },
    { text: 'the', confidence: 0.3 },
    { text: 'end' },
  ];
  expect(findUnsure('the expand of the end', words)).toEqual([{ start: 14, end: 17 }]);
});

test('a line is cut where marks and doubts begin and end', () => {
  expect(cutLine('roll back it', [{ start: 0, end: 9 }], [{ start: 5, end: 9 }])).toEqual([
    { text: 'roll ', isMarked: true, isUnsure: false },
    { text: 'back', isMarked: true, isUnsure: true },
    { text: ' it', isMarked: false, isUnsure: false },
  ]);
  expect(cutLine('', [], [])).toEqual([]);
});
