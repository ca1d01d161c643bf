import { flatten } from '../../model/search/clock.ts';
import { tokenise } from '../../model/search/tokenise.ts';
import { slugOf } from '../../model/slug.ts';
import type { Passage, SessionDocument } from '../../ports/search-index.ts';
import type { Vectors } from './meilisearch-embedder.ts';
import { type LocalTexts, localTexts } from './meilisearch-locales.ts';

/** A passage as the index holds it, with what is filtered and counted of its session. */
export type PassageDocument = LocalTexts &
  Vectors & {
    /** `<sessionId>-<at>` */
    readonly id: string;
    /** 0 for the heading, which carries the description and is no passage; then the passages in order. */
    readonly at: number;
    readonly sessionId: string;
    readonly isHeading: boolean;
    readonly title: string;
    /** What is said; of the heading the description. */
    readonly text: string;
    readonly speaker: string | null;
    readonly speakers: readonly string[];
    /** Each name folded, and all words that follow each other in one: `ida fern`, `ida`, `fern`. */
    readonly speakerWords: readonly string[];
    readonly topics: readonly string[];
    readonly topicSlugs: readonly string[];
    readonly collections: readonly string[];
    readonly language: string;
    /** Seconds since 1970: numbers compare in every version. */
    readonly heldAt: number;
    readonly visibility: string;
    readonly ownerId: string;
    readonly team: string | null;
    readonly startSeconds: number;
    readonly endSeconds: number;
    /** `flatten` of a clock. */
    readonly clock: readonly number[];
    readonly trust: number;
  };

/** Longer ones are no names. */
const mostWordsOfName = 8;

/** The heading first, then the passages in order. */
export function documentsOf(session: SessionDocument, passages: readonly Passage[]): PassageDocument[] {
  const { id, title, description, speakers, topics, collections, language, heldAt, audience, trust } =
    session;
  const shared = {
    ...{ sessionId: id, title, speakers, topics, collections, language, trust },
    ...{ visibility: audience.visibility, ownerId: audience.ownerId, team: audience.team },
    topicSlugs: topics.map(slugOf),
    speakerWords: [...new Set(speakers.flatMap(runsOfName))],
    heldAt: heldAt.getTime() / 1000,
  };
  const local = (text: string) => localTexts(language, text);
  const heading = { speaker: null, startSeconds: 0, endSeconds: 0, text: description, clock: [] };
  return [
    { ...shared, ...heading, ...local(description), id: `${id}-0`, at: 0, isHeading: true },
    ...passages.map(({ startSeconds, endSeconds, speaker, text, clock }, at) => ({
      ...shared,
      ...{ startSeconds, endSeconds, speaker, text, clock: flatten(clock), ...local(text) },
      id: `${id}-${at + 1}`,
      at: at + 1,
      isHeading: false,
    })),
  ];
}

/** A name as it is compared. */
export const wordsOfName = (name: string): string[] => tokenise(name).map(({ word }) => word);

function runsOfName(name: string): string[] {
  const words = wordsOfName(name).slice(0, mostWordsOfName);
  return words.flatMap((_, from) =>
    words.slice(from).map((__, more) => words.slice(from, from + more + 1).join(' ')),
  );
}
