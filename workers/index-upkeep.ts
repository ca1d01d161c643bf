import { setTimeout as delay } from 'node:timers/promises';
import { catchUpIndex } from '../core/actions/catch-up-index.ts';

type Deps = Parameters<typeof catchUpIndex>[0];

const everyMs = 10_000;
/** After failures, or where others do it, it takes longer, up to this: a server that is down is asked once a minute. */
const mostMs = 60_000;

/** At the start, and now and then: brings the search index up to date with what it has missed. */
export function startIndexUpkeep(deps: Deps): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    for (let waitMs = everyMs; !signal.aborted; ) {
      const outcome = await catchUpIndex(deps, { signal });
      waitMs = outcome === 'complete' ? everyMs : Math.min(waitMs * 2, mostMs);
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
