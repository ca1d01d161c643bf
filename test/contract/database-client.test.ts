import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '../../drizzle/client.ts';
import { makeSession } from '../factories.ts';
import { openTestDatabase } from '../support/database.ts';
import { silentLog as log } from '../support/log.ts';
import { waitUntil } from '../support/wait-until.ts';

test('bigint, float and array columns come back as numbers and lists, in raw queries too', async () => {
  const { db, close } = await openTestDatabase();
  onTestFinished(close);
  const session = await makeSession(db, {
    originalBytes: 17_179_869_184,
    durationSeconds: 61.25,
    speakers: ['Ann'],
  });
  expect(session).toMatchObject({ originalBytes: 17_179_869_184, durationSeconds: 61.25, speakers: ['Ann'] });
  const { rows } = await db.execute(
    sql`select count(*) as count, sum(original_bytes)::bigint as bytes, avg(duration_seconds) as mean from sessions`,
  );
  expect(rows).toEqual([{ count: 1, bytes: 17_179_869_184, mean: 61.25 }]);
});

test('an idle connection that the server cuts is reported and replaced', async () => {
  const { db, connectionConfig, close } = await openTestDatabase();
  onTestFinished(close);
  const warn = vi.fn();
  const other = openDatabase({ config: connectionConfig, log: { ...log, warn } });
  onTestFinished(() => other.close());
  const { rows } = await other.db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  await db.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`);
  await waitUntil(() => warn.mock.calls.length > 0);
  expect((await other.db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
});

test('a statement that runs past its limit is cancelled and the connection stays usable', async () => {
  const { connectionConfig, close } = await openTestDatabase();
  onTestFinished(close);
  const hasty = openDatabase({ config: connectionConfig, log, statementTimeoutMs: 50, maxConnections: 1 });
  onTestFinished(() => hasty.close());
  await expect(hasty.db.execute(sql`select pg_sleep(60)`)).rejects.toMatchObject({
    cause: { code: '57014' },
  });
  expect((await hasty.db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
});
