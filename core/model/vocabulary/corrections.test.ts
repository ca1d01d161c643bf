import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Segment } from '../transcript.ts';
import { type CorrectableTerm, correctionFinder } from './corrections.ts';

const term = (
  name: string,
  mishearings: readonly string[],
  aliases: readonly string[] = [],
): CorrectableTerm => ({
  id: name.toLowerCase(),
  ...{ name, mishearings, aliases },
});
const said = (text: string, words?: Segment['words']): Segment => ({
  ...{ startSeconds: 10, endSeconds: 20, speaker: null, text },
  ...(words && { words }),
});
const offered = (terms: readonly CorrectableTerm[], ...texts: readonly string[]) =>
  correctionFinder(terms)(texts.map((text) => said(text))).map(({ from, to }) => `${from} > ${to}`);

const kubectl = term('kubectl', ['cube control', 'cube cuddle', 'cube']);

describe('a mishearing is found', () => {
  test.each([
    ['in another case, with accents and punctuation', 'Then CUBÉ, control.', ['CUBÉ, control > kubectl']],
    ['as its longest form', 'a cube cuddle and a cube', ['cube cuddle > kubectl', 'cube > kubectl']],
    ['each time', 'cube cube control', ['cube > kubectl', 'cube control > kubectl']],
    ['in whole words alone', 'cubed controls of cubes', []],
    ['nowhere in what is right', 'we use kubectl', []],
  ])('%s', (_, text, expected) => {
    expect(offered([kubectl], text)).toEqual(expected);
  });

  test('but not within a name that contains it', () => {
    const actions = term('Git Hub Actions', ['git hub'], ['the git hub runner']);
    expect(offered([actions], 'Git hub actions on git hub', 'the Git Hub runner')).toEqual([
      'git hub > Git Hub Actions',
    ]);
  });

  test('also where it is a name of another term, since somebody has said so', () => {
    expect(offered([term('Sequel', []), term('SQL', ['sequel'])], 'a sequel database')).toEqual([
      'sequel > SQL',
    ]);
  });

  test('once for every term that claims it', () => {
    expect(offered([term('SQL', ['sequel']), term('MySQL', ['sequel', 'Sequel'])], 'sequel')).toEqual([
      'sequel > SQL',
      'sequel > MySQL',
    ]);
  });

  test('in scripts without blanks', () => {
    expect(offered([term('東京支社', ['東京'])], '私は東京に行く')).toEqual(['東京 > 東京支社']);
  });
});

test('a correction says where it is, by the times of words or, without them, by its place in the text', () => {
  const words = ['Use', 'cube', 'control'].map((text, at) => ({
    ...{ text, startSeconds: 10 + at, endSeconds: 10.5 + at },
  }));
  const [timed, even] = correctionFinder([kubectl])([
    said('Use cube control', words),
    said('Use cube control', words.slice(1)),
  ]);
  expect(timed).toEqual({
    ...{ segment: 0, start: 4, end: 16, startSeconds: 11, endSeconds: 12.5 },
    ...{ from: 'cube control', to: 'kubectl', termId: 'kubectl' },
  });
  expect(even).toMatchObject({ segment: 1, startSeconds: 12.5, endSeconds: 20 });
});

test('each offer lies where it says, none over another, and taking it leaves nothing to correct there', () => {
  const words = fc.array(fc.constantFrom('cube', 'control', 'cuddle', 'kubectl', 'and'), { maxLength: 12 });
  const find = correctionFinder([kubectl]);
  fc.assert(
    fc.property(fc.array(words, { maxLength: 3 }), (lines) => {
      const segments = lines.map((line) => said(line.join(' ')));
      const found = find(segments);
      found.forEach((one, at) => {
        expect(segments[one.segment]?.text.slice(one.start, one.end)).toBe(one.from);
        const before = found[at - 1];
        if (before?.segment === one.segment) expect(one.start).toBeGreaterThan(before.end);
      });
      const corrected = segments.map(({ text }, index) =>
        found
          .filter(({ segment }) => segment === index)
          .reduceRight((line, { start, end, to }) => line.slice(0, start) + to + line.slice(end), text),
      );
      expect(find(corrected.map((text) => said(text)))).toEqual([]);
    }),
  );
});

test('a phrase that almost matches everywhere does not slow a long text down', () => {
  const almost = Array.from({ length: 2_000 }, (_, at) => term(`Term ${at}`, [`a a a a a a a b${at}`]));
  expect(offered(almost, 'a '.repeat(200_000))).toEqual([]);
});
