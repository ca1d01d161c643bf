import type { Audience, Reader } from '../model/access.ts';
import type { SearchFilters } from '../model/search/filters.ts';
import type { Passage } from '../model/search/passages.ts';

export type { Passage, SearchFilters };

/** What a search needs to know of a session beside its passages. */
export interface SessionDocument {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly speakers: readonly string[];
  readonly topics: readonly string[];
  readonly collections: readonly string[];
  readonly language: string;
  /** When it happened (or was added): `from`, `to`, years and `newest` go by it. */
  readonly heldAt: Date;
  readonly audience: Audience;
  /** How far its text can be trusted, 0 to 1: decides between moments that are otherwise as good. */
  readonly trust: number;
}

export interface SearchQuery {
  /** As typed; see `core/model/search/parse-query.ts` for what it may say beside words. */
  readonly text: string;
  readonly reader: Reader;
  /** Hold beside those that `text` names. */
  readonly filters: SearchFilters;
  readonly sort: 'relevance' | 'newest';
  /** Sessions per page. */
  readonly limit: number;
  /** As an earlier answer gave it. An unusable one is a DomainError `invalid`. */
  readonly cursor?: string | undefined;
  /** Moments per session. */
  readonly moments: number;
}

export interface FoundMoment {
  /** Where the first of the words that matched is said; the passage's start where only its title did. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly speaker: string | null;
  /** Plain text escaped for HTML, with `<mark>` around what matched. */
  readonly snippet: string;
  readonly score: number;
  /** It means what was asked for, in other words: nothing in it is marked. */
  readonly by?: 'meaning';
}

export interface FoundSession {
  readonly sessionId: string;
  readonly score: number;
  /** Best first. Empty when only the title, a speaker or a topic matched a session without a transcript. */
  readonly moments: readonly FoundMoment[];
  /** How many passages matched, at least `moments.length`. */
  readonly momentCount: number;
}

export interface FacetCount {
  readonly value: string;
  /** Sessions. */
  readonly count: number;
}

export interface SearchAnswer {
  readonly hits: readonly FoundSession[];
  /** Sessions, counted up to `totalCap`. */
  readonly total: number;
  readonly totalCap: number;
  /** Passages over all counted sessions. */
  readonly totalMoments: number;
  readonly facets: {
    readonly topics: readonly FacetCount[];
    readonly speakers: readonly FacetCount[];
    readonly languages: readonly FacetCount[];
    readonly years: readonly FacetCount[];
  };
  /** Words that were read as others, such as `deplyo` as `deploy`. */
  readonly corrections: readonly { readonly from: string; readonly to: string }[];
  readonly nextCursor: string | null;
}

/**
 * Finds moments. Engines: postgres (default), meilisearch. Contract: test/contract/search-index.ts
 * Can be rebuilt from the database at any time.
 */
export interface SearchIndex {
  /** Names what `replaceSession` writes: when it changes, what was written before has to be written again. */
  readonly format: string;
  /** Replaces all that is known of the session; resolves when a search can find it. No passages: title only. */
  replaceSession(session: SessionDocument, passages: readonly Passage[], signal?: AbortSignal): Promise<void>;
  /** Forgets the session; an unknown one is fine. */
  removeSession(sessionId: string, signal?: AbortSignal): Promise<void>;
  /** Best first. Only what `query.reader` may open counts, in hits, totals, facets and corrections alike. */
  search(query: SearchQuery, signal?: AbortSignal): Promise<SearchAnswer>;
  /** Rejects with what is unreachable. */
  check(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
