import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import type { ConnectionConfig, Queryable } from './client.ts';
import type { Log } from './log.ts';

/** Says that a session, its stages or their progress changed; the payload is the session's id. */
export const sessionChanged = 'session_changed';

const firstPauseMs = 100;
const longestPauseMs = 5_000;

export interface ListenOptions {
  readonly log: Log;
  /** Called after a lost connection is back: notifications may have been missed meanwhile. */
  readonly onReconnect?: (() => void) | undefined;
}

export interface Listener {
  close(): Promise<void>;
}

/**
 * Listens on a connection of its own, from when it resolves until `close`; reconnects with growing pauses.
 * Rejects when the first connection fails. What `onPayload` throws is logged. Needs a direct connection:
 * PgBouncer in transaction mode drops LISTEN.
 */
export async function listen(
  config: ConnectionConfig,
  channel: string,
  onPayload: (payload: string) => void,
  { log, onReconnect }: ListenOptions,
): Promise<Listener> {
  const closing = new AbortController();
  const deliver = (payload: string): void => {
    try {
      onPayload(payload);
    } catch (err) {
      log.error({ err, channel }, 'handling a notification failed');
    }
  };
  let current = await connect(config, channel, deliver);

  const keep = async (): Promise<void> => {
    for (;;) {
      const cause = await current.lost;
      if (closing.signal.aborted) return;
      log.warn({ err: cause, channel }, 'the listening database connection broke');
      const next = await reconnect(() => connect(config, channel, deliver), closing.signal);
      if (next === null) return;
      current = next;
      onReconnect?.();
    }
  };
  const keeping = keep();
  return {
    async close() {
      closing.abort();
      await current.end();
      await keeping;
    },
  };
}

/** Sends a notification; inside a transaction it goes out with the commit. Payloads hold at most 7999 bytes. */
export async function notify(db: Queryable, channel: string, payload: string): Promise<void> {
  await db.execute(sql`select pg_notify(${channel}, ${payload})`);
}

interface Connection {
  /** Resolves when the connection has ended, with the reason if there was one. */
  readonly lost: Promise<Error | undefined>;
  end(): Promise<void>;
}

async function connect(
  config: ConnectionConfig,
  channel: string,
  onPayload: (payload: string) => void,
): Promise<Connection> {
  const client = new pg.Client({
    ...config,
    application_name: 'brownbag listen',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  const lost = new Promise<Error | undefined>((resolve) => {
    client.on('error', resolve);
    client.on('end', () => resolve(undefined));
  });
  client.on('notification', (message) => {
    if (message.channel === channel) onPayload(message.payload ?? '');
  });
  try {
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return { lost, end: () => client.end() };
}

/** Tries until it works; `null` once `signal` is aborted. */
async function reconnect(
  attempt: () => Promise<Connection>,
  signal: AbortSignal,
): Promise<Connection | null> {
  for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return null;
    const connection = await attempt().catch(() => null);
    if (connection === null) continue;
    if (!signal.aborted) return connection;
    await connection.end();
  }
  return null;
}
