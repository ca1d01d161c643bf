/**
 * How fast suggestions come as one types, at 20,000 sessions and 50,000 logged searches.
 *
 *   npx tsx test/bench/suggest.ts [--sessions 20000] [--searches 50000]
 *
 * Every beginning of names, of words inside of them and of phrases is asked for, and each with a slip.
 */
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { suggest } from '../../core/actions/suggest.ts';
import { type Database, openDatabase } from '../../drizzle/client.ts';
import { startEmbeddedPostgres } from '../../drizzle/embedded/launcher.ts';
import { migrateDatabase } from '../../drizzle/migrate.ts';
import { makeUser } from '../factories.ts';
import { bench } from './support/bench.ts';
import { fillSuggestions, wordsOfRank } from './support/fill-suggestions.ts';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '20000' },
    searches: { type: 'string', default: '50000' },
  },
});
const log = pino({ level: 'silent' });
/** What the product promises. */
const promisedMs = 20;

await bench({ limitMinutes: 10 }, async ({ dir, signal }) => {
  const postgres = await startEmbeddedPostgres({ dataDir: dir, log });
  const { db, close } = openDatabase({ config: postgres.connectionConfig, log });
  try {
    await migrateDatabase({ config: postgres.connectionConfig, log });
    const start = performance.now();
    await fillSuggestions(db, { sessions: Number(values.sessions), searches: Number(values.searches) });
    await db.execute(sql`vacuum analyze`);
    console.log(`  filled in ${((performance.now() - start) / 1_000).toFixed(0)} s`);
    await measure(db, signal);
    await printSizes(db);
  } finally {
    await close();
    await postgres.stop();
  }
});

async function measure(db: Database, signal: AbortSignal): Promise<void> {
  const reader = await makeUser(db, { team: 'team 1' });
  const typed = wordsOfRank([0, 1, 2, 5, 10, 30, 100, 300, 1_000, 2_500]);
  const swap = (word: string) => `${word.slice(0, 2)}${word[3] ?? ''}${word[2] ?? ''}${word.slice(4)}`;
  const beginnings = (text: string) => Array.from(text, (_, at) => text.slice(0, at + 1));
  const pairs = typed.map((word, at) => `${word} ${typed[(at + 3) % typed.length] ?? ''}`);
  const kinds = {
    'one letter': [...'abdkmprst'],
    'two letters': typed.map((word) => word.slice(0, 2)),
    'one word': typed.flatMap(beginnings).filter(({ length }) => length > 2),
    'two words': pairs.flatMap((pair) => beginnings(pair).slice(pair.indexOf(' ') + 1)),
    'with a slip': typed.flatMap((word) => beginnings(swap(word))).filter(({ length }) => length > 3),
    nothing: Array.from({ length: 20 }, () => ''),
  };
  for (const q of kinds['two letters']) await suggest(db, reader, q);
  const all: number[] = [];
  console.log('                 asked  found   p50 / p95 / most ms');
  for (const [kind, queries] of Object.entries(kinds)) {
    const times: number[] = [];
    let found = 0;
    for (const q of queries) {
      signal.throwIfAborted();
      const start = performance.now();
      found += Math.sign((await suggest(db, reader, q)).length);
      times.push(performance.now() - start);
    }
    all.push(...times);
    console.log(`  ${kind.padEnd(12)} ${line(times, found)}`);
  }
  console.log(`  ${'all'.padEnd(12)} ${line(all, all.length)}`);
  const isKept = at(all, 0.95) <= promisedMs;
  console.log(`  95 of 100 within ${promisedMs} ms: ${isKept ? 'yes' : 'NO'}`);
}

function at(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? Number.NaN;
}

function line(times: readonly number[], found: number): string {
  const counts = `${String(times.length).padStart(6)} ${String(found).padStart(6)}`;
  return `${counts}   ${[0.5, 0.95, 1].map((share) => at(times, share).toFixed(1)).join(' / ')}`;
}

async function printSizes(db: Database): Promise<void> {
  const { rows } = await db.execute(sql`
    select relname as "table", n_live_tup as rows, pg_size_pretty(pg_total_relation_size(relid)) as size
    from pg_stat_user_tables where relname in ('suggestions', 'suggestion_words', 'search_log') order by 1`);
  for (const row of rows) console.log(`  ${JSON.stringify(row)}`);
}
