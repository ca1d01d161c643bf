import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { ConnectionConfig, Database } from './client.ts';
import type { Log } from './log.ts';
import { type Listener, listen, notify } from './notifications.ts';

const wantedChannel = 'lock_wanted';
const retryMs = 100;

export interface AdvisoryLocks {
  /**
   * Waits until this caller alone holds the name, in all processes on this database, and gives back what ends
   * that; `null` when `signal` aborts before. Whoever holds it is asked to end by its `onWanted`, which is also
   * called when the lock is lost with its connection.
   */
  acquire(name: string, onWanted: () => void, signal: AbortSignal): Promise<Release | null>;
  /** The same without waiting or asking; `null`: somebody holds it. */
  tryAcquire(name: string, onWanted: () => void): Promise<Release | null>;
  close(): Promise<void>;
}

export type Release = () => Promise<void>;

interface Held {
  readonly onWanted: () => void;
  readonly released: Promise<void>;
}

/**
 * PostgreSQL's advisory locks, all on one connection: they end at once with a process that is killed, and cost
 * no connection each. Like LISTEN they need a direct connection.
 */
export async function openAdvisoryLocks(
  { db, connectionConfig }: { readonly db: Database; readonly connectionConfig: ConnectionConfig },
  log: Log,
): Promise<AdvisoryLocks> {
  // One connection may take a lock of its own twice, so this process keeps its callers apart by itself.
  const held = new Map<string, Held>();
  const listener: Listener = await listen(
    connectionConfig,
    wantedChannel,
    (name) => held.get(name)?.onWanted(),
    {
      log,
    },
  );
  const connection = lockConnection(connectionConfig, () => {
    if (held.size > 0) log.warn({ locks: held.size }, 'the connection that holds the locks broke');
    for (const { onWanted } of held.values()) onWanted();
  });

  const tryAcquire = async (name: string, onWanted: () => void): Promise<Release | null> => {
    if (held.has(name)) return null;
    const { promise: released, resolve: settle } = promiseWithResolve();
    held.set(name, { onWanted, released });
    const letGo = () => {
      held.delete(name);
      settle();
    };
    try {
      const unlock = await connection.tryLock(name);
      if (unlock) return () => unlock().finally(letGo);
    } catch (error) {
      letGo();
      throw error;
    }
    letGo();
    return null;
  };

  return {
    tryAcquire,
    async acquire(name, onWanted, signal) {
      while (!signal.aborted) {
        const holder = held.get(name);
        const release = holder ? null : await tryAcquire(name, onWanted);
        if (release) return release;
        if (holder) holder.onWanted();
        else await notify(db, wantedChannel, name);
        const pause = delay(retryMs, undefined, { signal }).catch(() => undefined);
        await Promise.race(holder ? [holder.released, pause] : [pause]);
      }
      return null;
    },
    async close() {
      await listener.close();
      await connection.close();
    },
  };
}

/** A pool of one: opened when it is first needed, and anew after it broke; a query that fails ends it. */
function lockConnection(config: ConnectionConfig, onLost: () => void) {
  const pool = new pg.Pool({
    ...config,
    max: 1,
    idleTimeoutMillis: 0,
    application_name: 'brownbag locks',
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
    keepAlive: true,
  });
  // What broke it also removes it.
  pool.on('error', () => undefined);
  pool.on('remove', onLost);
  const key = 'hashtextextended($1, 0)';
  return {
    async tryLock(name: string): Promise<Release | null> {
      const { rows } = await pool.query(`select pg_try_advisory_lock(${key}) as "isOurs"`, [name]);
      if (rows[0]?.isOurs !== true) return null;
      return async () => {
        // Where this fails the lock is gone with the connection.
        await pool.query(`select pg_advisory_unlock(${key})`, [name]).catch(() => undefined);
      };
    },
    close: () => pool.end(),
  };
}

function promiseWithResolve(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
