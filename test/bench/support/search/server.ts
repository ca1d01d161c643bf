import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SearchIndex } from '../../../../core/ports/search-index.ts';
import { repositoryRoot } from '../../../../core/root.ts';
import type { Database } from '../../../../drizzle/client.ts';
import { newId } from '../../../../drizzle/ids.ts';
import { countFacets } from '../../../../drizzle/queries/search-facets.ts';
import { presentAnswer } from '../../../../server/presenters/search.ts';
import { makeUser } from '../../../factories.ts';
import { type Client, signIn } from '../client.ts';
import { printFigure } from '../print.ts';
import { startProduct } from '../product.ts';
import { waitUntil } from '../wait-until.ts';
import { percentile, spread, timeQueries } from './latency.ts';
import { loadTalks } from './load.ts';
import type { Talk } from './talks.ts';

export interface ServerRun {
  readonly db: Database;
  readonly url: string;
  readonly dir: string;
  readonly index: SearchIndex;
  readonly talks: readonly Talk[];
  readonly queries: readonly string[];
  readonly signal: AbortSignal;
}

const asked = 80;
const clients = 8;
const writers = 4;
/** Sessions that each writer indexes while others search. */
const sessionsOfWriter = 3;
const reader = { id: newId(), role: 'member', team: null } as const;

/** The same searches through the whole server, with people who write meanwhile. */
export async function measureServer(run: ServerRun): Promise<void> {
  const given = { DATABASE_URL: run.url };
  const product = await startProduct(join(run.dir, 'product'), run.signal, given);
  try {
    const client = await signIn(product.url, run.signal);
    await measureOverhead(run, client);
    await measureTogether(run, client);
    await measureEdit(run, client, product.url);
  } finally {
    await product.stop();
  }
}

async function measureOverhead({ db, index, queries }: ServerRun, client: Client): Promise<void> {
  const some = queries.slice(0, asked);
  const search = (text: string) =>
    index.search({ text, reader, filters: {}, sort: 'relevance', limit: 20, moments: 3 });
  const inside = await timeQueries(search, some);
  const outside = await timeQueries(client.search, some);
  console.log(`\n  20 sessions a page: engine ${spread(inside)} ms, over HTTP ${spread(outside)} ms`);
  printFigure(
    'p95 over HTTP beyond the engine’s',
    percentile(outside, 0.95) - percentile(inside, 0.95),
    'ms',
    {
      atMost: 15,
    },
  );
  const answers = new Map<string, Awaited<ReturnType<typeof search>>>();
  for (const text of some) answers.set(text, await search(text));
  const presented = await timeQueries(async (query) => {
    const answer = answers.get(query);
    return answer && presentAnswer(db, reader, { query, answer, tookMs: () => 0 });
  }, some);
  const counted = await timeQueries((query) => {
    const ids = answers.get(query)?.hits.map(({ sessionId }) => sessionId) ?? [];
    return countFacets(db, { sessionIds: ids, reader }, 100);
  }, some);
  console.log(`    of these: presenting ${spread(presented)} ms, facets of a page ${spread(counted)} ms`);
}

/** Searches without pause while sessions are indexed. */
async function measureTogether(
  { db, index, talks, queries, signal }: ServerRun,
  client: Client,
): Promise<void> {
  const owner = await makeUser(db);
  const copies = Array.from({ length: writers }, (_, writer) =>
    Array.from({ length: sessionsOfWriter }, (_, at) => {
      const talk = talks[(writer * sessionsOfWriter + at) % talks.length];
      return talk === undefined ? [] : [{ ...talk, name: `copy-${writer}-${at}` }];
    }).flat(),
  );
  let isWriting = true;
  const taken: number[] = [];
  const start = performance.now();
  const searching = Array.from({ length: clients }, async (_, at) => {
    for (let next = at; isWriting; next += clients) {
      signal.throwIfAborted();
      const before = performance.now();
      await client.search(queries[next % queries.length] ?? '');
      taken.push(performance.now() - before);
    }
  });
  const writing = await Promise.all(copies.map((some) => loadTalks({ db, index, ownerId: owner.id }, some)));
  isWriting = false;
  await Promise.all(searching);
  const seconds = (performance.now() - start) / 1000;
  console.log(`\n  ${clients} clients searching while ${writers} sessions at a time are indexed`);
  printFigure('  searches', taken.length / seconds, 'a second');
  console.log(`    each in ${spread(taken)} ms`);
  console.log(`    a session in ${spread(writing.flatMap(({ milliseconds }) => milliseconds))} ms`);
}

/** From the answer to an edit until a search finds what was written. */
async function measureEdit({ signal }: ServerRun, client: Client, url: string): Promise<void> {
  const captions = join(repositoryRoot(), 'test/fixtures/captions/git-bisect.zoom.vtt');
  const { id } = await client.upload({ captions });
  await waitUntil(async () => (await client.session(id)).status === 'ready', signal);
  const path = new URL(`/api/sessions/${id}/transcript`, url);
  const { cookie } = client;
  const read = await fetch(path, { headers: { cookie }, signal });
  const word = 'xylographica';
  const edited = await fetch(path, {
    method: 'PATCH',
    headers: { cookie, 'content-type': 'application/json', 'if-match': read.headers.get('etag') ?? '' },
    body: JSON.stringify({ edits: [{ op: 'change', segment: 0, text: `We look at ${word} today.` }] }),
    signal,
  });
  if (!edited.ok) throw new Error(`cannot edit: ${edited.status} ${await edited.text()}`);
  const start = performance.now();
  while ((await client.search(word)).hits.length === 0) await delay(5, undefined, { signal });
  printFigure('edit saved to found', (performance.now() - start) / 1000, 's', { atMost: 5 });
}
