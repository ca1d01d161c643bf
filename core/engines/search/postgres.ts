import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../../drizzle/client.ts';
import { findInSessions, stillWithinScope } from '../../../drizzle/queries/search-candidates.ts';
import type { SearchScope } from '../../../drizzle/queries/search-scope.ts';
import { readWithin, sqlStateOf } from '../../../drizzle/queries/time-limit.ts';
import { DomainError, isAbort, PermanentError, TransientError } from '../../model/errors.ts';
import { parseQuery } from '../../model/search/parse-query.ts';
import type { FoundSession, SearchAnswer, SearchIndex, SearchQuery } from '../../ports/search-index.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { addMeantMoments, addMeantSessions, questionOf } from './postgres-fused.ts';
import { listSessions, type SessionList, scopeOf, totalCap } from './postgres-list.ts';
import { emptyMemory, momentsOf, type RankingMemory, rankPassages } from './postgres-moments.ts';
import { removeRows, replaceRows } from './postgres-replace.ts';
import { noQueryVectors, type QueryVectors } from './query-vectors.ts';
import { type RecentLists, recentLists } from './recent-lists.ts';

/** 2: languages each with their stems, names, pairs of characters. */
const format = 'database 2';
/** No statement of a search runs longer; what earlier ones found is answered. */
const statementTimeoutMs = 2_000;
/** Of about 100 kB each. */
const rememberedLists = 100;

/**
 * Search in the database that is there anyway: GIN finds candidates, a table of words answers typos, beginnings and
 * joined words, the best candidates are ranked word by word here. Text, index and words change in one transaction.
 */
export function postgresIndex({
  db,
  vectors = noQueryVectors,
}: {
  readonly db: Database;
  /** What queries mean; without them search goes by words. */
  readonly vectors?: QueryVectors;
}): SearchIndex {
  const lists = recentLists<SessionList>(rememberedLists);
  return {
    format,
    async replaceSession(session, passages, signal) {
      signal?.throwIfAborted();
      await translated(signal, () => db.transaction((tx) => replaceRows(tx, session, passages)));
    },
    async removeSession(sessionId, signal) {
      signal?.throwIfAborted();
      if (!isUuid(sessionId)) return;
      await translated(signal, () => db.transaction((tx) => removeRows(tx, sessionId)));
    },
    async search(query, signal) {
      signal?.throwIfAborted();
      return translated(signal, () =>
        readWithin(db, statementTimeoutMs, (tx) => answer(tx, query, { lists, vectors }, signal)),
      );
    },
    async check(signal) {
      signal?.throwIfAborted();
      await translated(signal, () =>
        readWithin(db, statementTimeoutMs, (tx) => tx.execute(sql`select from passages, words limit 1`)),
      );
    },
    async close() {
      // The database belongs to whoever opened it.
    },
  };
}

async function answer(
  tx: Transaction,
  query: SearchQuery,
  { lists, vectors }: { readonly lists: RecentLists<SessionList>; readonly vectors: QueryVectors },
  signal: AbortSignal | undefined,
): Promise<SearchAnswer> {
  const position = readCursor(query);
  const remembered = lists.recall(position.list);
  const memory = emptyMemory();
  const list = remembered ?? (await listBoth(tx, query, memory, vectors));
  signal?.throwIfAborted();
  const end = position.offset + query.limit;
  const wanted = list.order.slice(position.offset, end);
  // A list of just now holds nothing else; one from an earlier page may.
  const scope = scopeOf(query, parseQuery(query.text));
  const open = remembered === undefined ? null : await stillWithinScope(tx, scope, wanted);
  const page = open === null ? wanted : wanted.filter((sessionId) => open.has(sessionId));
  const found = await readPage(tx, { query, scope }, list, { page, memory });
  const hits = await addMeantMoments(tx, found, list, { page, most: query.moments });
  const key = () => (remembered === undefined ? lists.keep(list) : position.list);
  return {
    hits,
    total: list.total,
    totalCap,
    totalMoments: list.totalMoments,
    facets: list.facets,
    corrections: list.corrections,
    nextCursor: end < list.order.length ? writeCursor(query, { offset: end, list: key() }) : null,
  };
}

/** By words, and by meaning where there is a vector for it in time: it is asked for while words are looked up. */
async function listBoth(
  tx: Transaction,
  query: SearchQuery,
  memory: RankingMemory,
  vectors: QueryVectors,
): Promise<SessionList> {
  const parsed = parseQuery(query.text);
  const question = query.sort === 'relevance' ? questionOf(parsed) : null;
  const asked = question === null ? null : vectors.of(question);
  const list = await listSessions(tx, query, memory);
  const vector = await asked;
  if (vector === null) return list;
  const both = await addMeantSessions(tx, list, { scope: scopeOf(query, parsed), vector });
  vectors.noteScan(both !== null);
  return both ?? list;
}

/** The sessions of one page with their moments. */
async function readPage(
  tx: Transaction,
  { query, scope }: { readonly query: SearchQuery; readonly scope: SearchScope },
  { finding, momentCounts, scores }: SessionList,
  { page, memory }: { readonly page: readonly string[]; readonly memory: RankingMemory },
): Promise<FoundSession[]> {
  if (finding === null)
    return page.map((sessionId) => ({ sessionId, score: 0, moments: [], momentCount: 0 }));
  const { plan, retrieval } = finding;
  const perSession = query.moments + 3;
  const candidates = await findInSessions(tx, scope, retrieval, { sessionIds: page, perSession });
  const ids = candidates.map(({ id }) => id);
  const ranked = await rankPassages(tx, plan, ids, memory);
  const bySession = new Map(ranked.map((one) => [one.sessionId, one]));
  const hits: FoundSession[] = [];
  let ceiling = Number.POSITIVE_INFINITY;
  for (const sessionId of page) {
    const found = bySession.get(sessionId);
    if (found === undefined) continue;
    const moments = await momentsOf(tx, found, query.moments);
    const momentCount = Math.max(momentCounts.get(sessionId) ?? 0, moments.length);
    // Those beyond the ranked ones stand where the database's score put them.
    ceiling = Math.min(ceiling, scores.get(sessionId) ?? found.score);
    hits.push({ sessionId, score: ceiling, moments, momentCount });
  }
  return hits;
}

/** PostgreSQL, appendix A: foreign_key_violation. */
const sessionIsGone = '23503';

async function translated<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DomainError || isAbort(cause, signal)) throw cause;
    if (sqlStateOf(cause) === sessionIsGone)
      throw new PermanentError('The session was deleted before it could be indexed.', { cause });
    throw new TransientError('The database could not be searched or indexed.', { cause });
  }
}

const isUuid = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
