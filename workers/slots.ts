/** Whether somebody waits for the work to be done, or nobody does. */
export type Priority = 'awaited' | 'background';

/** A limited number of places; who finds none waits in order. */
export interface Slots {
  /**
   * Resolves with what gives the place back. What is awaited never waits for what runs in the background, which
   * begins only where a place is free of both. Rejects with the signal's reason when aborted while waiting.
   */
  take(signal: AbortSignal, priority?: Priority): Promise<() => void>;
}

/** All `count` places are free; `Infinity` makes nobody wait. A place must be given back exactly once. */
export function openSlots(count: number): Slots {
  const inside = { awaited: 0, background: 0 };
  const waiting = { awaited: new Set<() => void>(), background: new Set<() => void>() };
  const isFree = (priority: Priority) =>
    inside.awaited + (priority === 'background' ? inside.background : 0) < count;
  const admit = (priority: Priority) => {
    for (const enter of waiting[priority]) {
      if (!isFree(priority)) return;
      enter();
    }
  };
  const placeOf = (priority: Priority) => {
    inside[priority] += 1;
    return () => {
      inside[priority] -= 1;
      admit('awaited');
      admit('background');
    };
  };
  return {
    take: (signal, priority = 'awaited') =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        if (isFree(priority)) return resolve(placeOf(priority));
        const leave = () => {
          waiting[priority].delete(enter);
          reject(signal.reason);
        };
        const enter = () => {
          waiting[priority].delete(enter);
          signal.removeEventListener('abort', leave);
          resolve(placeOf(priority));
        };
        waiting[priority].add(enter);
        signal.addEventListener('abort', leave, { once: true });
      }),
  };
}
