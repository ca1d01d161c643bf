import { setTimeout as delay } from 'node:timers/promises';

/** Resolves as soon as `holds` does, which is asked every `everyMs`; the test's own time limit ends the waiting. */
export async function waitUntil(holds: () => boolean | Promise<boolean>, everyMs = 20): Promise<void> {
  while (!(await holds())) await delay(everyMs);
}
