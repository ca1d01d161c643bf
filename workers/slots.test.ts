import { describe, expect, test } from 'vitest';
import { openSlots } from './slots.ts';

const never = new AbortController().signal;
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('slots', () => {
  test('let so many in at once, and the others in their order', async () => {
    const slots = openSlots(2);
    const inside: number[] = [];
    const leave: (() => void)[] = [];
    for (const visitor of [0, 1, 2, 3])
      void slots.take(never).then((giveBack) => {
        inside.push(visitor);
        leave.push(giveBack);
      });
    await settled();
    expect(inside).toEqual([0, 1]);
    leave[1]?.();
    await settled();
    expect(inside).toEqual([0, 1, 2]);
    leave[0]?.();
    await settled();
    expect(inside).toEqual([0, 1, 2, 3]);
  });

  test('are not taken by who gave up waiting', async () => {
    const slots = openSlots(1);
    const giveBack = await slots.take(never);
    const impatient = new AbortController();
    const second = slots.take(impatient.signal);
    const third = slots.take(never);
    impatient.abort(new Error('gave up'));
    await expect(second).rejects.toThrow('gave up');
    giveBack();
    (await third)();
    expect(await slots.take(never)).toBeTypeOf('function');
  });
});
