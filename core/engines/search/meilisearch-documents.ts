import { flatten } from '../../model/search/clock.ts';
import { slugOf } from '../../model/slug.ts';
import type { Passage, SessionDocument } from '../../ports/search-index.ts';

/** A passage as the index holds it, with what is filtered and counted of its session. */
export type PassageDocument = {
  /** `<sessionId>-<n>`; n is 0 for the heading, which carries the description and is no passage. */
  readonly id: string;
  readonly sessionId: string;
  readonly isHeading: boolean;
  readonly title: string;
  readonly text: string;
  readonly speaker: string | null;
  readonly speakers: readonly string[];
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

/** The heading first, then the passages in order. */
export function documentsOf(session: SessionDocument, passages: readonly Passage[]): PassageDocument[] {
  const { id, title, description, speakers, topics, collections, language, heldAt, audience, trust } =
    session;
  const shared = {
    ...{ sessionId: id, title, speakers, topics, collections, language, trust },
    ...{ visibility: audience.visibility, ownerId: audience.ownerId, team: audience.team },
    topicSlugs: topics.map(slugOf),
    heldAt: heldAt.getTime() / 1000,
  };
  const heading = { speaker: null, startSeconds: 0, endSeconds: 0, text: description, clock: [] };
  return [
    { ...shared, ...heading, id: `${id}-0`, isHeading: true },
    ...passages.map(({ startSeconds, endSeconds, speaker, text, clock }, at) => ({
      ...shared,
      ...{ startSeconds, endSeconds, speaker, text, clock: flatten(clock) },
      id: `${id}-${at + 1}`,
      isHeading: false,
    })),
  ];
}
