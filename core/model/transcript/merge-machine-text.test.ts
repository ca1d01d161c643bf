import { describe, expect, test } from 'vitest';
import type { Segment } from '../transcript.ts';
import { type Claims, claimsAfter, noClaims } from './claims.ts';
import { applyEdits, type Edit } from './edits.ts';
import { correctedShareOf, mergeMachineText, partsOutside } from './merge-machine-text.ts';

const line = (
  startSeconds: number,
  endSeconds: number,
  text: string,
  speaker: string | null = null,
): Segment => ({ ...{ startSeconds, endSeconds }, ...{ speaker, text } });
/** A word each second. */
const timed = (startSeconds: number, text: string): Segment => {
  const words = text.split(' ').map((word, at) => ({
    ...{ text: word, startSeconds: startSeconds + at, endSeconds: startSeconds + at + 1 },
  }));
  return { ...line(startSeconds, startSeconds + words.length, text), words };
};
const edited = (segments: readonly Segment[], ...edits: Edit[]) => {
  const after = applyEdits(segments, edits);
  const renames = edits.filter((edit) => edit.op === 'renameSpeaker');
  return { segments: after, claims: claimsAfter(noClaims, segments, after, renames) };
};
const holding = (...held: Claims['held']) => ({ segments: [], claims: { held, named: [] } });
const read = (segments: readonly Segment[]) =>
  segments.map(({ startSeconds, endSeconds, text }) => `${startSeconds}-${endSeconds} ${text}`);

test('what a person changed stays, all else is the new machine’s', () => {
  const people = edited([line(0, 4, 'cube control'), line(4, 8, 'is a tool')], {
    ...{ op: 'change', segment: 0 },
    text: 'kubectl',
  });
  const merged = mergeMachineText(people, [line(0, 4, 'cube cuddle'), line(4, 8, 'is the tool')]);
  expect(read(merged)).toEqual(['0-4 kubectl', '4-8 is the tool']);
});

test('what a person removed does not come back, nor what they moved', () => {
  const people = edited(
    [line(0, 4, 'thanks for watching'), line(4, 8, 'late'), line(20, 24, 'end')],
    { op: 'remove', segment: 0 },
    { op: 'change', segment: 0, startSeconds: 10, endSeconds: 14 },
  );
  const merged = mergeMachineText(people, [
    line(0, 4, 'thanks'),
    line(4, 8, 'late'),
    line(20, 24, 'the end'),
  ]);
  expect(read(merged)).toEqual(['10-14 late', '20-24 the end']);
});

test('the same machine text again changes nothing', () => {
  const machine = [line(0, 5, 'one'), line(4.9, 8, 'two'), timed(8, 'three four'), line(12, 15, 'five')];
  const people = edited(machine, { op: 'change', segment: 0, text: 'ONE' });
  const once = mergeMachineText(people, machine);
  expect(mergeMachineText({ ...people, segments: once }, machine)).toEqual(once);
  expect(read(once)).toEqual(['0-5 ONE', '5-8 two', '8-10 three four', '12-15 five']);
});

describe('a machine’s segment that reaches into what people hold', () => {
  test('is cut at its words', () => {
    const machine = [timed(0, 'zero, one two three. Four five')];
    const merged = mergeMachineText(holding({ startSeconds: 2, endSeconds: 4 }), machine);
    expect(read(merged)).toEqual(['0-2 zero, one', '4-6 Four five']);
    expect(merged[1]?.words?.map((word) => word.text)).toEqual(['Four', 'five']);
  });

  test('is divided by a stretch that falls into one of its pauses', () => {
    const [first, second] = [timed(0, 'one'), timed(5, 'two')];
    const whole = { ...line(0, 6, 'one two'), words: [...(first?.words ?? []), ...(second?.words ?? [])] };
    expect(read(mergeMachineText(holding({ startSeconds: 2, endSeconds: 4 }), [whole]))).toEqual([
      '0-1 one',
      '5-6 two',
    ]);
  });

  test('without word times is left out, taken whole, or cut, by how far it reaches', () => {
    const held = holding({ startSeconds: 10, endSeconds: 20 });
    const parts = (...segment: Parameters<typeof line>) => read(mergeMachineText(held, [line(...segment)]));
    expect(parts(9, 13, 'mostly inside')).toEqual([]);
    expect(parts(6, 10.8, 'spills over by a little')).toEqual(['6-10 spills over by a little']);
    expect(parts(0, 30, 'a b c d e f')).toEqual(['0-10 a b', '20-30 e f']);
  });
});

describe('names', () => {
  const before = [
    line(0, 10, 'a', 'Speaker 1'),
    line(10, 20, 'b', 'Speaker 2'),
    line(20, 30, 'c', 'Speaker 1'),
  ];
  const renamed = edited(before, { op: 'renameSpeaker', from: 'Speaker 1', to: 'Ana' });
  const speakers = (machine: readonly Segment[]) =>
    mergeMachineText(renamed, machine).map(({ speaker }) => speaker);

  test('given to a speaker hold no text', () => {
    expect(renamed.claims.held).toEqual([]);
    expect(correctedShareOf(renamed.segments, renamed.claims)).toBe(0);
  });

  test('stay with the voice, whatever the next machine calls it', () => {
    const machine = [
      line(0, 9, 'a', 'SPEAKER_B'),
      line(11, 20, 'b', 'SPEAKER_A'),
      line(21, 30, 'c', 'SPEAKER_B'),
    ];
    expect(speakers(machine)).toEqual(['Ana', 'SPEAKER_A', 'Ana']);
  });

  test('stay where the next machine tells nobody apart', () => {
    expect(speakers([line(0, 9, 'a'), line(8, 14, 'a b'), line(21, 30, 'c')])).toEqual(['Ana', null, 'Ana']);
  });

  test('are not given to a label that is mostly another voice', () => {
    expect(speakers([line(0, 20, 'a b', 'All'), line(12, 20, 'b', 'All')])).toEqual(['All', 'All']);
  });

  test('are known after a run that could not use them', () => {
    const poor = mergeMachineText(renamed, [line(0, 25, 'a b c', 'One')]);
    const again = mergeMachineText({ ...renamed, segments: poor }, before);
    expect(again.map(({ speaker }) => speaker)).toEqual(['Ana', 'Speaker 2', 'Ana']);
  });

  test('given to one segment are a change of it', () => {
    const people = edited(before, { op: 'change', segment: 1, speaker: 'Bob' });
    expect(people.claims).toEqual({
      held: [{ startSeconds: 10, endSeconds: 20 }],
      named: [{ startSeconds: 10, endSeconds: 20, speaker: 'Bob' }],
    });
  });
});

test('a day of names and edits is gone through once, whoever talks at the same time', () => {
  let reads = 0;
  const counted = <T extends { startSeconds: number; endSeconds: number }>(span: T): T =>
    Object.defineProperty({ ...span }, 'startSeconds', {
      enumerable: true,
      get() {
        reads += 1;
        return span.startSeconds;
      },
    });
  const count = 5_000;
  const machine = Array.from({ length: count }, (_, at) => line(at, at + 1, 'a', 'S1'));
  const named = machine.map(({ startSeconds, endSeconds }) =>
    counted({ startSeconds, endSeconds, speaker: startSeconds % 3 === 0 ? 'Bob' : 'Ana' }),
  );
  const whole = { startSeconds: 0, endSeconds: count, speaker: 'Cy' };
  const held = machine
    .filter((_, at) => at % 2 === 1)
    .map(({ startSeconds }) => ({
      startSeconds: startSeconds + 0.2,
      endSeconds: startSeconds + 0.8,
    }));
  const merged = mergeMachineText({ segments: [], claims: { held, named: [whole, ...named] } }, machine);
  expect(merged).toHaveLength(count / 2);
  expect(new Set(merged.map(({ speaker }) => speaker))).toEqual(new Set(['Cy']));
  expect(reads).toBeLessThan(20 * count);
  reads = 0;
  expect(partsOutside(line(3_000.1, 3_000.9, 'a'), held.map(counted))).toHaveLength(1);
  expect(reads).toBeLessThan(100);
});

test('the corrected share counts words, not segments', () => {
  const people = edited([line(0, 4, 'one two three'), line(4, 8, 'four')], {
    ...{ op: 'change', segment: 1 },
    text: 'FOUR',
  });
  expect(correctedShareOf(people.segments, people.claims)).toBe(0.25);
});
