import type { Database } from '../../../drizzle/client.ts';
import type { Log } from '../../../drizzle/log.ts';
import { stillWithinScope } from '../../../drizzle/queries/search-candidates.ts';
import type { SearchScope } from '../../../drizzle/queries/search-scope.ts';
import { meaning } from '../../model/search/meaning.ts';
import type { SearchAnswer, SearchQuery } from '../../ports/search-index.ts';
import { type Position, placeIn, readCursor, writeCursor } from './cursor.ts';
import { facetsOf } from './facets.ts';
import { addMeantMoments, type FusedSessions, fuseMeant, questionOf } from './fused.ts';
import type { MeantPassage } from './meant.ts';
import { type IndexAccess, type ListedSession, listSessions, readPage } from './meilisearch-answer.ts';
import { insistOnCurrent, type ServerCopy } from './meilisearch-copies.ts';
import { embedderName } from './meilisearch-embedder.ts';
import { correctionsFrom } from './meilisearch-matches.ts';
import { meantPassages, nearestDocuments } from './meilisearch-meaning.ts';
import { type ServerQuery, toServerQuery } from './meilisearch-query.ts';
import { totalCap } from './meilisearch-settings.ts';
import type { QueryVector, QueryVectors } from './query-vectors.ts';

interface Asking {
  readonly access: IndexAccess;
  readonly copy: ServerCopy;
  readonly db: Database;
  /** What queries mean. */
  readonly vectors: QueryVectors;
  /** For the server to find what is near, and for the database to say how near. */
  readonly meaningMs: number;
  readonly log: Log;
}

/**
 * The server finds and ranks; who may see what, what the filters leave, how near what means the same is, totals and
 * facets come from the database. Throws `NotCurrent` where the page would show what is not said in a session any more.
 */
export async function answer(asking: Asking, query: SearchQuery): Promise<SearchAnswer> {
  const { access, copy, db } = asking;
  const position = readCursor(query);
  const asked = toServerQuery(query);
  const scope = { reader: query.reader, filters: [query.filters, ...asked.parsed.filters] };
  const { listed, meant } = await listBoth(asking, query, { asked, scope });
  const ids = listed.map(({ sessionId }) => sessionId);
  const open = ids.length === 0 ? new Set<string>() : await stillWithinScope(db, scope, ids);
  const sessions = listed.filter(({ sessionId }) => open.has(sessionId));
  const fused = fuse(sessions, meant);
  const isByDate = query.sort === 'newest' || asked.kind === 'browse';
  const offset = offsetIn(fused.order, sessions, position);
  const end = offset + query.limit;
  const pageIds = fused.order.slice(offset, end);
  await insistOnCurrent(db, copy, pageIds);
  const bySession = new Map(sessions.map((one) => [one.sessionId, one]));
  const page = pageIds.flatMap((id) => scored(bySession.get(id), fused));
  const isBrowsing = asked.kind !== 'search';
  const openIds = sessions.map(({ sessionId }) => sessionId);
  const found = isBrowsing
    ? { hits: pageIds.map(untouched), totalMoments: 0, texts: [] }
    : await readPage(access, query, asked, { page, openIds });
  const addedMoments = [...fused.added.values()].reduce((sum, count) => sum + count, 0);
  return {
    hits: await addMeantMoments(db, found.hits, fused, { page: pageIds, most: query.moments }),
    total: fused.order.length,
    totalCap,
    totalMoments: found.totalMoments + addedMoments,
    facets: await facetsOf(db, { sessionIds: fused.order, reader: query.reader }),
    corrections: isBrowsing ? [] : correctionsFrom(asked.parsed.words, found.texts),
    nextCursor:
      end < fused.order.length
        ? writeCursor(query, {
            offset: end,
            list: '',
            heldAtMicros: isByDate ? microsOf(page.at(-1)) : '',
            shown: [...pageIds.toReversed(), ...position.shown],
          })
        : null,
  };
}

/** Sessions by words and passages by meaning, at the same time. Without the words' there is no answer. */
async function listBoth(
  asking: Asking,
  query: SearchQuery,
  { asked, scope }: { readonly asked: ServerQuery; readonly scope: SearchScope },
): Promise<{ listed: readonly ListedSession[]; meant: readonly MeantPassage[] }> {
  if (asked.kind === 'nothing') return { listed: [], meant: [] };
  const [listed, meant] = await Promise.allSettled([
    listSessions(asking.access, query, asked),
    findMeant(asking, query, { asked, scope }),
  ]);
  if (listed.status === 'rejected') throw listed.reason;
  if (meant.status === 'fulfilled') return { listed: listed.value, meant: meant.value };
  asking.access.signal?.throwIfAborted();
  asking.vectors.noteScan(false);
  asking.log.warn({ err: meant.reason }, 'what means the same was not found in time: search goes by words');
  return { listed: listed.value, meant: [] };
}

async function findMeant(
  { access, copy, db, vectors, meaningMs }: Asking,
  query: SearchQuery,
  { asked: { parsed, kind }, scope }: { readonly asked: ServerQuery; readonly scope: SearchScope },
): Promise<readonly MeantPassage[]> {
  const question = query.sort === 'relevance' && kind === 'search' ? questionOf(parsed) : null;
  const vector = question === null || copy.embedder === null ? null : await vectors.of(question);
  if (vector === null || !isHeldBy(copy, vector)) return [];
  const limits = [AbortSignal.timeout(meaningMs), ...(access.signal ? [access.signal] : [])];
  const near = await nearestDocuments({ ...access, signal: AbortSignal.any(limits) }, query, vector);
  vectors.noteScan(true);
  return meantPassages(db, scope, near, { vector, parsed, limitMs: meaningMs });
}

/** Whether the copy holds vectors that the query's may be compared with: behind a change of the model it does not. */
const isHeldBy = ({ embedder }: ServerCopy, { space, vector }: QueryVector): boolean =>
  embedder?.name === embedderName(space, vector.length);

/** By how much of the query they have, which the server's score tells only beside the other results of one query. */
function fuse(sessions: readonly ListedSession[], meant: readonly MeantPassage[]): FusedSessions {
  const order = sessions.map(({ sessionId }) => sessionId);
  if (meant.length === 0) {
    const scores = new Map(sessions.map(({ sessionId, score }) => [sessionId, score]));
    return { order, scores, meant: new Map(), added: new Map() };
  }
  const worth = ({ score, isWhole }: ListedSession) =>
    isWhole ? Math.max(score, meaning.heldFrom) : Math.min(score, meaning.heldFrom - Number.EPSILON);
  const scores = new Map(sessions.map((one) => [one.sessionId, worth(one)]));
  const fused = fuseMeant({ order, scores }, meant);
  return { ...fused, order: fused.order.slice(0, totalCap) };
}

const scored = (session: ListedSession | undefined, { scores }: FusedSessions): ListedSession[] =>
  session === undefined ? [] : [{ ...session, score: scores.get(session.sessionId) ?? session.score }];

/** The list is made again for every page; by date it goes on behind the last one shown, even if that is gone. */
function offsetIn(order: readonly string[], sessions: readonly ListedSession[], position: Position): number {
  const { heldAtMicros, shown } = position;
  const [last = ''] = shown;
  if (heldAtMicros === '' || order.includes(last)) return placeIn(order, position);
  const heldAt = Number(heldAtMicros) / 1e6;
  const next = sessions.findIndex(
    (one) => one.heldAt < heldAt || (one.heldAt === heldAt && one.sessionId < last),
  );
  return next < 0 ? sessions.length : next;
}

const microsOf = (session: ListedSession | undefined): string =>
  session === undefined ? '' : String(Math.round(session.heldAt * 1e6));

const untouched = (sessionId: string) => ({ sessionId, score: 0, moments: [], momentCount: 0 });
