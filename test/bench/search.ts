/**
 * How well and how fast the database search finds moments, on a folder of WebVTT transcripts.
 *
 *   npx tsx test/bench/search.ts <folder> [<queries.json>] [--split dev|test|all] [--database <url>] [--misses]
 *
 * The folder holds `<id>.vtt` and perhaps `sessions.json` (`id -> { title, speakers }`); queries are a list of
 * `{ class, split, q, sessionId, startSeconds }`. A database given is filled once and kept.
 */
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { eq, sql } from 'drizzle-orm';
import { pino } from 'pino';
import { z } from 'zod';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { parseCaptions } from '../../core/model/captions/parse.ts';
import { buildPassages } from '../../core/model/search/passages.ts';
import type { SearchIndex } from '../../core/ports/search-index.ts';
import { type ConnectionConfig, type Database, openDatabase } from '../../drizzle/client.ts';
import { startEmbeddedPostgres } from '../../drizzle/embedded/launcher.ts';
import { newId } from '../../drizzle/ids.ts';
import { migrateDatabase } from '../../drizzle/migrate.ts';
import { sessions } from '../../drizzle/schema/sessions.ts';
import { makeSession, makeUser } from '../factories.ts';

const Descriptions = z.record(
  z.string(),
  z.object({ title: z.string(), speakers: z.array(z.string()).default([]) }),
);
const Queries = z.array(
  z.object({
    class: z.string(),
    split: z.string().default('test'),
    q: z.string(),
    sessionId: z.string(),
    startSeconds: z.number(),
  }),
);
type Query = z.infer<typeof Queries>[number];

/** Away from the truth by at most so many seconds, a moment is found. */
const toleranceSeconds = 60;
const log = pino({ level: 'silent' });

interface Result {
  readonly query: Query;
  readonly milliseconds: number;
  /** Of the right session among ten, from 1; 0 when none of its three moments is the right one. */
  readonly rank: number;
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      split: { type: 'string', default: 'test' },
      database: { type: 'string' },
      misses: { type: 'boolean', default: false },
    },
  });
  const [folder, queriesFile] = positionals;
  if (folder === undefined) {
    console.log('  left out, it needs transcripts: npx tsx test/bench/search.ts <folder> [<queries.json>]');
    return;
  }
  const server = await openServer(values.database);
  const { db, close } = openDatabase({ config: server.config, log });
  try {
    await migrateDatabase({ config: server.config, log });
    const index = postgresIndex({ db });
    const idOf = await load(db, index, folder);
    await printSizes(db);
    if (queriesFile === undefined) return;
    const queries = Queries.parse(JSON.parse(await readFile(queriesFile, 'utf8')));
    const results = await ask(index, queries, values.split, idOf);
    printQuality(results);
    if (values.misses)
      for (const { query, rank } of results) if (rank !== 1) console.log(rank, query.class, query.q);
  } finally {
    await close();
    await server.stop();
  }
}

async function openServer(
  url: string | undefined,
): Promise<{ config: ConnectionConfig; stop(): Promise<void> }> {
  if (url !== undefined) return { config: { connectionString: url }, stop: async () => {} };
  const dataDir = await mkdtemp(join(tmpdir(), 'brownbag-bench-'));
  await chmod(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  const stop = () => postgres.stop().finally(() => rm(dataDir, { recursive: true, force: true }));
  return { config: postgres.connectionConfig, stop };
}

/** Indexes what is not there yet, one session after another, and gives the ids of all. */
async function load(db: Database, index: SearchIndex, folder: string): Promise<Map<string, string>> {
  const described = Descriptions.parse(
    JSON.parse(await readFile(join(folder, 'sessions.json'), 'utf8').catch(() => '{}')),
  );
  const files = (await readdir(folder)).filter((name) => name.endsWith('.vtt')).sort();
  const owner = await makeUser(db);
  const ids = new Map<string, string>();
  const milliseconds: number[] = [];
  let passageCount = 0;
  for (const file of files) {
    const name = file.slice(0, -4);
    const sha = createHash('sha256').update(name).digest('hex');
    const [known] = await db.select().from(sessions).where(eq(sessions.originalSha256, sha));
    ids.set(name, known?.id ?? newId());
    if (known !== undefined) continue;
    const { title, speakers } = described[name] ?? { title: name, speakers: [] };
    const session = await makeSession(db, {
      ...{ id: ids.get(name) ?? newId(), slug: name, title, speakers, ownerId: owner.id, language: 'en' },
      ...{ originalSha256: sha, hasRecording: false },
    });
    const passages = buildPassages(parseCaptions(await readFile(join(folder, file), 'utf8')));
    passageCount += passages.length;
    const start = performance.now();
    await index.replaceSession(
      {
        ...{ id: session.id, title, description: '', speakers, topics: [], collections: [], language: 'en' },
        heldAt: session.createdAt,
        audience: { visibility: 'organisation', ownerId: owner.id, team: null },
        version: 1,
        trust: 1,
      },
      passages,
    );
    milliseconds.push(performance.now() - start);
  }
  await db.execute(sql`analyze`);
  console.log(
    `indexed ${milliseconds.length} sessions, ${passageCount} passages: ${spread(milliseconds)} ms each`,
  );
  return ids;
}

async function ask(
  index: SearchIndex,
  queries: readonly Query[],
  split: string,
  ids: ReadonlyMap<string, string>,
): Promise<Result[]> {
  const reader = { id: newId(), role: 'member', team: null } as const;
  const search = (text: string) =>
    index.search({ text, reader, filters: {}, sort: 'relevance', limit: 10, moments: 3 });
  for (const { q } of queries.filter((query) => query.split !== split).slice(0, 20)) await search(q);
  const results: Result[] = [];
  for (const query of queries.filter((one) => split === 'all' || one.split === split)) {
    const start = performance.now();
    const { hits } = await search(query.q);
    const milliseconds = performance.now() - start;
    const at = hits.findIndex(({ sessionId }) => sessionId === ids.get(query.sessionId));
    const isThere = hits[at]?.moments.some(
      ({ startSeconds }) => Math.abs(startSeconds - query.startSeconds) <= toleranceSeconds,
    );
    results.push({ query, milliseconds, rank: isThere ? at + 1 : 0 });
  }
  return results;
}

function printQuality(results: readonly Result[]): void {
  console.log('class      queries  MRR@10  R@10   p50 / p95 / p99 ms');
  for (const name of [...new Set(results.map(({ query }) => query.class)), 'ALL']) {
    const of = results.filter(({ query }) => name === 'ALL' || query.class === name);
    const mean = (value: (rank: number) => number) =>
      (of.reduce((sum, { rank }) => sum + value(rank), 0) / of.length).toFixed(3);
    const quality = `${mean((rank) => (rank > 0 ? 1 / rank : 0))}   ${mean((rank) => Math.sign(rank))}`;
    const times = spread(of.map(({ milliseconds }) => milliseconds));
    console.log(`${name.padEnd(10)} ${String(of.length).padStart(7)}  ${quality}  ${times}`);
  }
}

async function printSizes(db: Database): Promise<void> {
  const { rows } = await db.execute(sql`
    select count(*) as passages, pg_size_pretty(pg_total_relation_size('passages')) as "passages with indexes",
      pg_size_pretty(pg_relation_size('passages_tsv')) as gin, (select count(*) from words) as words,
      pg_size_pretty(pg_total_relation_size('words')) as "words with indexes" from passages`);
  console.log(JSON.stringify(rows[0]));
}

/** `p50 / p95 / p99` */
function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return [0.5, 0.95, 0.99]
    .map((share) => (sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0).toFixed(1))
    .join(' / ');
}

await main();
