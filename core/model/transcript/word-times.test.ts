import fc from 'fast-check';
import { expect, test } from 'vitest';
import { locateWords, unitsOf } from './text-units.ts';
import { evenWords, fitWords, retimeWords } from './word-times.ts';

const word = (text: string, startSeconds: number, confidence?: number) => ({
  ...{ text, startSeconds, endSeconds: startSeconds + 1 },
  ...(confidence === undefined ? {} : { confidence }),
});
const span = { startSeconds: 0, endSeconds: 10 };

test('words that stay keep their times, new ones share the time of those they replace', () => {
  const before = [word('use', 0, 0.9), word('cube', 1, 0.3), word('control', 2, 0.2), word('here', 3, 0.8)];
  expect(retimeWords(before, 'use kubectl here', span)).toEqual([
    { text: 'use', startSeconds: 0, endSeconds: 1, confidence: 0.9 },
    { text: 'kubectl', startSeconds: 1, endSeconds: 3 },
    { text: 'here', startSeconds: 3, endSeconds: 4, confidence: 0.8 },
  ]);
});

test('a word that only got a capital or a full stop keeps its time, and nobody is unsure of it any more', () => {
  expect(retimeWords([word('well', 4, 0.4)], 'Well.', span)).toEqual([
    { text: 'Well.', startSeconds: 4, endSeconds: 5 },
  ]);
});

test.each([
  ['well-known, “quoted”  end', ['well-known,', '“quoted”', 'end']],
  ['我们去北京。', ['我们', '去', '北京。']],
  ['שלום עולם', ['שלום', 'עולם']],
  ['  ', []],
])('“%s” has the words %j', (text, words) => {
  expect(unitsOf(text).map((unit) => unit.text)).toEqual(words);
});

test('words are located in order, and not at all when one of them is missing', () => {
  expect(locateWords('so so good', [{ text: 'so' }, { text: ' so' }])?.map(({ start }) => start)).toEqual([
    0, 3,
  ]);
  expect(locateWords('good so', [{ text: 'so' }, { text: 'good' }])).toBeNull();
});

const times = fc
  .array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 2, maxLength: 20 })
  .map((list) => [...list].sort((a, b) => a - b));
const spoken = times.map((list) =>
  list.slice(1).map((endSeconds, at) => ({
    ...{ text: ['a', 'b', 'c'][at % 3] ?? '', startSeconds: list[at] ?? 0, endSeconds },
    confidence: 0.5,
  })),
);
const spans = fc
  .tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }))
  .map(([a, b]) => ({ startSeconds: Math.min(a, b), endSeconds: Math.max(a, b) }));
const texts = fc
  .array(fc.constantFrom('a', 'b', 'c', 'new', 'A,'), { maxLength: 20 })
  .map((list) => list.join(' '));

test('whatever a text becomes, its words are in order, within the segment, and all there', () => {
  fc.assert(
    fc.property(spoken, spans, texts, (before, segment, text) => {
      const words = retimeWords(before, text, segment);
      expect(words.map((one) => one.text)).toEqual(unitsOf(text).map((unit) => unit.text));
      let reached = segment.startSeconds;
      for (const { startSeconds, endSeconds } of words) {
        expect(startSeconds).toBeGreaterThanOrEqual(reached);
        expect(endSeconds).toBeGreaterThanOrEqual(startSeconds);
        expect(endSeconds).toBeLessThanOrEqual(segment.endSeconds);
        reached = startSeconds;
      }
    }),
  );
});

test('an unchanged text keeps all times and confidences', () => {
  fc.assert(
    fc.property(spoken, (before) => {
      const text = before.map((one) => one.text).join(' ');
      const whole = { startSeconds: 0, endSeconds: 100 };
      expect(retimeWords(before, text, whole)).toEqual(before);
    }),
  );
});

test('words without times share those of their segment, and words moved away as a whole come along', () => {
  const [one, two] = evenWords({ text: 'one two', startSeconds: 2, endSeconds: 4 });
  expect([one?.endSeconds, two?.startSeconds, two?.endSeconds]).toEqual([3, 3, 4]);
  expect(fitWords([word('a', 0), word('b', 1)], { startSeconds: 50, endSeconds: 52 })).toEqual([
    word('a', 50),
    word('b', 51),
  ]);
});
