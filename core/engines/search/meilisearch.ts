import type { Meilisearch } from 'meilisearch';
import type { Database } from '../../../drizzle/client.ts';
import { isId } from '../../../drizzle/ids.ts';
import type { Log } from '../../../drizzle/log.ts';
import { listCollectionNames } from '../../../drizzle/queries/collections.ts';
import { forgetOtherCopies, listBehind, listCurrent } from '../../../drizzle/queries/indexed-sessions.ts';
import { stillWithinScope } from '../../../drizzle/queries/search-candidates.ts';
import { TransientError } from '../../model/errors.ts';
import {
  NotCurrent,
  type SearchAnswer,
  type SearchIndex,
  type SearchQuery,
} from '../../ports/search-index.ts';
import { type Position, placeIn, readCursor, writeCursor } from './cursor.ts';
import { facetsOf } from './facets.ts';
import { type IndexAccess, type ListedSession, listSessions, readPage } from './meilisearch-answer.ts';
import {
  copyPrefix,
  nextName,
  openNext,
  putInPlace,
  readCopy,
  removeLeftovers,
  type ServerCopy,
} from './meilisearch-copies.ts';
import { findWithin } from './meilisearch-find.ts';
import { correctionsFrom } from './meilisearch-matches.ts';
import { toServerQuery } from './meilisearch-query.ts';
import { currentFormat, matchSettings, oldestReadable, totalCap } from './meilisearch-settings.ts';
import { translated, unlessAborted } from './meilisearch-tasks.ts';
import { writerOf } from './meilisearch-write.ts';

export interface MeilisearchOptions {
  readonly client: Meilisearch;
  /** Letters, digits, `-` and `_`. */
  readonly indexName: string;
  /** Asked before every answer: the index lags behind it, and a session made private a second ago must not show. */
  readonly db: Database;
  readonly log: Log;
  /** Other than `currentFormat` for tests of a change. */
  readonly format?: number;
}

/** Its own limit for a search is 1.5 s. */
const searchTimeoutMs = 2_000;
/** What was found out about the index that answers is believed for so long. */
const believedMs = 30_000;

/** Search in a Meilisearch server (1.11 or later), for collections beyond a million passages. No stemming. */
export function meilisearchIndex(options: MeilisearchOptions): SearchIndex {
  const { client, indexName, db, log, format = currentFormat } = options;
  const place = (signal: AbortSignal | undefined) => ({ client, indexName, signal });
  const answering = believed((signal) => answeringCopy(place(signal), format));

  /** The one that answers if it is ours to change, and one that is being filled. */
  const writers = async (signal: AbortSignal | undefined) => {
    const live = await readCopy(place(signal), indexName);
    const next = live?.format === format ? null : await readCopy(place(signal), nextName(indexName, format));
    const copies = [...(isReadable(live, format) ? [live] : []), ...(next ? [next] : [])];
    return copies.map((copy) => writerOf(options, copy));
  };

  /** Asks the copy that answers, within its time limit; after a failure it is looked up anew. */
  const withAnswering = async <T>(
    signal: AbortSignal | undefined,
    ask: (answering: { access: IndexAccess; copy: ServerCopy }) => Promise<T>,
  ): Promise<T> => {
    signal?.throwIfAborted();
    const limited = AbortSignal.any([AbortSignal.timeout(searchTimeoutMs), ...(signal ? [signal] : [])]);
    try {
      return await translated(signal, async () => {
        const copy = await answering.get(limited);
        return ask({ access: { client, indexName, collections: [], signal: limited }, copy });
      });
    } catch (error) {
      if (!(error instanceof NotCurrent)) answering.forget();
      throw error;
    }
  };

  return {
    async replaceSession(session, passages, signal) {
      for (const copy of await translated(signal, () => writers(signal)))
        await copy.replaceSession(session, passages, signal);
    },
    async removeSession(session, signal) {
      for (const copy of await translated(signal, () => writers(signal)))
        await copy.removeSession(session, signal);
    },
    upkeep: (fill, signal) =>
      translated(signal, async () => {
        const live = await readCopy(place(signal), indexName);
        if (live && live.format > format) {
          log.warn({ indexName, format: live.format }, 'a newer Brownbag has built the search index');
          return;
        }
        if (live?.format === format) {
          await matchSettings(client, indexName, signal);
          await removeLeftovers(place(signal));
          await forgetOtherCopies(db, copyPrefix(indexName), [live.id]);
          await fill(writerOf(options, live));
          return;
        }
        const next = await openNext(place(signal), format);
        if (isReadable(live, format)) await fill(writerOf(options, live));
        if (!(await fill(writerOf(options, next)))) return;
        await putInPlace(place(signal), next);
        answering.forget();
        log.info({ indexName, format }, 'a new search index answers from now on');
        const there = await readCopy(place(signal), indexName);
        if (there?.id !== next.id) return;
        await removeLeftovers(place(signal));
        await forgetOtherCopies(db, copyPrefix(indexName), [next.id]);
      }),
    search: (query, signal) =>
      withAnswering(signal, async ({ access, copy }) => {
        const collections = await listCollectionNames(db, query.reader);
        return answer({ access: { ...access, collections }, copy, db }, query);
      }),
    find: (query, signal) =>
      withAnswering(signal, async ({ access, copy }) => {
        if (!isId(query.sessionId)) return { moments: [], corrections: [] };
        const scope = { reader: query.reader, filters: [], sessionId: query.sessionId };
        const open = await stillWithinScope(db, scope, [query.sessionId]);
        if (!open.has(query.sessionId)) return { moments: [], corrections: [] };
        await insistOnCurrent(db, copy, [query.sessionId]);
        return findWithin(access, query);
      }),
    async check(signal) {
      signal?.throwIfAborted();
      return translated(signal, async () => {
        await unlessAborted(client.health(), signal);
        answering.forget();
        const copy = await answering.get(signal);
        const behind = await listBehind(db, copy.id, { after: null, limit: 1 });
        return behind.length === 0 ? 'ok' : 'degraded';
      });
    },
    async close() {
      // Requests are the client's only resource, and they end by themselves.
    },
  };
}

const isReadable = (copy: ServerCopy | null, format: number): copy is ServerCopy =>
  copy !== null && copy.format >= oldestReadable && copy.format <= format;

async function answeringCopy(place: Parameters<typeof readCopy>[0], format: number): Promise<ServerCopy> {
  const live = await readCopy(place, place.indexName);
  if (isReadable(live, format)) return live;
  throw new TransientError('The search index is still being built.');
}

/** Remembers an answer for a while, until it is told to forget; failures are not remembered. */
function believed<T>(find: (signal: AbortSignal | undefined) => Promise<T>) {
  let known: { readonly value: T; readonly until: number } | undefined;
  return {
    async get(signal: AbortSignal | undefined): Promise<T> {
      if (known && performance.now() < known.until) return known.value;
      const value = await find(signal);
      known = { value, until: performance.now() + believedMs };
      return value;
    },
    forget() {
      known = undefined;
    },
  };
}

async function insistOnCurrent(db: Database, copy: ServerCopy, sessionIds: readonly string[]): Promise<void> {
  const current = await listCurrent(db, copy.id, sessionIds);
  if (sessionIds.some((id) => !current.has(id)))
    throw new NotCurrent('The search server has not got all of these sessions as they are now.');
}

interface Asking {
  readonly access: IndexAccess;
  readonly copy: ServerCopy;
  readonly db: Database;
}

/**
 * The server finds and ranks; who may see what, what the filters leave, totals and facets come from the database.
 * Throws `NotCurrent` where the page would show what is not said in a session any more.
 */
async function answer({ access, copy, db }: Asking, query: SearchQuery): Promise<SearchAnswer> {
  const position = readCursor(query);
  const asked = toServerQuery(query);
  const listed = asked.kind === 'nothing' ? [] : await listSessions(access, query, asked);
  const ids = listed.map(({ sessionId }) => sessionId);
  const scope = { reader: query.reader, filters: [query.filters, ...asked.parsed.filters] };
  const open = ids.length === 0 ? new Set<string>() : await stillWithinScope(db, scope, ids);
  const sessions = listed.filter(({ sessionId }) => open.has(sessionId));
  const openIds = sessions.map(({ sessionId }) => sessionId);
  const isByDate = query.sort === 'newest' || asked.kind === 'browse';
  const offset = offsetIn(sessions, position);
  const end = offset + query.limit;
  const page = sessions.slice(offset, end);
  const pageIds = openIds.slice(offset, end);
  await insistOnCurrent(db, copy, pageIds);
  const isBrowsing = asked.kind !== 'search';
  const found = isBrowsing
    ? { hits: pageIds.map(untouched), totalMoments: 0, texts: [] }
    : await readPage(access, query, asked, { page, openIds });
  return {
    hits: found.hits,
    total: sessions.length,
    totalCap,
    totalMoments: found.totalMoments,
    facets: await facetsOf(db, { sessionIds: openIds, reader: query.reader }),
    corrections: isBrowsing ? [] : correctionsFrom(asked.parsed.words, found.texts),
    nextCursor:
      end < sessions.length
        ? writeCursor(query, {
            offset: end,
            list: '',
            heldAtMicros: isByDate ? microsOf(page.at(-1)) : '',
            shown: [...lastFirst(page), ...position.shown],
          })
        : null,
  };
}

/** The list is made again for every page; by date it goes on behind the last one shown, even if that is gone. */
function offsetIn(sessions: readonly ListedSession[], position: Position): number {
  const { heldAtMicros, shown } = position;
  const [last = ''] = shown;
  const order = sessions.map(({ sessionId }) => sessionId);
  if (heldAtMicros === '' || order.includes(last)) return placeIn(order, position);
  const heldAt = Number(heldAtMicros) / 1e6;
  const next = sessions.findIndex(
    (one) => one.heldAt < heldAt || (one.heldAt === heldAt && one.sessionId < last),
  );
  return next < 0 ? sessions.length : next;
}

const microsOf = (session: ListedSession | undefined): string =>
  session === undefined ? '' : String(Math.round(session.heldAt * 1e6));

const lastFirst = (page: readonly { readonly sessionId: string }[]): string[] =>
  page.map(({ sessionId }) => sessionId).reverse();

const untouched = (sessionId: string) => ({ sessionId, score: 0, moments: [], momentCount: 0 });
