import { type RefObject, startTransition, useEffect, useState } from 'react';
import { nextChunks } from './chunks.ts';

/** So many chunks come at a time. */
const sliceChunks = 4;
/** On a page that is never idle they come nevertheless. */
const patienceMs = 200;

/**
 * Which chunks of a long list are there: those that are wanted and their neighbours at once, then slice by slice those
 * nearest to what is in view. Whatever has come stays.
 */
export function useArrival(
  list: RefObject<HTMLElement | null>,
  count: number,
  wanted: readonly number[],
): ReadonlySet<number> {
  const [arrived, setArrived] = useState<ReadonlySet<number>>(new Set());
  const missing = wanted
    .flatMap((chunk) => [chunk - 1, chunk, chunk + 1])
    .filter((chunk) => chunk >= 0 && chunk < count && !arrived.has(chunk));
  const there = missing.length > 0 ? new Set([...arrived, ...missing]) : arrived;
  if (there !== arrived) setArrived(there);
  useEffect(() => {
    if (nextChunks(there, { count, near: 0, most: 1 }).length === 0) return;
    return whenIdle(() => {
      const next = nextChunks(there, { count, near: chunkInView(list.current), most: sliceChunks });
      startTransition(() => setArrived((now) => new Set([...now, ...next])));
    });
  }, [list, there, count]);
  return there;
}

/** The first chunk of which something is in view; the chunks are the list's children. */
function chunkInView(list: HTMLElement | null): number {
  const chunks = [...(list?.children ?? [])];
  const top = Math.max(0, list?.getBoundingClientRect().top ?? 0);
  return Math.max(
    0,
    chunks.findIndex((chunk) => chunk.getBoundingClientRect().bottom > top),
  );
}

/** Safari has no idle callbacks; there it is a task of its own. Gives what calls it off. */
function whenIdle(act: () => void): () => void {
  if ('requestIdleCallback' in window) {
    const id = requestIdleCallback(act, { timeout: patienceMs });
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(act);
  return () => clearTimeout(id);
}
