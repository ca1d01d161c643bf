import type { Database } from '../../drizzle/client.ts';
import { type AskedSubject, listAskedSubjects } from '../../drizzle/queries/asked.ts';
import type { Reader } from '../model/access.ts';
import { parseQuery } from '../model/search/parse-query.ts';
import { stopWords } from '../model/search/stop-words.ts';
import type { SearchIndex } from '../ports/search-index.ts';

const mostAsked = 20;
/** The number of searches that a list may cost. */
const mostChecked = 40;
const checkedAnewMs = 10 * 60_000;
const checkTimeoutMs = 5_000;

/** What everybody may open, and nobody's own: whether it is answered must not depend on who looks. */
const everybody: Reader = { id: '00000000-0000-0000-0000-000000000000', role: 'member', team: null };

/** All of the words, in one form or another: that one of them is said somewhere answers nobody. */
const withAllWords = (query: string): string =>
  parseQuery(query)
    .typed.filter(({ word }) => !stopWords.has(word))
    .map(({ typed }) => `"${typed}"`)
    .join(' ') || query;

/** What people looked for in vain and would still. */
export interface AskedLists {
  list(): Promise<readonly AskedSubject[]>;
}

/** Remembers for ten minutes which of the subjects a search now answers. */
export function askedLists({
  db,
  searchIndex,
}: {
  readonly db: Database;
  readonly searchIndex: SearchIndex;
}): AskedLists {
  const checked = new Map<string, { readonly at: number; readonly isAnswered: Promise<boolean> }>();
  const isAnswered = ({ subject, query }: AskedSubject): Promise<boolean> => {
    const now = performance.now();
    const before = checked.get(subject);
    if (before && now - before.at < checkedAnewMs) return before.isAnswered;
    const search = {
      text: withAllWords(query),
      reader: everybody,
      filters: {},
      sort: 'relevance',
      limit: 1,
      moments: 1,
    } as const;
    const answer = searchIndex
      .search(search, AbortSignal.timeout(checkTimeoutMs))
      .then(({ total }) => total > 0)
      // Not known: it stays on the list, and is looked for again next time.
      .catch(() => {
        checked.delete(subject);
        return false;
      });
    checked.set(subject, { at: now, isAnswered: answer });
    return answer;
  };
  return {
    async list() {
      const open: AskedSubject[] = [];
      const subjects = await listAskedSubjects(db, mostChecked);
      for (const asked of subjects) {
        const isFoundNow = await isAnswered(asked);
        // What somebody found where not everybody may look is not told.
        if (asked.wasFound || !isFoundNow) open.push({ ...asked, wasFound: asked.wasFound && isFoundNow });
      }
      const listed = new Set(subjects.map(({ subject }) => subject));
      for (const subject of checked.keys()) if (!listed.has(subject)) checked.delete(subject);
      return open.slice(0, mostAsked);
    },
  };
}
