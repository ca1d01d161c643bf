import { describe, expect, test } from 'vitest';
import { openSlots } from './slots.ts';
import { startTimeLimit } from './time-limit.ts';
import { beginTurn } from './turn.ts';

const never = new AbortController().signal;

/** Turns among one light and one heavy place. */
function openTurns() {
  const slots = { light: openSlots(1), heavy: openSlots(1) };
  const limit = startTimeLimit(60_000);
  limit.stop();
  const limitless = { ...limit, pause: <T>(wait: Promise<T>) => wait };
  return (signal = never) => beginTurn({ slots, priority: 'awaited', limit: limitless, signal });
}

/** Work that goes on until it is ended. */
function longWork() {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end };
}

describe('a turn', () => {
  test('of what takes seconds passes ten that wait for minutes of work', async () => {
    const begin = openTurns();
    const { work, end } = longWork();
    const heavy: Promise<void>[] = [];
    for (let number = 0; number < 11; number += 1) heavy.push((await begin()).heavy(work));
    (await begin()).end();
    end();
    await Promise.all(heavy);
  });

  test('that is heavy already goes on with more of it', async () => {
    const turn = await openTurns()();
    expect(await turn.heavy(() => turn.heavy(async () => 'made'))).toBe('made');
  });

  test('that gave up waiting takes nobody’s place', async () => {
    const begin = openTurns();
    const { work, end } = longWork();
    const first = (await begin()).heavy(work);
    const impatient = new AbortController();
    const turn = await begin(impatient.signal);
    const second = turn.heavy(work);
    impatient.abort(new Error('gave up'));
    await expect(second).rejects.toThrow('gave up');
    turn.end();
    end();
    await first;
    expect(await (await begin()).heavy(async () => 'made')).toBe('made');
  });
});
