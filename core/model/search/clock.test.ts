import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flatten, secondAt, thinOut, unflatten } from './clock.ts';

const marks = (...pairs: readonly (readonly [number, number])[]) =>
  pairs.map(([offset, seconds]) => ({ offset, seconds }));

describe('secondAt', () => {
  test.each([
    [0, 10],
    [5, 11],
    [10, 12],
    [15, 17],
    [20, 22],
    [99, 22],
  ])('at offset %i it is second %i', (offset, seconds) => {
    expect(secondAt(marks([0, 10], [10, 12], [20, 22]), offset)).toBe(seconds);
  });

  test('is not known without marks, and the nearest one outside them', () => {
    expect(secondAt([], 7)).toBeNull();
    expect(secondAt(marks([3, 4]), null)).toBeNull();
    expect(secondAt(marks([3, 4]), 0)).toBe(4);
  });
});

describe('thinOut', () => {
  test('keeps the two ends of even speech and each change of pace', () => {
    expect(thinOut(marks([0, 0], [5, 1], [10, 2], [15, 3]))).toEqual(marks([0, 0], [15, 3]));
    expect(thinOut(marks([0, 0], [5, 1], [10, 2], [15, 9], [20, 10]))).toEqual(
      marks([0, 0], [10, 2], [15, 9], [20, 10]),
    );
  });

  test('never moves a word by more than a quarter of a second', () => {
    const step = fc.record({
      offset: fc.integer({ min: 1, max: 20 }),
      seconds: fc.float({ min: 0, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        let at = { offset: 0, seconds: 0 };
        const clock = steps.map((one) => {
          at = { offset: at.offset + one.offset, seconds: at.seconds + one.seconds };
          return at;
        });
        const thin = thinOut(clock);
        for (const { offset, seconds } of clock)
          expect(Math.abs((secondAt(thin, offset) ?? Number.NaN) - seconds)).toBeLessThanOrEqual(0.2501);
      }),
    );
  });
});

test('a clock comes back from how it is stored', () => {
  const clock = marks([0, 12.34], [40, 15.5]);
  expect(unflatten(flatten(clock))).toEqual(clock);
});
