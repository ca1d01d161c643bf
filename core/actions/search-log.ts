import type { Database } from '../../drizzle/client.ts';
import { newId } from '../../drizzle/ids.ts';
import type { Log } from '../../drizzle/log.ts';
import { noteSearch } from '../../drizzle/queries/search-log.ts';
import type { Reader } from '../model/access.ts';
import { type AskedFilters, describeQuery } from '../model/search/asked.ts';

/** What was asked, and what came of it. */
export interface SearchToNote {
  readonly reader: Reader;
  readonly query: string;
  readonly filters: AskedFilters;
  readonly sessionCount: number;
  readonly momentCount: number;
  readonly tookMs: number;
}

/** Writes searches down behind the answers, one after the other: it delays none, and one that fails is a line of the log. */
export interface SearchLog {
  /** The id under which the search can be told of; `null`: it is not written down. */
  note(search: SearchToNote): string | null;
  /** Resolves when all that was noted here has been written. */
  settled(): Promise<void>;
}

/** Searches that wait to be written; more than a database that is gone should cost memory. */
const mostWaiting = 500;

export function openSearchLog({
  db,
  log,
  isOn,
}: {
  readonly db: Database;
  readonly log: Log;
  readonly isOn: boolean;
}): SearchLog {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();
  const write = async (id: string, { reader, query, filters, ...counts }: SearchToNote) => {
    try {
      const { words, subject, isPlain } = describeQuery(query);
      const isEverywhere = Object.values(filters).every((value) => value === undefined);
      const about = { words, subject, isPlain: isPlain && isEverywhere, filters };
      await noteSearch(db, { id, userId: reader.id, query, ...about, ...counts });
    } catch (error) {
      log.warn({ err: error }, 'a search was answered, but not noted in the log of searches');
    } finally {
      waiting -= 1;
    }
  };
  return {
    note(search) {
      const query = storable(search.query.trim());
      if (!isOn || query === '' || waiting >= mostWaiting) return null;
      const id = newId();
      waiting += 1;
      last = last.then(() => write(id, { ...search, query }));
      return id;
    },
    settled: () => last,
  };
}

/** Postgres' text holds no NUL, and its JSON no half of a character. */
const storable = (text: string): string => text.replaceAll(/\0|\p{Surrogate}/gu, '\ufffd');
