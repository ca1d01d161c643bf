import { stat } from 'node:fs/promises';
import type { Found, ImportItem } from './import-items.ts';
import { isSameSighting, type Outcome, type Settled, type Sighting, settling } from './settling.ts';

export interface WatchDeps {
  find(): Promise<Found>;
  /** Called each time with what could not be looked at. */
  tellUnreadable(unreadable: Found['unreadable']): void;
  /** Deals with an item that nobody writes any more; does not reject. */
  take(settled: Settled): Promise<Outcome>;
  /** Called after every look, when all that had settled was dealt with. What it fails of ends no watch. */
  afterLook(): Promise<void>;
  tellFailed(error: unknown): void;
  /** Until the next look; resolves also when the watch is to end. */
  wait(): Promise<void>;
}

/** A recorder may pause between two writes: a file has to be the same in this many looks after the first. */
const quietLooks = 2;

/**
 * Looks at folders again and again until `signal` aborts. Network shares do not tell of changes, and vanish for
 * a while: so it looks, rather than being told, and takes nothing it does not see for news.
 */
export async function watchItems(deps: WatchDeps, signal: AbortSignal): Promise<void> {
  const files = settling(quietLooks);
  while (!signal.aborted) {
    const { items, unreadable } = await deps.find();
    deps.tellUnreadable(unreadable);
    const sightings = await Promise.all(items.map(sight));
    for (const settled of files.look(sightings.filter((sighting) => sighting !== null))) {
      if (signal.aborted) return;
      // Those before it may have taken an hour.
      const now = await sight(settled.item);
      if (now && isSameSighting(now, settled)) files.end(settled.item, await deps.take(settled));
    }
    await deps.afterLook().catch(deps.tellFailed);
    await deps.wait();
  }
}

/** `null`: it is gone again. */
async function sight(item: ImportItem): Promise<Sighting | null> {
  const [content, captions] = await Promise.all([
    stampOf(item.path),
    item.captionsPath === null ? null : stampOf(item.captionsPath),
  ]);
  return content && { item, content, captions };
}

async function stampOf(path: string) {
  try {
    const { size, mtimeMs } = await stat(path);
    return { sizeBytes: size, modifiedMs: mtimeMs };
  } catch {
    return null;
  }
}
