import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../../drizzle/client.ts';
import { isId } from '../../../drizzle/ids.ts';
import {
  beginSending,
  confirmIndexed,
  forgetOtherCopies,
} from '../../../drizzle/queries/indexed-sessions.ts';
import {
  type DatePlace,
  findInSessions,
  stillWithinScope,
} from '../../../drizzle/queries/search-candidates.ts';
import type { SearchScope } from '../../../drizzle/queries/search-scope.ts';
import { readWithin, sqlStateOf } from '../../../drizzle/queries/time-limit.ts';
import { DomainError, isAbort, PermanentError, TransientError } from '../../model/errors.ts';
import { explain } from '../../model/search/explain.ts';
import { parseQuery } from '../../model/search/parse-query.ts';
import { usualWeights, type Weights } from '../../model/search/weights.ts';
import type {
  FoundSession,
  IndexCopy,
  SearchAnswer,
  SearchIndex,
  SearchQuery,
  SessionDocument,
} from '../../ports/search-index.ts';
import { type Position, readCursor, writeCursor } from './cursor.ts';
import { addMeantMoments, questionOf } from './fused.ts';
import { findWithin } from './postgres-find.ts';
import { addMeantSessions } from './postgres-fused.ts';
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
import { noQueryVectors, type QueryVectors } from './query-vectors.ts';
import { type RecentLists, recentLists } from './recent-lists.ts';

const copyPrefix = 'database ';
/** 2: languages each with their stems, names, pairs of characters. Another one has everything indexed again. */
const format = `${copyPrefix}2`;
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
  weights = usualWeights,
  vectors = noQueryVectors,
}: {
  readonly db: Database;
  readonly weights?: Weights;
  /** What queries mean; without them search goes by words. */
  readonly vectors?: QueryVectors;
}): SearchIndex {
  const lists = recentLists<SessionList>(rememberedLists);
  const copy = rowsOfSessions(db);
  return {
    replaceSession: copy.replaceSession,
    removeSession: copy.removeSession,
    async upkeep(fill) {
      if (await fill(copy)) await forgetOtherCopies(db, copyPrefix, [copy.id]);
    },
    async search(query, signal) {
      signal?.throwIfAborted();
      return translated(signal, () =>
        readWithin(db, statementTimeoutMs, (tx) => answer(tx, query, { lists, weights, vectors, signal })),
      );
    },
    async find(query, signal) {
      signal?.throwIfAborted();
      if (!isId(query.sessionId)) return { moments: [], corrections: [] };
      return translated(signal, () => readWithin(db, statementTimeoutMs, (tx) => findWithin(tx, query)));
    },
    async check(signal) {
      signal?.throwIfAborted();
      await translated(signal, () =>
        readWithin(db, statementTimeoutMs, (tx) => tx.execute(sql`select from passages, words limit 1`)),
      );
      return 'ok';
    },
    async close() {
      // The database belongs to whoever opened it.
    },
  };
}

/** Rows, words, and which version they are of change in one transaction. */
function rowsOfSessions(db: Database): IndexCopy {
  const change = (
    { id: sessionId, version }: Pick<SessionDocument, 'id' | 'version'>,
    signal: AbortSignal | undefined,
    write: (tx: Transaction) => Promise<void>,
  ): Promise<void> => {
    signal?.throwIfAborted();
    const sent = { copy: format, sessionId, version };
    return translated(signal, () =>
      db.transaction(async (tx) => {
        if (!(await beginSending(tx, sent))) return;
        await write(tx);
        await confirmIndexed(tx, sent);
      }),
    );
  };
  return {
    id: format,
    replaceSession: (session, passages, signal) =>
      change(session, signal, (tx) => replaceRows(tx, session, passages)),
    removeSession: (session, signal) => change(session, signal, (tx) => removeRows(tx, session.id)),
  };
}

interface AnswerDeps {
  readonly lists: RecentLists<SessionList>;
  readonly weights: Weights;
  readonly vectors: QueryVectors;
  readonly signal: AbortSignal | undefined;
}

async function answer(
  tx: Transaction,
  query: SearchQuery,
  { lists, signal, ...listing }: AnswerDeps,
): Promise<SearchAnswer> {
  const position = readCursor(query);
  const remembered = lists.recall(position.list);
  const memory = emptyMemory();
  const scope = scopeOf(query, parseQuery(query.text));
  // A list of just now holds nothing else; one from an earlier page may.
  const open = remembered && (await stillWithinScope(tx, scope, remembered.order));
  const list = remembered
    ? await withoutHidden(tx, remembered, { open: open ?? new Set(), reader: query.reader })
    : await listBoth(tx, query, { ...listing, memory });
  signal?.throwIfAborted();
  const page = await pageOf(tx, query, list, { position, open });
  const said = await readPage(tx, { query, scope }, list, { page: page.sessions, memory });
  const pageIds = page.sessions.map(({ sessionId }) => sessionId);
  const found = await addMeantMoments(tx, said, list, { page: pageIds, most: query.moments });
  const hits = relativeToBest(found, list);
  const next = (): Position => ({
    offset: page.end,
    list: remembered === undefined ? lists.keep(list) : position.list,
    shown: [...pageIds.toReversed(), ...position.shown],
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

/** By words, and by meaning where there is a vector for it in time: it is asked for while words are looked up. */
async function listBoth(
  tx: Transaction,
  query: SearchQuery,
  { vectors, ...listing }: Pick<AnswerDeps, 'vectors' | 'weights'> & { readonly memory: RankingMemory },
): Promise<SessionList> {
  const parsed = parseQuery(query.text);
  const question = query.sort === 'relevance' ? questionOf(parsed) : null;
  const asked = question === null ? null : vectors.of(question);
  const list = await listSessions(tx, query, listing);
  const vector = await asked;
  if (vector === null) return list;
  const both = await addMeantSessions(tx, list, { scope: scopeOf(query, parsed), vector });
  vectors.noteScan(both !== null);
  return both ?? list;
}

/** Scores as shares of the best one's: how rare a word is among all sessions is nobody's business. */
function relativeToBest(hits: readonly FoundSession[], { scores }: SessionList): FoundSession[] {
  const best = Math.max(...scores.values(), ...hits.map(({ score }) => score), Number.EPSILON);
  return hits.map((hit) => ({ ...hit, score: hit.score / best }));
}

/** The sessions of one page with their moments. */
async function readPage(
  tx: Transaction,
  { query, scope }: { readonly query: SearchQuery; readonly scope: SearchScope },
  { finding, scores }: SessionList,
  { page, memory }: { readonly page: readonly DatePlace[]; readonly memory: RankingMemory },
): Promise<FoundSession[]> {
  if (finding === null)
    return page.map(({ sessionId }) => ({ sessionId, score: 0, moments: [], momentCount: 0 }));
  const { plan, sought } = finding;
  // Of a quoted phrase the index has the stems alone; read word by word, another passage may be the one.
  const perSession = query.moments + (plan.phrases.length > 0 ? 12 : 3);
  const candidates = await findInSessions(tx, scope, sought, {
    sessionIds: page.map(({ sessionId }) => sessionId),
    perSession,
  });
  const momentCounts = new Map(candidates.map((one) => [one.sessionId, one.momentCount]));
  const ids = candidates.map(({ id }) => id);
  const ranked = await rankPassages(tx, plan, ids, memory);
  const bySession = new Map(ranked.map((one) => [one.sessionId, one]));
  const explained = query.isExplained
    ? ({ passage: { trust }, ranked: text }: RankedPassage, place: number) =>
        explain(plan, text, { trust, place })
    : undefined;
  const hits: FoundSession[] = [];
  let ceiling = Number.POSITIVE_INFINITY;
  for (const { sessionId } of page) {
    const found = bySession.get(sessionId);
    if (found === undefined) continue;
    const moments = await momentsOf(tx, found, query.moments, explained);
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
