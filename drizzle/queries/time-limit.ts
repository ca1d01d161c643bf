import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '../client.ts';

/**
 * Reads in one transaction in which no statement may take longer than `milliseconds`. `isPlannedOnce`: a prepared
 * statement gets one plan for all values.
 */
export async function readWithin<T>(
  db: Database,
  milliseconds: number,
  read: (tx: Transaction) => Promise<T>,
  { isPlannedOnce = false } = {},
): Promise<T> {
  return db.transaction(
    async (tx) => {
      // Compiling a plan takes longer than any of these searches. Each of them has its index, which the planner
      // passes over for lack of statistics on arrays: 94 ms instead of 1 for a misspelt word.
      await tx.execute(
        sql`select set_config('statement_timeout', ${String(milliseconds)}, true), set_config('jit', 'off', true),
          set_config('enable_seqscan', 'off', true),
          set_config('plan_cache_mode', ${isPlannedOnce ? 'force_generic_plan' : 'auto'}, true)`,
      );
      return read(tx);
    },
    { accessMode: 'read only' },
  );
}

/** Runs one step that may run into the time limit; `null` then, and the transaction goes on. */
export async function unlessTooSlow<T>(
  tx: Transaction,
  step: (inner: Transaction) => Promise<T>,
): Promise<T | null> {
  try {
    return await tx.transaction(step);
  } catch (error) {
    if (sqlStateOf(error) === queryCanceled) return null;
    throw error;
  }
}

/** The same for a step that reads whole tables, with a limit of its own; the limits of before hold after it. */
export async function scanUnlessTooSlow<T>(
  tx: Transaction,
  milliseconds: number,
  step: (inner: Transaction) => Promise<T>,
): Promise<T | null> {
  const limits = (timeout: unknown, seqscan: unknown) =>
    tx.execute(sql`select set_config('statement_timeout', ${timeout}, true),
      set_config('enable_seqscan', ${seqscan}, true)`);
  const { rows } = await tx.execute<{ timeout: unknown; seqscan: unknown }>(
    sql`select current_setting('statement_timeout') as timeout, current_setting('enable_seqscan') as seqscan`,
  );
  const found = await unlessTooSlow(tx, async (inner) => {
    await limits(String(milliseconds), 'on');
    return step(inner);
  });
  if (found !== null) await limits(rows[0]?.timeout, rows[0]?.seqscan);
  return found;
}

/** PostgreSQL, appendix A: query_canceled. */
const queryCanceled = '57014';

/** The SQLSTATE of a database error, also when drizzle has wrapped it. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return sqlStateOf(error.cause);
}
