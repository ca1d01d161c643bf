import type { Audience, Reader } from '../model/access.ts';
import { TransientError } from '../model/errors.ts';
import type { Explanation } from '../model/search/explain.ts';
import type { SearchFilters } from '../model/search/filters.ts';
import type { Passage } from '../model/search/passages.ts';

export type { Passage, SearchFilters };

/** What a search needs to know of a session beside its passages. */
export interface SessionDocument {
  readonly id: string;
  /** Of what a search may find or show of it: the higher one is the newer. */
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly speakers: readonly string[];
  readonly topics: readonly string[];
  /** Ids: titles and who may open one change without the session. */
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
  /** Whether each moment says why it has its score, by engines that can tell. */
  readonly isExplained?: boolean | undefined;
}

export interface FoundMoment {
  /** Where the first of the words that matched is said; the passage's start where only its title did. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly speaker: string | null;
  /** Plain text escaped for HTML, with `<mark>` around what matched. */
  readonly snippet: string;
  readonly score: number;
  readonly explanation?: Explanation | undefined;
  /** It means what was asked for, in other words: nothing in it is marked. */
  readonly by?: 'meaning';
}

export interface FoundSession {
  readonly sessionId: string;
  /** 0 to 1. Tells nothing of how often a word is said that none of the sessions has: there may be others. */
  readonly score: number;
  /** Best first. Empty when only the title, a speaker or a topic matched a session without a transcript. */
  readonly moments: readonly FoundMoment[];
  /** How many passages matched, at least `moments.length`. */
  readonly momentCount: number;
}

/** Words to be found within one session; filters that the text names are passed over. */
export type FindQuery = Pick<SearchQuery, 'text' | 'reader'> & { readonly sessionId: string };

/** A word of the query where it is said. */
export interface FoundPlace {
  /** As near as the transcript tells. */
  readonly startSeconds: number;
  /** As it is said. */
  readonly text: string;
  /** The word of the query that it answers, as typed. */
  readonly word: string;
}

export interface FoundWithin {
  /** In order of time. */
  readonly moments: readonly (FoundMoment & { readonly places: readonly FoundPlace[] })[];
  readonly corrections: SearchAnswer['corrections'];
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
  /** Passages over all counted sessions; 0 where so many match that they are not counted. */
  readonly totalMoments: number;
  readonly facets: {
    readonly topics: readonly FacetCount[];
    readonly speakers: readonly FacetCount[];
    readonly languages: readonly FacetCount[];
    readonly years: readonly FacetCount[];
    /** By title; of those that the reader may open. */
    readonly collections: readonly FacetCount[];
  };
  /** Words that were read as others, such as `deplyo` as `deploy`. */
  readonly corrections: readonly { readonly from: string; readonly to: string }[];
  readonly nextCursor: string | null;
  /** The engine that should have answered could not, another one did. */
  readonly isDegraded?: boolean;
}

/**
 * What the index has of a page's sessions is older than what they are: another index has to answer. Nothing is wrong
 * with the engine.
 */
export class NotCurrent extends TransientError {}

/** What takes sessions in. Of a session the newer version stays, in whatever order several processes write. */
export interface SessionWriter {
  /** Replaces all that is known of the session; resolves when a search can find it. No passages: title only. */
  replaceSession(session: SessionDocument, passages: readonly Passage[], signal?: AbortSignal): Promise<void>;
  /** Forgets the session; an unknown one is fine. */
  removeSession(session: Pick<SessionDocument, 'id' | 'version'>, signal?: AbortSignal): Promise<void>;
}

/** One filling of an index: the one that answers, or one that is to take its place. */
export interface IndexCopy extends SessionWriter {
  /**
   * Under which the database remembers what it has; another one as soon as all has to be written again: in another
   * format, or because what was there is lost.
   */
  readonly id: string;
}

/**
 * Finds moments. Engines: postgres (default), meilisearch. Contract: test/contract/search-index.ts
 * Can be rebuilt from the database at any time. Sessions are written to all copies that there are.
 */
export interface SearchIndex extends SessionWriter {
  /**
   * Makes what is missing, has `fill` bring each copy up to date, puts a new one in the place of the old and cleans
   * up what a killed process has left. `fill` says whether nothing was left out. For one process at a time.
   */
  upkeep(fill: (copy: IndexCopy) => Promise<boolean>, signal?: AbortSignal): Promise<void>;
  /** Where it stands for several: those to keep up to date. The first must be, the others may lag. */
  readonly parts?: readonly SearchIndex[];
  /** Best first. Only what `query.reader` may open counts, in hits, totals, facets and corrections alike. */
  search(query: SearchQuery, signal?: AbortSignal): Promise<SearchAnswer>;
  /**
   * Every moment of one session in which all words are said, found by the rules of `search`; with other spellings or
   * some of the words where there is none. Nothing of a session that the reader may not open.
   */
  find(query: FindQuery, signal?: AbortSignal): Promise<FoundWithin>;
  /** Rejects with what is unreachable. `degraded`: it answers, but not as it should, or lags behind. */
  check(signal?: AbortSignal): Promise<'ok' | 'degraded'>;
  close(): Promise<void>;
}
