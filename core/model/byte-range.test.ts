import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ByteRange, mostParts, parseRange } from './byte-range.ts';

const whole = { kind: 'whole' };
const unsatisfiable = { kind: 'unsatisfiable' };
const parts = (...ranges: readonly (readonly [number, number])[]) => ({
  kind: 'parts',
  parts: ranges.map(([start, end]) => ({ start, end })),
});

describe('parseRange', () => {
  test.each([
    [undefined, 100, whole],
    ['', 100, whole],
    ['bytes=0-9', 100, parts([0, 9])],
    ['bytes=90-', 100, parts([90, 99])],
    ['bytes=90-500', 100, parts([90, 99])],
    ['bytes=0-99999999999999999999999999', 100, parts([0, 99])],
    ['bytes=-10', 100, parts([90, 99])],
    ['bytes=-500', 100, parts([0, 99])],
    [`bytes=-${'9'.repeat(400)}`, 100, parts([0, 99])],
    ['bytes=100-', 100, unsatisfiable],
    [`bytes=${'9'.repeat(400)}-`, 100, unsatisfiable],
    ['bytes=-0', 100, unsatisfiable],
    ['bytes=0-', 0, unsatisfiable],
    ['bytes=-5', 0, unsatisfiable],
    ['bytes=9-0', 100, whole],
    ['bytes=-', 100, whole],
    ['bytes=', 100, whole],
    ['bytes=,', 100, whole],
    ['items=0-9', 100, whole],
    ['bytes 0-9', 100, whole],
    ['bytes=a-b', 100, whole],
    ['bytes=0 - 9', 100, whole],
    ['bytes=+1-9', 100, whole],
    ['bytes=1.5-9', 100, whole],
    ['Bytes=0-9', 100, parts([0, 9])],
    ['bytes= 0-9 , ,\t20-29,', 100, parts([0, 9], [20, 29])],
    ['bytes=20-29,0-9', 100, parts([20, 29], [0, 9])],
    ['bytes=0-9,10-19', 100, parts([0, 19])],
    ['bytes=50-59,0-9,55-70', 100, parts([50, 70], [0, 9])],
    ['bytes=0-9,100-,-0', 100, parts([0, 9])],
    ['bytes=100-,200-300', 100, unsatisfiable],
    ['bytes=0-9,9-0', 100, whole],
    ['bytes=0-9,x', 100, whole],
  ])('reads %s of %i bytes', (header, size, expected) => {
    expect(parseRange(header, size)).toEqual(expected);
  });

  test('ignores a set that stays in too many parts, and takes one that becomes few', () => {
    const every = (step: number, count: number) =>
      `bytes=${Array.from({ length: count }, (_, part) => `${part * step}-${part * step}`).join()}`;
    expect(parseRange(every(2, mostParts), 10_000)).toMatchObject({ kind: 'parts' });
    expect(parseRange(every(2, mostParts + 1), 10_000)).toEqual(whole);
    expect(parseRange(every(1, 2_000), 10_000)).toEqual(parts([0, 1_999]));
    expect(parseRange(`bytes=${'0-,'.repeat(4_000)}`, 10_000)).toEqual(parts([0, 9_999]));
  });
});

const position = fc.nat(60);
const spec = fc.oneof(
  fc.tuple(position, position).map(([first, length]) => `${first}-${first + length}`),
  position.map((first) => `${first}-`),
  position.map((count) => `-${count}`),
);

/** Every position that one range names, found by asking each. */
function named(range: string, sizeBytes: number): Set<number> {
  const [first = '', last = ''] = range.split('-');
  const isNamed = (at: number) =>
    first === ''
      ? at >= sizeBytes - Number(last)
      : at >= Number(first) && (last === '' || at <= Number(last));
  return new Set(Array.from({ length: sizeBytes }, (_, at) => at).filter(isNamed));
}

const positionsOf = ({ start, end }: ByteRange) =>
  Array.from({ length: end - start + 1 }, (_, offset) => start + offset);

describe('parseRange, whatever it is given', () => {
  test('throws nothing and stays inside the representation', () => {
    const header = fc.oneof(
      fc.string(),
      fc.string().map((text) => `bytes=${text}`),
      fc.stringMatching(/^bytes=[\d, \t-]*$/),
    );
    fc.assert(
      fc.property(header, fc.nat(200), (text, sizeBytes) => {
        const answer = parseRange(text, sizeBytes);
        if (answer.kind !== 'parts') return;
        expect(answer.parts.length).toBeGreaterThan(0);
        for (const { start, end } of answer.parts) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThan(sizeBytes);
        }
      }),
    );
  });

  test('one range names what it names one by one', () => {
    fc.assert(
      fc.property(spec, fc.nat(60), (range, sizeBytes) => {
        const expected = [...named(range, sizeBytes)];
        const answer = parseRange(`bytes=${range}`, sizeBytes);
        if (answer.kind === 'parts') expect(answer.parts.flatMap(positionsOf)).toEqual(expected);
        else expect([answer.kind, expected]).toEqual(['unsatisfiable', []]);
      }),
    );
  });

  test('several ranges name together what each names, every position once', () => {
    fc.assert(
      fc.property(fc.array(spec, { minLength: 1, maxLength: 12 }), fc.nat(60), (ranges, sizeBytes) => {
        const expected = new Set(ranges.flatMap((range) => [...named(range, sizeBytes)]));
        const answer = parseRange(`bytes=${ranges.join(', ')}`, sizeBytes);
        const found = answer.kind === 'parts' ? answer.parts.flatMap(positionsOf) : [];
        expect(found.length).toBe(expected.size);
        expect(new Set(found)).toEqual(expected);
        if (expected.size === 0) expect(answer).toEqual(unsatisfiable);
      }),
    );
  });
});
