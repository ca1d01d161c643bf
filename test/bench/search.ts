/**
 * How well and how fast the database search finds moments, beside plain full text of PostgreSQL and MiniSearch.
 *
 *   npm run bench:search [-- --passages 113000] [--misses] [--parts quality,speed,server]
 *   with TRANSCRIPTS_DIR and QUERIES set where there are any
 *
 * Transcripts: `<folder>/<name>.vtt` and perhaps `sessions.json` (`name -> { title, speakers }`); without a folder
 * those of the fixtures. Queries: a list of `{ class, split, q, sessionId, startSeconds }`, `sessionId` being the
 * name; without them they are made from the talks. `--passages`: invented talks are added up to so many.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import type { Weights } from '../../core/model/search/weights.ts';
import { repositoryRoot } from '../../core/root.ts';
import type { Database } from '../../drizzle/client.ts';
import { newId } from '../../drizzle/ids.ts';
import { makeUser } from '../factories.ts';
import { bench } from './support/bench.ts';
import { printAblation } from './support/search/ablation.ts';
import { openBenchDatabase, printSizes } from './support/search/database.ts';
import { inventTalks } from './support/search/invent.ts';
import { type KnownItem, makeKnownItems, readKnownItems } from './support/search/known-items.ts';
import { spread } from './support/search/latency.ts';
import { type Loaded, loadInBulk, loadTalks } from './support/search/load.ts';
import { printBars, printComparison } from './support/search/print-quality.ts';
import { miniSearch, plainPostgres } from './support/search/rivals.ts';
import { type Ask, type Scored, score } from './support/search/score.ts';
import { measureServer } from './support/search/server.ts';
import { printSpeed } from './support/search/speed.ts';
import { readTalks, type Talk } from './support/search/talks.ts';

const reader = { id: newId(), role: 'member', team: null } as const;
const queriesPerClass = 60;
/** Asked before what counts. */
const warmUp = 20;

const { values: options } = parseArgs({
  options: {
    transcripts: { type: 'string', default: process.env['TRANSCRIPTS_DIR'] ?? '' },
    queries: { type: 'string', default: process.env['QUERIES'] ?? '' },
    passages: { type: 'string', default: '0' },
    misses: { type: 'boolean', default: false },
    parts: { type: 'string', default: 'quality,speed,server' },
  },
});

const parts = new Set(options.parts.split(','));

await bench({ limitMinutes: 120 }, async ({ dir, signal }) => {
  const talks = await givenTalks();
  const made = makeKnownItems(talks, queriesPerClass);
  const given = options.queries === '' ? [] : await readKnownItems(options.queries);
  const { db, url, close } = await openBenchDatabase(join(dir, 'database'), signal);
  try {
    const owner = await makeUser(db);
    const index = postgresIndex({ db });
    const loaded = await loadTalks({ db, index, ownerId: owner.id }, talks);
    console.log(`  ${talks.length} sessions indexed, each in ${spread(loaded.milliseconds)} ms`);
    const real = talks.reduce((sum, { passages }) => sum + passages.length, 0);
    const invented = inventTalks(talks, Math.max(0, Number(options.passages) - real));
    if (Number(options.passages) > real) await loadInBulk({ db, index, ownerId: owner.id }, invented, signal);
    await printSizes(db);
    for (const [whose, items] of [
      ['queries given', given],
      ['queries made from the talks', made],
    ] as const)
      if (items.length > 0 && parts.has('quality')) await measureQuality({ db, talks, loaded }, items, whose);
    const passages = Math.max(real, Number(options.passages));
    if (parts.has('speed')) await printSpeed(engine(db), { talks, passages }, [...given, ...made]);
    const queries = made.map(({ q }) => q);
    if (parts.has('server')) await measureServer({ db, url, dir, index, talks, queries, signal });
  } finally {
    await close();
  }
});

function givenTalks(): Promise<Talk[]> {
  return options.transcripts === ''
    ? readTalks(join(repositoryRoot(), 'test/fixtures/captions'), '.zoom.vtt')
    : readTalks(options.transcripts);
}

function engine(db: Database, weights?: Weights): Ask {
  const index = postgresIndex({ db, ...(weights && { weights }) });
  return async (text) => {
    const { hits } = await index.search({
      ...{ text, reader, filters: {}, sort: 'relevance' },
      ...{ limit: 10, moments: 3 },
    });
    return hits.map(({ sessionId, moments }) => ({
      sessionId,
      starts: moments.map(({ startSeconds }) => startSeconds),
    }));
  };
}

interface Filled {
  readonly db: Database;
  readonly talks: readonly Talk[];
  readonly loaded: Loaded;
}

/** Tuned on one half, reported on the other. */
async function measureQuality(
  { db, talks, loaded: { idOf } }: Filled,
  items: readonly KnownItem[],
  whose: string,
): Promise<void> {
  const test = items.filter(({ split }) => split === 'test');
  // Each is made when its turn comes: MiniSearch's index, in this process, slows down whatever is asked beside it.
  const contestants: readonly (readonly [string, () => Ask | Promise<Ask>])[] = [
    ['Brownbag', () => engine(db)],
    ['PostgreSQL', () => plainPostgres(db)],
    ['MiniSearch', () => miniSearch(talks, idOf)],
  ];
  console.log(`\n  ${test.length} ${whose}`);
  const results = new Map<string, Scored[]>();
  for (const [name, make] of contestants) {
    const ask = await make();
    for (const { q } of items.slice(0, warmUp)) await ask(q);
    results.set(name, await score(ask, test, idOf));
  }
  printComparison(results);
  const ours = results.get('Brownbag') ?? [];
  printBars(ours);
  if (options.misses)
    for (const { rank, item } of ours) if (rank !== 1) console.log(`    ${rank} ${item.class}: ${item.q}`);
  await printAblation(ours, (weights) => engine(db, weights), idOf);
}
