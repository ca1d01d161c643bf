import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listen, notify, sessionChanged } from '../../drizzle/notifications.ts';
import { openTestDatabase } from '../support/database.ts';
import { silentLog as log } from '../support/log.ts';
import { waitUntil } from '../support/wait-until.ts';

async function openListener(onReconnect?: () => void) {
  const { db, connectionConfig, close } = await openTestDatabase();
  onTestFinished(close);
  const received: string[] = [];
  const onPayload = (payload: string) => {
    received.push(payload);
    if (payload === 'faulty') throw new Error('a handler that fails');
  };
  const listener = await listen(connectionConfig, sessionChanged, onPayload, { log, onReconnect });
  onTestFinished(() => listener.close());
  return { db, received };
}

test('a notification arrives once its transaction commits, and never when it is rolled back', async () => {
  const { db, received } = await openListener();
  const rolledBack = db.transaction(async (tx) => {
    await notify(tx, sessionChanged, 'rolled back');
    throw new Error('changed our mind');
  });
  await expect(rolledBack).rejects.toThrow('changed our mind');
  await db.transaction((tx) => notify(tx, sessionChanged, 'committed'));
  await waitUntil(() => received.length > 0);
  expect(received).toEqual(['committed']);
});

test('a handler that throws does not end the listening', async () => {
  const { db, received } = await openListener();
  await notify(db, sessionChanged, 'faulty');
  await notify(db, sessionChanged, 'next');
  await waitUntil(() => received.includes('next'));
});

test('after its connection is cut the listener comes back, says so and receives again', async () => {
  const onReconnect = vi.fn();
  const { db, received } = await openListener(onReconnect);
  const cut = await db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'brownbag listen' and datname = current_database()`,
  );
  expect(cut.rows).toHaveLength(1);
  await waitUntil(() => onReconnect.mock.calls.length > 0);
  await notify(db, sessionChanged, 'after');
  await waitUntil(() => received.length > 0);
  expect(received).toEqual(['after']);
});
