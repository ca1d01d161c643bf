/**
 * What finding by meaning beside words does to queries whose words are said, and what it costs, with vectors of words
 * instead of a model (`wordVectors`): how the two are fused is measured, not how well a model understands.
 *
 *   npx tsx test/bench/meaning.ts <folder of WebVTT> <queries.json> <database> [--dimensions 256] [--split test] [--sessions 100]
 *
 * The folder and the queries are those of `test/bench/search.ts`. The database is filled once and kept.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { z } from 'zod';
import { embedPassages } from '../../core/actions/embed-passages.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { queryVectors } from '../../core/engines/search/query-vectors.ts';
import { parseCaptions } from '../../core/model/captions/parse.ts';
import { buildPassages } from '../../core/model/search/passages.ts';
import type { Embedder } from '../../core/ports/embedder.ts';
import type { SearchIndex } from '../../core/ports/search-index.ts';
import { type Database, openDatabase } from '../../drizzle/client.ts';
import { newId } from '../../drizzle/ids.ts';
import { migrateDatabase } from '../../drizzle/migrate.ts';
import { sessions } from '../../drizzle/schema/sessions.ts';
import { makeSession, makeUser } from '../factories.ts';
import { wordVectors } from '../support/word-vectors.ts';

const Queries = z.array(
  z.object({
    class: z.string(),
    split: z.string(),
    q: z.string(),
    sessionId: z.string(),
    startSeconds: z.number(),
  }),
);
/** Away from the truth by at most so many seconds, a moment is found. */
const toleranceSeconds = 60;
const log = pino({ level: 'silent' });

/** Vectors of words, in this process. */
function wordEmbedder(dimensions: number): Embedder {
  const vectorOf = wordVectors(dimensions);
  return {
    name: 'words',
    space: `words ${dimensions}`,
    async embed(texts) {
      return texts.map((text) => {
        const vector = Float32Array.from(vectorOf(text));
        const length = Math.hypot(...vector);
        return length === 0 ? null : vector.map((value) => value / length);
      });
    },
    async check() {},
  };
}

async function load(
  db: Database,
  index: SearchIndex,
  { folder, most }: { readonly folder: string; readonly most: number },
): Promise<Map<string, string>> {
  const known = new Map((await db.select().from(sessions)).map(({ slug, id }) => [slug, id]));
  const described = z
    .record(z.string(), z.object({ title: z.string() }))
    .parse(JSON.parse(await readFile(join(folder, 'sessions.json'), 'utf8').catch(() => '{}')));
  const owner = await makeUser(db);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.vtt')).sort();
  for (const file of files.slice(0, most)) {
    const slug = file.slice(0, -4);
    if (known.has(slug)) continue;
    const title = described[slug]?.title ?? slug;
    const originalSha256 = createHash('sha256').update(slug).digest('hex');
    const { id, createdAt } = await makeSession(db, { slug, title, ownerId: owner.id, originalSha256 });
    known.set(slug, id);
    const audience = { visibility: 'organisation', ownerId: owner.id, team: null } as const;
    const document = {
      id,
      title,
      description: '',
      speakers: [],
      topics: [],
      collections: [],
      language: 'en',
    };
    const passages = buildPassages(parseCaptions(await readFile(join(folder, file), 'utf8')));
    await index.replaceSession({ ...document, version: 1, heldAt: createdAt, audience, trust: 1 }, passages);
  }
  return known;
}

async function ask(
  index: SearchIndex,
  queries: z.infer<typeof Queries>,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const reader = { id: newId(), role: 'member', team: null } as const;
  const ranks: number[] = [];
  const times: number[] = [];
  let meant = 0;
  for (const { q, sessionId, startSeconds } of queries) {
    const query = { text: q, reader, filters: {}, sort: 'relevance', limit: 10, moments: 3 } as const;
    // Asked twice: the second time what the query means is known, as it mostly is to a server.
    await index.search(query);
    const start = performance.now();
    const { hits } = await index.search(query);
    times.push(performance.now() - start);
    meant += hits.some(({ moments }) => moments.some(({ by }) => by === 'meaning')) ? 1 : 0;
    const at = hits.findIndex((hit) => hit.sessionId === ids.get(sessionId));
    const isThere = hits[at]?.moments.some(
      (moment) => Math.abs(moment.startSeconds - startSeconds) <= toleranceSeconds,
    );
    ranks.push(isThere ? at + 1 : 0);
  }
  const mean = (value: (rank: number) => number) =>
    (ranks.reduce((sum, rank) => sum + value(rank), 0) / ranks.length).toFixed(4);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  console.log(
    `MRR@10 ${mean((rank) => (rank > 0 ? 1 / rank : 0))}  R@10 ${mean(Math.sign)}  p50 ${at(0.5)} p95 ${at(0.95)} ms` +
      `  ${meant} of ${ranks.length} with moments by meaning`,
  );
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      dimensions: { type: 'string', default: '256' },
      split: { type: 'string', default: 'test' },
      sessions: { type: 'string', default: '1000' },
    },
  });
  const [folder, queriesFile, url] = positionals;
  if (folder === undefined || queriesFile === undefined || url === undefined) {
    console.log('  left out: npx tsx test/bench/meaning.ts <folder> <queries.json> <database>');
    return;
  }
  const config = { connectionString: url };
  await migrateDatabase({ config, log });
  const { db, close } = openDatabase({ config, log });
  try {
    const embedder = wordEmbedder(Number(values.dimensions));
    const space = embedder.space ?? '';
    const vectors = queryVectors({ embedder, spaceInUse: async () => space, waitMs: 20_000 });
    const words = postgresIndex({ db });
    const ids = await load(db, words, { folder, most: Number(values.sessions) });
    const signal = new AbortController().signal;
    let count = 0;
    for (let more = 1; more > 0; count += more)
      more = await embedPassages({ db, embedder }, { space, above: 0, signal });
    await db.execute('analyze');
    console.log(`${ids.size} sessions, ${count} vectors made`);
    const queries = Queries.parse(JSON.parse(await readFile(queriesFile, 'utf8'))).filter(
      ({ split, sessionId }) => (values.split === 'all' || split === values.split) && ids.has(sessionId),
    );
    await ask(words, queries, ids);
    await ask(postgresIndex({ db, vectors }), queries, ids);
  } finally {
    await close();
  }
}

await main();
