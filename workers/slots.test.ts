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

  test('are given to what is awaited before what runs in the background, each in its order', async () => {
    const slots = openSlots(1);
    const inside: string[] = [];
    const leave: (() => void)[] = [];
    const visit = async (visitor: string, priority: 'awaited' | 'background') => {
      const giveBack = await slots.take(never, priority);
      inside.push(visitor);
      leave.push(giveBack);
    };
    void visit('first', 'awaited');
    void visit('later 1', 'background');
    void visit('later 2', 'background');
    void visit('second', 'awaited');
    await settled();
    for (const next of ['second', 'later 1', 'later 2']) {
      leave.at(-1)?.();
      await settled();
      expect(inside.at(-1)).toBe(next);
    }
  });

  test('that the background holds are no reason to wait for what is awaited', async () => {
    const slots = openSlots(1);
    const leaveBackground = await slots.take(never, 'background');
    const leaveAwaited = await slots.take(never, 'awaited');
    let isIn = false;
    void slots.take(never, 'background').then(() => {
      isIn = true;
    });
    leaveBackground();
    await settled();
    expect(isIn).toBe(false);
    leaveAwaited();
    await settled();
    expect(isIn).toBe(true);
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
