import type { Log } from '../drizzle/log.ts';

/** Ends a start that was interrupted; nothing to explain. */
export class StopAsked extends Error {
  override readonly name = 'StopAsked';
}

interface Closable {
  close(): Promise<void>;
}

export interface Shutdown {
  /** Closes this when the process stops, before everything given earlier. Throws StopAsked when it is to stop already. */
  later<Part extends Closable>(part: Part): Part;
  /** From now on a signal closes everything and ends the process; until now it only ends the start. */
  started(log: Log): void;
  closeAll(): Promise<void>;
}

/** A drain that hangs must not keep the machine from shutting down. */
const drainMs = 25_000;

/** Stops on the first SIGINT or SIGTERM, in the opposite order of the start; a second one does not wait. */
export function stopOnSignal(): Shutdown {
  const parts: Closable[] = [];
  let log: Log | undefined;
  let isAsked = false;
  const closeAll = async () => {
    for (const part of parts.splice(0).reverse()) await part.close();
  };
  const drain = async () => {
    try {
      await closeAll();
      process.exit(0);
    } catch (error) {
      log?.error({ err: error }, 'stopping failed');
      process.exit(1);
    }
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (isAsked) process.exit(1);
    isAsked = true;
    setTimeout(() => process.exit(1), drainMs).unref();
    if (!log) return;
    log.info({ signal }, 'stopping');
    void drain();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  return {
    later(part) {
      parts.push(part);
      if (isAsked) throw new StopAsked('asked to stop while starting');
      return part;
    },
    started(given) {
      log = given;
      if (isAsked) void drain();
    },
    closeAll,
  };
}
