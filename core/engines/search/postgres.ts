import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../../drizzle/client.ts';
import {
  findInSessions,
  type MatchedSession,
  stillWithinScope,
} from '../../../drizzle/queries/search-candidates.ts';
import type { SearchScope } from '../../../drizzle/queries/search-scope.ts';
import { readWithin, sqlStateOf } from '../../../drizzle/queries/time-limit.ts';
import { DomainError, isAbort, PermanentError, TransientError } from '../../model/errors.ts';
import { explain } from '../../model/search/explain.ts';
import { parseQuery } from '../../model/search/parse-query.ts';
import type { FoundSession, SearchAnswer, SearchIndex, SearchQuery } from '../../ports/search-index.ts';
import { type Position, readCursor, writeCursor } from './cursor.ts';
import { findWithin } from './postgres-find.ts';
import { listSessions, type SessionList, scopeOf, totalCap, withoutHidden } from './postgres-list.ts';
import {
  emptyMemory,
  momentsOf,
  type RankedPassage,
  type RankingMemory,
  rankPassages,
} from './postgres-moments.ts';
import { pageOf } from './postgres-page.ts';
import { removeRows, replaceRows } from './postgres-replace.ts';
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
export function postgresIndex({ db }: { readonly db: Database }): SearchIndex {
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
        readWithin(db, statementTimeoutMs, (tx) => answer(tx, query, lists, signal)),
      );
    },
    async find(query, signal) {
      signal?.throwIfAborted();
      if (!isUuid(query.sessionId)) return { moments: [], corrections: [] };
      return translated(signal, () => readWithin(db, statementTimeoutMs, (tx) => findWithin(tx, query)));
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
  lists: RecentLists<SessionList>,
  signal: AbortSignal | undefined,
): Promise<SearchAnswer> {
  const position = readCursor(query);
  const remembered = lists.recall(position.list);
  const memory = emptyMemory();
  const scope = scopeOf(query, parseQuery(query.text));
  // A list of just now holds nothing else; one from an earlier page may.
  const open = remembered && (await stillWithinScope(tx, scope, remembered.order));
  const list = remembered
    ? await withoutHidden(tx, remembered, open ?? new Set())
    : await listSessions(tx, query, memory);
  signal?.throwIfAborted();
  const page = await pageOf(tx, query, list, { position, open });
  const hits = await readPage(tx, { query, scope }, list, { page: page.sessions, memory });
  const next = (): Position => ({
    offset: page.end,
    list: remembered === undefined ? lists.keep(list) : position.list,
    shown: [...page.sessions.map(({ sessionId }) => sessionId).reverse(), ...position.shown],
    heldAtMicros: list.goOn === null ? '' : (page.sessions.at(-1)?.heldAtMicros ?? ''),
  });
  return {
    hits,
    total: list.total,
    totalCap,
    totalMoments: list.totalMoments,
    facets: list.facets,
    corrections: list.corrections,
    nextCursor: page.isLast ? null : writeCursor(query, next()),
  };
}

/** The sessions of one page with their moments. */
async function readPage(
  tx: Transaction,
  { query, scope }: { readonly query: SearchQuery; readonly scope: SearchScope },
  { finding, scores }: SessionList,
  { page, memory }: { readonly page: readonly MatchedSession[]; readonly memory: RankingMemory },
): Promise<FoundSession[]> {
  if (finding === null)
    return page.map(({ sessionId }) => ({ sessionId, score: 0, moments: [], momentCount: 0 }));
  const { plan, retrieval } = finding;
  const perSession = query.moments + 3;
  const candidates = await findInSessions(tx, scope, retrieval, {
    sessionIds: page.map(({ sessionId }) => sessionId),
    perSession,
  });
  const ids = candidates.map(({ id }) => id);
  const ranked = await rankPassages(tx, plan, ids, memory);
  const bySession = new Map(ranked.map((one) => [one.sessionId, one]));
  const explained = query.isExplained
    ? ({ passage: { trust }, ranked: text }: RankedPassage, place: number) =>
        explain(plan, text, { trust, place })
    : undefined;
  const hits: FoundSession[] = [];
  const best = Math.max(...scores.values(), ...ranked.map(({ score }) => score), Number.EPSILON);
  let ceiling = Number.POSITIVE_INFINITY;
  for (const { sessionId, momentCount: counted } of page) {
    const found = bySession.get(sessionId);
    if (found === undefined) continue;
    const moments = await momentsOf(tx, found, query.moments, explained);
    const momentCount = Math.max(counted, moments.length);
    // Those beyond the ranked ones stand where the database's score put them.
    ceiling = Math.min(ceiling, scores.get(sessionId) ?? found.score);
    hits.push({ sessionId, score: ceiling / best, moments, momentCount });
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
