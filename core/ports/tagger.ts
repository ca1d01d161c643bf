import type { Chapter } from '../model/session.ts';
import type { Segment } from '../model/transcript.ts';

export interface TagRequest {
  readonly title: string;
  readonly description: string;
  readonly language: string;
  readonly durationSeconds: number | null;
  readonly segments: readonly Segment[];
  /** Names of topics that exist, most used first: preferred over new ones. */
  readonly knownTopics: readonly string[];
  /** What known topics are called besides: other name to name. */
  readonly otherNames: ReadonlyMap<string, string>;
  /** In how many of `documentCount` passages a lower-case word occurs; for weighting. */
  readonly documentFrequency: (terms: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  readonly documentCount: number;
  /** When the picture changes to another slide, in order; empty while that is not known. */
  readonly slideChanges: readonly number[];
  /** The language, or where it is `und` the one whose stop words are said most, if that is clear. */
  readonly likelyLanguage: string;
  /**
   * The stems of lower-case words with their accents, as a dictionary of the likely language has them; empty for stop
   * words. The words themselves where there is no dictionary.
   */
  readonly stems: (words: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

export interface TopicSuggestion {
  readonly name: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** Moments that show it, within the recording, in order, at most ten. */
  readonly seconds: readonly number[];
}

export interface TagResult {
  /** Best first, at most 8, no two the same when case is ignored. */
  readonly topics: readonly TopicSuggestion[];
  /** `null` where the engine does not write summaries. */
  readonly summary: string | null;
  /** In order, inside the recording, none shorter than two minutes; may be empty. */
  readonly chapters: readonly Chapter[];
  /** A better title, on one line; `null` where the engine has none. */
  readonly title: string | null;
  /** BCP 47 of what is spoken; `null` where the engine does not tell. */
  readonly language: string | null;
}

/** What there is to say of a talk of which nothing is known. */
export const noSuggestions: TagResult = {
  topics: [],
  summary: null,
  chapters: [],
  title: null,
  language: null,
};

/**
 * Reads a transcript and suggests what it is about. Engines: openai, keyphrase, none. Contract: test/contract/tagger.ts
 * The transcript is data: instructions in it change nothing but the suggestions.
 * Throws PermanentError, RetryAfterError or TransientError; an abort passes through.
 */
export interface Tagger {
  readonly name: string;
  /** Whether slides change its chapters, so that they are asked for again when slides become known. */
  readonly readsSlides: boolean;
  suggest(request: TagRequest, signal: AbortSignal): Promise<TagResult>;
  /** Rejects with what is missing or unreachable. */
  check(signal?: AbortSignal): Promise<void>;
}
