import type { Database } from '../../drizzle/client.ts';
import type { Log } from '../../drizzle/log.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { MediaStore } from '../ports/media-store.ts';
import type { SearchIndex } from '../ports/search-index.ts';

/** What actions work with; each names the part it needs. */
export interface ActionDeps {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly store: MediaStore;
  readonly searchIndex: SearchIndex;
  readonly log: Log;
}
