import type { Audience, Reader } from '../../core/model/access.ts';
import type {
  Passage,
  SearchAnswer,
  SearchIndex,
  SearchQuery,
  SessionDocument,
} from '../../core/ports/search-index.ts';
import { newId } from '../../drizzle/ids.ts';

/** An engine with an empty index. */
export interface OpenIndex {
  readonly index: SearchIndex;
  /** Makes what the engine's database must have before a session is indexed, or brings it up to date. */
  prepare(document: SessionDocument, state?: { readonly isDeleted: boolean }): Promise<void>;
  /** Makes a collection; the documents say which sessions are in it. */
  prepareCollection(collection: StoredCollection): Promise<void>;
  close(): Promise<void>;
}

export interface StoredCollection {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly audience: Audience;
}

export const ann: Reader = { id: newId(), role: 'champion', team: 'sales' };
/** Of Ann's team. */
export const cem: Reader = { id: newId(), role: 'member', team: 'sales' };
/** Of another team; an admin sees no more than others. */
export const bob: Reader = { id: newId(), role: 'admin', team: 'data' };

/** A talk of Ann's for the whole organisation, unless the test says otherwise. */
export function talk(overrides: Partial<SessionDocument> = {}): SessionDocument {
  return {
    id: newId(),
    version: 1,
    title: 'Monday meeting',
    description: '',
    speakers: [],
    topics: [],
    collections: [],
    language: 'en',
    heldAt: new Date('2026-03-12T10:00:00Z'),
    audience: { visibility: 'organisation', ownerId: ann.id, team: null },
    trust: 1,
    ...overrides,
  };
}

/** One passage of 40 s after the other. */
export function spoken(...texts: string[]): Passage[] {
  return texts.map((text, at) => ({
    startSeconds: at * 40,
    endSeconds: at * 40 + 40,
    speaker: null,
    text,
    clock: [],
  }));
}

/** Prepares and indexes a talk, and gives its id. */
export async function add(
  { index, prepare }: OpenIndex,
  document: SessionDocument,
  passages: readonly Passage[] = [],
): Promise<string> {
  await prepare(document);
  await index.replaceSession(document, passages);
  return document.id;
}

/** The same for several that are about nothing in particular, at once. */
export async function addOthers({ index, prepare }: OpenIndex, count: number): Promise<void> {
  const others = Array.from({ length: count }, (_, at) => ({
    document: talk({ title: `Evening ${at}` }),
    passages: spoken(`gardens grow tomato${at} beside pepper${at}`),
  }));
  for (const { document } of others) await prepare(document);
  await Promise.all(others.map(({ document, passages }) => index.replaceSession(document, passages)));
}

export const asked = (text: string, overrides: Partial<SearchQuery> = {}): SearchQuery => ({
  text,
  reader: bob,
  filters: {},
  sort: 'relevance',
  limit: 20,
  moments: 3,
  ...overrides,
});

export const sessionsOf = (answer: SearchAnswer): string[] => answer.hits.map(({ sessionId }) => sessionId);

/** Where the first session's moments start. */
export const startsOf = (answer: SearchAnswer): number[] =>
  (answer.hits[0]?.moments ?? []).map(({ startSeconds }) => startSeconds);
