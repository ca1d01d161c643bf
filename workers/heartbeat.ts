import type { StageName } from '../core/model/session.ts';
import type { Database } from '../drizzle/client.ts';
import type { Log } from '../drizzle/log.ts';
import { notify, sessionChanged } from '../drizzle/notifications.ts';
import { beatStage } from '../drizzle/queries/stages.ts';

const tickMs = 1_000;
/** A third of `deadAfterSeconds`: two beats may fail before others think the run dead. */
const beatEveryMs = 5_000;

export interface Heartbeat {
  readonly progress: (fraction: number) => void;
  /** Aborted when the stage was taken from this run. */
  readonly lost: AbortSignal;
  stop(): void;
}

interface HeartbeatOptions {
  readonly db: Database;
  readonly log: Log;
  readonly sessionId: string;
  readonly name: StageName;
  readonly runId: string;
}

/** Says in the database that the run lives and how far it is: progress at most once a second. */
export function startHeartbeat({ db, log, sessionId, name, runId }: HeartbeatOptions): Heartbeat {
  const lost = new AbortController();
  let fraction = 0;
  let told = 0;
  let beatAt = performance.now();
  let isBusy = false;
  const beat = async () => {
    const isMoved = Math.abs(fraction - told) >= 0.005;
    if (isBusy || (!isMoved && performance.now() - beatAt < beatEveryMs)) return;
    isBusy = true;
    try {
      const now = fraction;
      if (!(await beatStage(db, sessionId, name, runId, now)))
        return lost.abort(new Error('the run lost its stage'));
      beatAt = performance.now();
      told = now;
      if (isMoved) await notify(db, sessionChanged, sessionId);
    } catch (error) {
      log.warn({ err: error, sessionId, stage: name }, 'a heartbeat failed');
    } finally {
      isBusy = false;
    }
  };
  const timer = setInterval(() => void beat(), tickMs);
  return {
    // Stages may go back and forth (a copy that is encoded after all); readers only see it rise.
    progress: (next) => {
      fraction = Math.max(fraction, Math.min(0.999, next));
    },
    lost: lost.signal,
    stop: () => clearInterval(timer),
  };
}
