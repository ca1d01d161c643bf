import { useEffect } from 'react';

/** Keeps a phone's screen on as long as the component is there: behind a locked one nothing is recorded. */
export function useAwake(): void {
  useEffect(() => {
    const over = new AbortController();
    let lock: WakeLockSentinel | null = null;
    // A page that is hidden loses its lock.
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      const granted = await navigator.wakeLock.request('screen');
      if (over.signal.aborted) await granted.release();
      else lock = granted;
    };
    // Browsers without it, and batteries that are low, let the screen go off.
    const tryToAsk = () => void ask().catch(() => undefined);
    tryToAsk();
    document.addEventListener('visibilitychange', tryToAsk, { signal: over.signal });
    return () => {
      over.abort();
      void lock?.release();
    };
  }, []);
}
