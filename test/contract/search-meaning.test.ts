import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { findNearIndex, keepNearIndex } from '../../drizzle/near-index.ts';
import { scanUnlessTooSlow } from '../../drizzle/queries/time-limit.ts';
import { keepVectors } from '../../drizzle/queries/vectors.ts';
import { openUsedDatabase } from '../support/database.ts';
import { silentLog as log } from '../support/log.ts';
import { embeddingAtOnce, openMeaningScene, space } from '../support/meaning.ts';
import { searchIndexContract } from './search-index.ts';
import { meaningContract } from './search-meaning.ts';

/** Everything that holds for words holds with meaning beside them, too. */
searchIndexContract(
  'PostgreSQL with an embedding model',
  async () => embeddingAtOnce(await openMeaningScene({})),
  { hasStemming: true },
);

meaningContract('PostgreSQL', (answer) => openMeaningScene({ answer }));

test('a step that takes too long is left out, and the limits of before hold again', async () => {
  const { db, close } = await openUsedDatabase();
  onTestFinished(close);
  await db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('statement_timeout', '7s', true)`);
    const limit = async () => (await tx.execute(sql`show statement_timeout`)).rows;
    expect(await scanUnlessTooSlow(tx, 20, (inner) => inner.execute(sql`select pg_sleep(10)`))).toBeNull();
    expect(await limit()).toEqual([{ statement_timeout: '7s' }]);
    expect(await scanUnlessTooSlow(tx, 5_000, async () => limit())).toEqual([{ statement_timeout: '5s' }]);
    expect(await limit()).toEqual([{ statement_timeout: '7s' }]);
  });
});

test('a server without pgvector has no index and misses none', async () => {
  const { close, ...database } = await openUsedDatabase();
  onTestFinished(close);
  const vector = { textHash: 'e'.repeat(64), values: Int8Array.of(1, -1), scale: 1, signs: '10' };
  await keepVectors(database.db, space, [vector]);
  expect(await keepNearIndex({ ...database, log }, space, new AbortController().signal)).toBe(true);
  expect(await findNearIndex(database.db, space, 2)).toBeNull();
});
