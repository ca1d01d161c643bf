import { expect, test } from 'vitest';
import { parseHypseg } from './pocketsphinx-hypseg.ts';

const line =
  'p7 S 0 T -14 A -12 L -15 0 -50 0 <s> 7 -54 -52 [SPEECH] 29 -18 -24 and(2) 69 -11 -32 all 98 -6 -5 <sil> 120 -6 -5 ++BREATH++ 124 -13 -40 fellow 163 -7 -2 </s> 200';

test('words carry their own start and end, in seconds from the start of the piece', () => {
  expect(parseHypseg(line).get('p7')).toEqual([
    { startSeconds: 0.29, endSeconds: 0.69, text: 'and' },
    { startSeconds: 0.69, endSeconds: 0.98, text: 'all' },
    { startSeconds: 1.24, endSeconds: 1.63, text: 'fellow' },
  ]);
});

test('a piece in which nothing was recognised has no words', () => {
  expect(parseHypseg('p1 S 0 T 0 A 0 L 0 0\n').get('p1')).toEqual([]);
});

test('an empty file has no pieces', () => {
  expect(parseHypseg('').size).toBe(0);
});
