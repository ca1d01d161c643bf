import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { openTestDatabase } from '../support/database.ts';

test('a server that goes away in the middle of a transaction fails it, and nothing else', async () => {
  const { db, close } = await openTestDatabase();
  onTestFinished(close);
  const attempt = db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await db.execute(sql`select pg_terminate_backend(${rows[0]?.pid})`);
    // The error reaches the idle connection before the next query of the transaction.
    await db.execute(sql`select pg_sleep(0.2)`);
    await tx.execute(sql`select 1`);
  });
  await expect(attempt).rejects.toThrow();
  expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
});
