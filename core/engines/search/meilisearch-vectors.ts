import type { Database } from '../../../drizzle/client.ts';
import type { Log } from '../../../drizzle/log.ts';
import { listBehind } from '../../../drizzle/queries/indexed-sessions.ts';
import { isSpaceComplete } from '../../../drizzle/queries/vectors.ts';
import { meaningId, type ServerCopy } from './meilisearch-copies.ts';
import { embedderOf, type IndexEmbedder } from './meilisearch-embedder.ts';
import { codeOf } from './meilisearch-tasks.ts';
import type { QueryVectors } from './query-vectors.ts';

export interface MeaningOptions {
  readonly vectors: QueryVectors;
  /** The space that passages can be found in now; `null`: none. */
  readonly spaceInUse: () => Promise<string | null>;
  /** For the server to find what is near; default: as long as the database has. */
  readonly limitMs?: number;
}

/** One that holds vectors that nobody asks for any more will do. */
export const isFor = (copy: ServerCopy, embedder: IndexEmbedder | null): boolean =>
  embedder === null || copy.embedder?.name === embedder.name;

/** Whether sessions were sent without some of their vectors and all vectors are there by now. */
export async function mayLackVectors(
  db: Database,
  copy: ServerCopy,
  { space }: IndexEmbedder,
): Promise<boolean> {
  const behind = await listBehind(db, meaningId(copy), { after: null, limit: 1 });
  return behind.length > 0 && (await isSpaceComplete(db, space));
}

interface Wanting {
  readonly db: Database;
  readonly log: Log;
  readonly meaning?: MeaningOptions | undefined;
}

/** The embedder that an index should be made for. A server that knows none (before 1.13) goes by words. */
export function wantedEmbedder({ db, log, meaning }: Wanting) {
  let isRefused = false;
  const find = async () =>
    meaning === undefined || isRefused ? null : embedderOf(db, await meaning.spaceInUse());
  return {
    async tolerantly(work: (embedder: IndexEmbedder | null) => Promise<void>): Promise<void> {
      try {
        await work(await find());
      } catch (error) {
        if (codeOf(error) !== 'feature_not_enabled' || isRefused) throw error;
        isRefused = true;
        log.warn({ err: error }, 'this search server is too old for what means the same: it goes by words');
        await work(null);
      }
    },
  };
}
