import type { ConnectionConfig, Database } from '../drizzle/client.ts';
import type { Embedder } from './ports/embedder.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { MediaStore } from './ports/media-store.ts';
import type { MediaTools } from './ports/media-tools.ts';
import type { SearchIndex } from './ports/search-index.ts';
import type { Tagger } from './ports/tagger.ts';
import type { Transcriber } from './ports/transcriber.ts';

/** Everything the server, the workers and the command line work with. */
export interface Parts {
  readonly db: Database;
  /** For what needs a connection of its own, such as LISTEN. */
  readonly connectionConfig: ConnectionConfig;
  /** Other processes may be at work on the same database. */
  readonly isJoined: boolean;
  readonly queue: JobQueue;
  readonly store: MediaStore;
  readonly searchIndex: SearchIndex;
  readonly media: MediaTools;
  readonly transcriber: Transcriber;
  readonly tagger: Tagger;
  readonly embedder: Embedder;
  /** Whether searches by meaning get their answers; `null`: search goes by words. */
  readonly meaning: Pick<Embedder, 'name' | 'check'> | null;
  /** Names for people, one a port. */
  readonly engines: {
    readonly database: string;
    readonly queue: string;
    readonly index: string;
    readonly store: string;
  };
  /** What would do a part's work better, and how to get it; `null`: nothing that we know of. */
  readonly advice: Readonly<
    Record<'database' | 'queue' | 'search' | 'store' | 'transcriber' | 'tagger' | 'embedder', string | null>
  >;
  /** In the order in which they depend on each other; stops the embedded database last. */
  close(): Promise<void>;
}
