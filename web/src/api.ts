import type {
  Collection,
  CollectionFields,
  CollectionItem,
  CollectionItemAdd,
  CollectionItemPut,
  CollectionList,
  CollectionPatch,
} from '../../core/api/collections.ts';
import type { Problem } from '../../core/api/common.ts';
import type { Me, PersonList, SignInRequest, Welcome } from '../../core/api/people.ts';
import type { FindResponse, SearchRequest, SearchResponse } from '../../core/api/search.ts';
import type { AskedList, SearchOpened } from '../../core/api/searches.ts';
import type {
  RelatedSessions,
  Session,
  SessionCreated,
  SessionList,
  SessionPatch,
} from '../../core/api/sessions.ts';
import type { SuggestResponse } from '../../core/api/suggest.ts';
import type {
  Transcript,
  TranscriptDiff,
  TranscriptEdit,
  TranscriptVersionList,
} from '../../core/api/transcripts.ts';
import type { UploadList } from '../../core/api/uploads.ts';
import type { Corrections } from '../../core/api/vocabulary.ts';

/** An answer that is no success. `message` is a sentence for the person; `fields` says which inputs are wrong. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** 0: no answer came. */
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
  /** Where the thing is that was there already (409 of an upload). */
  readonly url: string | null;
  constructor(status: number, problem: Partial<Problem>, options?: ErrorOptions) {
    super(problem.detail || problem.title || `The server answered with ${status}.`, options);
    this.status = status;
    this.fields = Object.fromEntries((problem.errors ?? []).map(({ path, message }) => [path, message]));
    this.url = typeof problem['url'] === 'string' ? problem['url'] : null;
  }
}

/** Reads a problem document; answers of something in between (a proxy's HTML) become a plain sentence. */
export function toApiError(status: number, body: string): ApiError {
  try {
    const problem: unknown = JSON.parse(body);
    if (typeof problem === 'object' && problem !== null) return new ApiError(status, problem);
  } catch {
    // No JSON: the sentence below says what is known.
  }
  return new ApiError(status, {
    detail:
      status >= 500
        ? 'The server has a problem. Try again in a minute.'
        : `The server answered with ${status}.`,
  });
}

const timeoutMs = 30_000;
/** For answers that wait for a file: 10 MB of captions at 0.5 Mbit/s. */
const fileTimeoutMs = 180_000;

interface Options {
  /** A form goes as it is, anything else as JSON. */
  readonly body?: unknown;
  /** The version that the change is made on; 412 when there is a newer one. */
  readonly onVersion?: number;
  readonly signal?: AbortSignal;
}

/** The server checks each answer against the schema its type comes from, so it is not checked again here. Throws `ApiError`. */
export async function call<T>(
  method: string,
  path: string,
  { body, onVersion, signal }: Options = {},
): Promise<T> {
  const timeout = AbortSignal.timeout(body instanceof FormData ? fileTimeoutMs : timeoutMs);
  const request: RequestInit = { method, signal: signal ? AbortSignal.any([signal, timeout]) : timeout };
  const headers = new Headers(onVersion === undefined ? {} : { 'if-match': `"${onVersion}"` });
  if (body instanceof FormData) request.body = body;
  else if (body !== undefined) {
    request.body = JSON.stringify(body);
    headers.set('content-type', 'application/json');
  }
  request.headers = headers;
  const response = await fetch(path, request).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError(
      0,
      { detail: 'The server cannot be reached. Check your connection and try again.' },
      { cause },
    );
  });
  const text = await response.text();
  if (!response.ok) throw toApiError(response.status, text);
  // An answer without a body (204) is asked for as `unknown`.
  return JSON.parse(text || 'null');
}

/** A query string without what is undefined or empty. */
export function queryOf(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== '') query.set(name, String(value));
  return query.size > 0 ? `?${query}` : '';
}

export const collectionPath = (slug: string): string => `/api/collections/${encodeURIComponent(slug)}`;
export const sessionPath = (id: string): string => `/api/sessions/${encodeURIComponent(id)}`;
const transcriptPath = (id: string): string => `${sessionPath(id)}/transcript`;

/** The calls that pages make, but those that one alone makes; each throws `ApiError`. */
export const api = {
  welcome: (signal?: AbortSignal) => call<Welcome>('GET', '/api/welcome', pass(signal)),
  signIn: (body: SignInRequest) => call<unknown>('POST', '/api/auth/sign-in/email', { body }),
  signOut: () => call<unknown>('POST', '/api/auth/sign-out'),
  me: (signal?: AbortSignal) => call<Me>('GET', '/api/me', pass(signal)),

  search: (
    request: { readonly [Name in keyof SearchRequest]?: SearchRequest[Name] | undefined },
    signal?: AbortSignal,
  ) => call<SearchResponse>('GET', `/api/search${queryOf(request)}`, pass(signal)),

  suggest: (q: string, signal?: AbortSignal) =>
    call<SuggestResponse>('GET', `/api/suggest${queryOf({ q })}`, pass(signal)),
  /** What of an answer was opened. */
  opened: (searchId: string, body: SearchOpened) =>
    call<unknown>('POST', `/api/searches/${searchId}/opened`, { body }),
  /** Asks for somebody to show what a search did not find. */
  ask: (searchId: string) => call<unknown>('POST', `/api/searches/${searchId}/ask`),
  asked: (signal?: AbortSignal) => call<AskedList>('GET', '/api/asked', pass(signal)),
  dismissAsked: (subject: string) => call<unknown>('POST', '/api/asked/dismiss', { body: { subject } }),
  /** All moments of one session, in order of time. */
  find: (id: string, q: string, signal?: AbortSignal) =>
    call<FindResponse>('GET', `${sessionPath(id)}/find${queryOf({ q, limit: 1_000 })}`, pass(signal)),

  sessions: (
    page: {
      readonly show?: 'all' | 'mine' | 'bin';
      readonly limit?: number;
      readonly cursor?: string | undefined;
    },
    signal?: AbortSignal,
  ) => call<SessionList>('GET', `/api/sessions${queryOf(page)}`, pass(signal)),
  session: (id: string, signal?: AbortSignal) => call<Session>('GET', sessionPath(id), pass(signal)),
  transcript: (id: string, signal?: AbortSignal) => call<Transcript>('GET', transcriptPath(id), pass(signal)),
  /** All edits or none; 412 when `version` is not the one that is shown any more. */
  editTranscript: (id: string, edits: readonly TranscriptEdit[], version: number) =>
    call<Transcript>('PATCH', transcriptPath(id), { body: { edits }, onVersion: version }),
  /** Newest first, for those who may edit. */
  transcriptVersions: (id: string, cursor: string | undefined, signal?: AbortSignal) =>
    call<TranscriptVersionList>('GET', `${transcriptPath(id)}/versions${queryOf({ cursor })}`, pass(signal)),
  /** What the version changed of the one before. */
  transcriptDiff: (id: string, version: number, signal?: AbortSignal) =>
    call<TranscriptDiff>('GET', `${transcriptPath(id)}/versions/${version}/diff`, pass(signal)),
  /** Shows an older version again in place of the one `shown` now. */
  restoreTranscript: (id: string, version: number, shown: number) =>
    call<Transcript>('POST', `${transcriptPath(id)}/versions/${version}/restore`, { onVersion: shown }),
  /** What the vocabulary offers to correct. */
  corrections: (id: string, signal?: AbortSignal) =>
    call<Corrections>('GET', `${transcriptPath(id)}/suggestions`, pass(signal)),
  dismissCorrection: (id: string, body: { readonly termId: string; readonly from: string }) =>
    call<unknown>('POST', `${transcriptPath(id)}/suggestions/dismiss`, { body }),
  related: (id: string, signal?: AbortSignal) =>
    call<RelatedSessions>('GET', `${sessionPath(id)}/related`, pass(signal)),
  /** The collections that hold it or a moment of it. */
  collectionsOf: (id: string, signal?: AbortSignal) =>
    call<CollectionList>('GET', `${sessionPath(id)}/collections`, pass(signal)),
  addTopic: (id: string, name: string) =>
    call<Session>('POST', `${sessionPath(id)}/topics`, { body: { name } }),
  /** Says for ever whether the session is about a topic that it has. */
  decideTopic: (id: string, slug: string, status: 'accepted' | 'rejected') =>
    call<Session>('PUT', `${sessionPath(id)}/topics/${encodeURIComponent(slug)}`, { body: { status } }),
  /** A session of captions alone. */
  addCaptions: (form: FormData, signal?: AbortSignal) =>
    call<SessionCreated>('POST', '/api/sessions', { body: form, ...pass(signal) }),
  edit: (id: string, patch: SessionPatch) => call<Session>('PATCH', sessionPath(id), { body: patch }),
  /** `replacesEdits`: also what people corrected makes way for them. */
  putCaptions: (id: string, file: File, { replacesEdits = false } = {}) => {
    const body = new FormData();
    body.append('captions', file);
    const query = queryOf({ replaceEdits: replacesEdits ? 'true' : undefined });
    return call<Session>('PUT', `${sessionPath(id)}/captions${query}`, { body });
  },
  /** Back to the transcript of the machine. */
  removeCaptions: (id: string) => call<unknown>('DELETE', `${sessionPath(id)}/captions`),
  /** What of one's own recordings has not arrived as a whole. */
  uploads: (signal?: AbortSignal) => call<UploadList>('GET', '/api/uploads', pass(signal)),
  /** Runs what failed again, with all that builds on it. */
  reprocess: (id: string) => call<Session>('POST', `${sessionPath(id)}/reprocess`, { body: {} }),
  bin: (id: string) => call<unknown>('DELETE', sessionPath(id)),
  restore: (id: string) => call<unknown>('POST', `${sessionPath(id)}/restore`),

  collections: (
    page: { readonly q?: string | undefined; readonly limit?: number; readonly cursor?: string | undefined },
    signal?: AbortSignal,
  ) => call<CollectionList>('GET', `/api/collections${queryOf(page)}`, pass(signal)),
  collection: (slug: string, signal?: AbortSignal) =>
    call<Collection>('GET', collectionPath(slug), pass(signal)),
  createCollection: (fields: Partial<CollectionFields>) =>
    call<Collection>('POST', '/api/collections', { body: fields }),
  editCollection: (slug: string, patch: CollectionPatch, version: number) =>
    call<Collection>('PATCH', collectionPath(slug), { body: patch, onVersion: version }),
  deleteCollection: (slug: string) => call<unknown>('DELETE', collectionPath(slug)),
  putItems: (slug: string, items: readonly CollectionItemPut[], version: number) =>
    call<Collection>('PUT', `${collectionPath(slug)}/items`, { body: { items }, onVersion: version }),
  collect: (slug: string, item: CollectionItemAdd) =>
    call<CollectionItem>('POST', `${collectionPath(slug)}/items`, { body: item }),
  /** Whose names have `q` in them. */
  people: (q: string, signal?: AbortSignal) =>
    call<PersonList>('GET', `/api/people${queryOf({ q })}`, pass(signal)),
};

export const pass = (signal: AbortSignal | undefined): Options => (signal ? { signal } : {});
