import { useEffect, useState, useSyncExternalStore } from 'react';

interface Store<T> {
  readonly get: () => T;
  readonly subscribe: (onChange: () => void) => () => void;
}

/** What a store of this page holds now. */
export const useStore = <T>({ subscribe, get }: Store<T>): T => useSyncExternalStore(subscribe, get);

/** Milliseconds on the clock of `performance.now()`, several times a second while `isRunning`. */
export function useNow(isRunning: boolean): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    setNow(performance.now());
    if (!isRunning) return;
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
