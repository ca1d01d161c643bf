import type { Meilisearch } from 'meilisearch';
import type { Database } from '../../../drizzle/client.ts';
import { isId } from '../../../drizzle/ids.ts';
import type { Log } from '../../../drizzle/log.ts';
import { listCollectionNames } from '../../../drizzle/queries/collections.ts';
import { forgetOtherCopies, listBehind } from '../../../drizzle/queries/indexed-sessions.ts';
import { stillWithinScope } from '../../../drizzle/queries/search-candidates.ts';
import { TransientError } from '../../model/errors.ts';
import { meaning as numbers } from '../../model/search/meaning.ts';
import { NotCurrent, type SearchIndex } from '../../ports/search-index.ts';
import { believed } from './believed.ts';
import type { IndexAccess } from './meilisearch-answer.ts';
import {
  copyPrefix,
  insistOnCurrent,
  meaningId,
  nextName,
  openNext,
  putInPlace,
  readCopy,
  removeLeftovers,
  type ServerCopy,
} from './meilisearch-copies.ts';
import { findWithin } from './meilisearch-find.ts';
import { answer } from './meilisearch-search.ts';
import { currentFormat, matchSettings, oldestReadable } from './meilisearch-settings.ts';
import { translated, unlessAborted } from './meilisearch-tasks.ts';
import { isFor, type MeaningOptions, mayLackVectors, wantedEmbedder } from './meilisearch-vectors.ts';
import { meaningWriterOf, writerOf } from './meilisearch-write.ts';
import { noQueryVectors } from './query-vectors.ts';

export interface MeilisearchOptions {
  readonly client: Meilisearch;
  /** Letters, digits, `-` and `_`. */
  readonly indexName: string;
  /** Asked before every answer: the index lags behind it, and a session made private a second ago must not show. */
  readonly db: Database;
  readonly log: Log;
  /** Other than `currentFormat` for tests of a change. */
  readonly format?: number;
  /** What queries mean; without it search goes by words. */
  readonly meaning?: MeaningOptions | undefined;
}

/** Its own limit for a search is 1.5 s. */
const searchTimeoutMs = 2_000;

/** Search in a Meilisearch server (1.11 or later), for collections beyond a million passages. No stemming. */
export function meilisearchIndex(options: MeilisearchOptions): SearchIndex {
  const { client, indexName, db, log, format = currentFormat, meaning } = options;
  const { vectors = noQueryVectors, limitMs: meaningMs = numbers.scanMs } = meaning ?? {};
  const place = (signal: AbortSignal | undefined) => ({ client, indexName, signal });
  const embedders = wantedEmbedder(options);
  const answering = believed((signal) => answeringCopy(place(signal), format));

  /** The one that answers if it is ours to change, and one that is being filled. */
  const writers = async (signal: AbortSignal | undefined) => {
    const live = await readCopy(place(signal), indexName);
    const mayBeNext = live?.format !== format || meaning !== undefined;
    const next = mayBeNext ? await readCopy(place(signal), nextName(indexName, format)) : null;
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
      translated(signal, () =>
        embedders.tolerantly(async (embedder) => {
          const live = await readCopy(place(signal), indexName);
          if (live && live.format > format) {
            log.warn({ indexName, format: live.format }, 'a newer Brownbag has built the search index');
            return;
          }
          if (live?.format === format && isFor(live, embedder)) {
            await matchSettings(client, { uid: indexName, embedder: live.embedder }, signal);
            await removeLeftovers(place(signal));
            await forgetOtherCopies(db, copyPrefix(indexName), [live.id, meaningId(live)]);
            await fill(writerOf(options, live));
            if (embedder && (await mayLackVectors(db, live, embedder)))
              await fill(meaningWriterOf(options, live));
            return;
          }
          const next = await openNext(place(signal), { format, embedder });
          if (isReadable(live, format)) await fill(writerOf(options, live));
          if (!(await fill(writerOf(options, next)))) return;
          await putInPlace(place(signal), next);
          answering.forget();
          log.info({ indexName, format }, 'a new search index answers from now on');
          const there = await readCopy(place(signal), indexName);
          if (there?.id !== next.id) return;
          await removeLeftovers(place(signal));
          await forgetOtherCopies(db, copyPrefix(indexName), [next.id, meaningId(next)]);
        }),
      ),
    search: (query, signal) =>
      withAnswering(signal, async ({ access, copy }) => {
        const collections = await listCollectionNames(db, query.reader);
        const asking = { access: { ...access, collections }, copy, db, log, vectors, meaningMs };
        return answer(asking, query);
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
