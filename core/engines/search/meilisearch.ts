import type { Meilisearch } from 'meilisearch';
import type { Log } from '../../../drizzle/log.ts';
import type { Reader } from '../../model/access.ts';
import type { SearchAnswer, SearchIndex, SearchQuery } from '../../ports/search-index.ts';
import { type Position, placeIn, readCursor, writeCursor } from './cursor.ts';
import { type IndexAccess, type ListedSession, listSessions, readPage } from './meilisearch-answer.ts';
import { documentsOf, type PassageDocument } from './meilisearch-documents.ts';
import { facetsOf } from './meilisearch-facets.ts';
import { equals } from './meilisearch-filter.ts';
import { findWithin } from './meilisearch-find.ts';
import { correctionsFrom } from './meilisearch-matches.ts';
import { toServerQuery } from './meilisearch-query.ts';
import { prepareIndex, totalCap } from './meilisearch-settings.ts';
import { finish, translated } from './meilisearch-tasks.ts';

export interface MeilisearchOptions {
  readonly client: Meilisearch;
  /** Letters, digits, `-` and `_`. */
  readonly indexName: string;
  /**
   * Which of the sessions the reader may open now, by the database. The index lags behind it, and a session made
   * private a second ago must not show.
   */
  readonly stillOpen: (reader: Reader, sessionIds: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly log: Log;
}

/** 2: the words of speakers' names. */
const format = 'server 2';
/** Documents of one task: bodies stay far below the server's limit of 100 MB. */
const batchSize = 1_000;

/** Search in a Meilisearch server (1.11 or later), for collections beyond a million passages. No stemming. */
export function meilisearchIndex({ client, indexName, stillOpen, log }: MeilisearchOptions): SearchIndex {
  let prepared: Promise<void> | undefined;

  /** Once in the index's life; after a failure the next call tries again. */
  const prepare = async (signal: AbortSignal | undefined) => {
    prepared ??= prepareIndex(client, indexName).then(() =>
      log.debug({ indexName }, 'search index is prepared'),
    );
    const attempt = prepared;
    attempt.catch(() => {
      if (prepared === attempt) prepared = undefined;
    });
    await attempt;
    signal?.throwIfAborted();
  };

  return {
    format: `${format} ${indexName}`,
    async replaceSession(session, passages, signal) {
      await translated(signal, async () => {
        await prepare(signal);
        const index = client.index<PassageDocument>(indexName);
        // Tasks run in order, so there is no waiting in between; every one may still fail on its own.
        const tasks = [
          index.deleteDocuments({ filter: equals('sessionId', session.id) }),
          ...index.addDocumentsInBatches(documentsOf(session, passages), batchSize),
        ];
        await Promise.all(tasks.map((task) => finish(task, signal)));
      });
    },
    async removeSession(sessionId, signal) {
      await translated(signal, async () => {
        await prepare(signal);
        const filter = equals('sessionId', sessionId);
        await finish(client.index(indexName).deleteDocuments({ filter }), signal);
      });
    },
    async search(query, signal) {
      signal?.throwIfAborted();
      return translated(signal, async () => {
        await prepare(signal);
        return answer({ client, indexName, signal }, query, stillOpen);
      });
    },
    async find(query, signal) {
      signal?.throwIfAborted();
      return translated(signal, async () => {
        await prepare(signal);
        const open = await stillOpen(query.reader, [query.sessionId]);
        if (!open.has(query.sessionId)) return { moments: [], corrections: [] };
        return findWithin({ client, indexName, signal }, query);
      });
    },
    async check(signal) {
      signal?.throwIfAborted();
      await translated(signal, async () => {
        await client.health();
        await prepare(signal);
      });
    },
    async close() {
      // Requests are the client's only resource, and they end by themselves.
    },
  };
}

async function answer(
  access: IndexAccess,
  query: SearchQuery,
  stillOpen: MeilisearchOptions['stillOpen'],
): Promise<SearchAnswer> {
  const position = readCursor(query);
  const asked = toServerQuery(query.text);
  const listed = asked.kind === 'nothing' ? [] : await listSessions(access, query, asked);
  const ids = listed.map(({ sessionId }) => sessionId);
  const open = ids.length === 0 ? new Set<string>() : await stillOpen(query.reader, ids);
  const sessions = listed.filter(({ sessionId }) => open.has(sessionId));
  const isByDate = query.sort === 'newest' || asked.kind === 'browse';
  const offset = offsetIn(sessions, position);
  const end = offset + query.limit;
  const page = sessions.slice(offset, end);
  const isBrowsing = asked.kind !== 'search';
  const found = isBrowsing
    ? { hits: page.map(({ sessionId }) => untouched(sessionId)), totalMoments: 0, texts: [] }
    : await readPage(access, query, asked, { page, hidden: ids.filter((id) => !open.has(id)) });
  return {
    hits: found.hits,
    total: sessions.length,
    totalCap,
    totalMoments: found.totalMoments,
    facets: facetsOf(sessions),
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
