/** A limited number of places; who finds none waits in order. */
export interface Slots {
  /** Resolves with what gives the place back. Rejects with the signal's reason when aborted while waiting. */
  take(signal: AbortSignal): Promise<() => void>;
}

/** All `count` places are free; `Infinity` makes nobody wait. A place must be given back exactly once. */
export function openSlots(count: number): Slots {
  let free = count;
  const waiting = new Set<() => void>();
  const giveBack = () => {
    const [next] = waiting;
    if (!next) free += 1;
    else next();
  };
  return {
    async take(signal) {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return giveBack;
      }
      await new Promise<void>((resolve, reject) => {
        const leave = () => {
          waiting.delete(enter);
          reject(signal.reason);
        };
        const enter = () => {
          waiting.delete(enter);
          signal.removeEventListener('abort', leave);
          resolve();
        };
        waiting.add(enter);
        signal.addEventListener('abort', leave, { once: true });
      });
      return giveBack;
    },
  };
}
