import { describe, expect, test } from 'vitest';
import { joinParts, mergeTexts } from './merge.ts';

const lines = (...all: readonly string[]) => all.join('\n');
const base = lines('# Plan', '', 'one', 'two', 'three');

describe('two texts that came from one', () => {
  test('are one where each changed other lines', () => {
    const mine = lines('# Plan', '', 'one, mine', 'two', 'three');
    const theirs = lines('# Plan', '', 'one', 'two', 'three', 'four, theirs');
    expect(mergeTexts(base, mine, theirs)).toEqual([
      { kind: 'agreed', lines: ['# Plan', '', 'one, mine', 'two', 'three', 'four, theirs'] },
    ]);
  });

  test('are one where both made the same change, or took out the same', () => {
    const both = lines('# Plan', '', 'one', 'three');
    expect(joinParts(mergeTexts(base, both, both), () => 'mine')).toBe(both);
  });

  test('contest a line that each changed in another way, and nothing else', () => {
    const mine = lines('# Plan', '', 'one', 'TWO', 'three');
    const theirs = lines('# Plans', '', 'one', 'zwei', 'three');
    const parts = mergeTexts(base, mine, theirs);
    expect(parts).toEqual([
      { kind: 'agreed', lines: ['# Plans', '', 'one'] },
      { kind: 'contested', mine: ['TWO'], theirs: ['zwei'] },
      { kind: 'agreed', lines: ['three'] },
    ]);
    expect(joinParts(parts, () => 'mine')).toBe(lines('# Plans', '', 'one', 'TWO', 'three'));
    expect(joinParts(parts, () => 'theirs')).toBe(theirs);
    expect(joinParts(parts, () => 'both')).toBe(lines('# Plans', '', 'one', 'zwei', 'TWO', 'three'));
  });

  test('contest two lines apart from each other where a blank one stands between them', () => {
    const origin = lines('one', '', 'two', '', 'three', '', 'four');
    const parts = mergeTexts(
      origin,
      lines('one, mine', '', 'two, mine', '', 'end'),
      lines('1', '', '2', '', '3'),
    );
    expect(parts).toEqual([
      { kind: 'contested', mine: ['one, mine'], theirs: ['1'] },
      { kind: 'agreed', lines: [''] },
      { kind: 'contested', mine: ['two, mine'], theirs: ['2'] },
      { kind: 'agreed', lines: [''] },
      { kind: 'contested', mine: ['end'], theirs: ['3'] },
    ]);
  });

  test('contest a line that one changed and the other took out', () => {
    const parts = mergeTexts('a\nb\nc', 'a\nc', 'a\nB\nc');
    expect(parts).toContainEqual({ kind: 'contested', mine: [], theirs: ['B'] });
  });

  test('contest everything where both began with nothing', () => {
    expect(mergeTexts('', 'mine', 'theirs')).toEqual([
      { kind: 'contested', mine: ['mine'], theirs: ['theirs'] },
    ]);
    expect(mergeTexts('', '', 'theirs')).toEqual([{ kind: 'agreed', lines: ['theirs'] }]);
    expect(mergeTexts('', '', '')).toEqual([]);
  });
});

/** Numbers below one, always the same (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('whatever two people write, taking one side gives back all that this side wrote anew', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const next = numbers(seed);
    const origin = Array.from(
      { length: Math.floor(next() * 8) },
      () => ['', 'a', 'b', 'c'][Math.floor(next() * 4)] ?? '',
    );
    const edited = (name: string) =>
      origin
        .flatMap((line, at) => (next() < 0.2 ? [] : next() < 0.3 ? [`${name} ${at}`, '', line] : [line]))
        .concat(next() < 0.3 ? [`${name} at the end`] : []);
    const [mine, theirs] = [edited('mine'), edited('theirs')];
    const parts = mergeTexts(lines(...origin), lines(...mine), lines(...theirs));
    const both = joinParts(parts, () => 'both').split('\n');
    const written = [...mine, ...theirs].filter((line) => /mine|theirs/.test(line));
    expect([seed, written.filter((line) => !both.includes(line))]).toEqual([seed, []]);
    const untouched = mergeTexts(lines(...origin), lines(...origin), lines(...theirs));
    expect([seed, joinParts(untouched, () => 'mine')]).toEqual([seed, lines(...theirs)]);
  }
});
