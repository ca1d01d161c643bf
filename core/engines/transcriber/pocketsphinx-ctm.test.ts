import { expect, test } from 'vitest';
import { parseCtm } from './pocketsphinx-ctm.ts';

test('words carry their own start, end and confidence, in order and by piece', () => {
  const text = 'p0 1 0.29 0.35 and(2) 0.966\np7 1 0.65 0.32 while 0.036\np0 1 0.98 0.25 my 1.002\n';
  expect([...parseCtm(text)]).toEqual([
    [
      'p0',
      [
        { startSeconds: 0.29, endSeconds: 0.64, text: 'and', confidence: 0.966 },
        { startSeconds: 0.98, endSeconds: 1.23, text: 'my', confidence: 1 },
      ],
    ],
    ['p7', [{ startSeconds: 0.65, endSeconds: 0.97, text: 'while', confidence: 0.036 }]],
  ]);
});

test('a phrase keeps its blanks', () => {
  expect(parseCtm('p0 1 1.30 0.86 pivot table  0.874').get('p0')?.[0]?.text).toBe('pivot table');
});

test('silences, noises and sentence marks are no words', () => {
  const text = ['<s>', '</s>', '<sil>', '[SPEECH]', '++BREATH++'].map(
    (word) => `p0 1 0.00 0.10 ${word} 1.000`,
  );
  expect(parseCtm(text.join('\n')).size).toBe(0);
});

test('an empty file has no pieces', () => {
  expect(parseCtm('').size).toBe(0);
});
