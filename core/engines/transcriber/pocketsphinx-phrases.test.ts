import { expect, test } from 'vitest';
import { keywordFile, parseFinds, speakablePhrases } from './pocketsphinx-phrases.ts';

const dictionary = 'pivot P IH V AH T\ntable T EY B AH L\nslicer S L AY S ER\nsales S EY L Z\nteam T IY M\n';

test('phrases with a word that the dictionary lacks are not listened for, nor are short ones', () => {
  const phrases = ['Pivot-table', 'Kubernetes', 'sales', 'Slicer'];
  expect(speakablePhrases(phrases, dictionary)).toEqual([
    { phrase: 'Pivot-table', spoken: 'pivot table' },
    { phrase: 'Slicer', spoken: 'slicer' },
  ]);
});

test('a longer phrase may be heard less clearly at each of its letters', () => {
  expect(keywordFile(speakablePhrases(['pivot table', 'slicer'], dictionary))).toBe(
    'pivot table /1e-12/\nslicer /1e-7/\n',
  );
});

test('finds carry their phrase as it was given and the second at which they begin', () => {
  const text = [
    'p0 S 0 T -4691 A -4691 L 0 130 -4691 0 pivot table  400 -90 0 slicer  455',
    'p1 S 0 T 0 A 0 L 0 455',
    '',
  ].join('\n');
  const finds = parseFinds(text, speakablePhrases(['Pivot Table', 'slicer'], dictionary));
  expect(finds.get('p0')).toMatchObject([
    { startSeconds: 1.3, endSeconds: expect.closeTo(2, 1), phrase: 'Pivot Table' },
    { startSeconds: 4, phrase: 'slicer' },
  ]);
  expect(finds.get('p1')).toEqual([]);
});
