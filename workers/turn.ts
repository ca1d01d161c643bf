import type { Priority, Slots } from './slots.ts';
import type { TimeLimit } from './time-limit.ts';

export interface TurnSlots {
  /** For what takes seconds. */
  readonly light: Slots;
  /** For what keeps cores busy for minutes. */
  readonly heavy: Slots;
}

/** A run's place among others: of the light kind, or of the heavy kind while `heavy` works, or none while it waits. */
export interface Turn {
  readonly heavy: <T>(work: () => Promise<T>) => Promise<T>;
  /** Gives back what is held. */
  end(): void;
}

interface TurnOptions {
  readonly slots: TurnSlots;
  readonly priority: Priority;
  readonly limit: TimeLimit;
  readonly signal: AbortSignal;
}

/** Takes a light place; the time limit counts no wait. Rejects with the signal's reason when aborted. */
export async function beginTurn({ slots, priority, limit, signal }: TurnOptions): Promise<Turn> {
  let giveBack: (() => void) | null = await limit.pause(slots.light.take(signal));
  let isHeavy = false;
  const end = () => {
    giveBack?.();
    giveBack = null;
  };
  return {
    end,
    async heavy(work) {
      if (isHeavy) return work();
      // What waits here for hours must not keep what takes seconds from its place.
      end();
      giveBack = await limit.pause(slots.heavy.take(signal, priority));
      isHeavy = true;
      return work().finally(() => {
        isHeavy = false;
        end();
      });
    },
  };
}
