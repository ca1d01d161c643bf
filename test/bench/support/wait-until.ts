import { setTimeout as delay } from 'node:timers/promises';

/** Resolves within 20 ms after `holds` does; the signal ends the waiting. */
export async function waitUntil(holds: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  while (!(await holds())) await delay(20, undefined, { signal });
}
