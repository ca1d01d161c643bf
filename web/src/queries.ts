import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Session } from '../../core/api/sessions.ts';
import { api } from './api.ts';

/** What can be asked on the search page; each member is a parameter of its URL. */
export interface SearchState {
  readonly q?: string | undefined;
  readonly topic?: string | undefined;
  readonly speaker?: string | undefined;
  readonly collection?: string | undefined;
  readonly language?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly sort?: 'newest' | undefined;
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.me(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const welcomeQuery = queryOptions({
  queryKey: ['welcome'],
  queryFn: ({ signal }) => api.welcome(signal),
});

/** Earlier results stay until new ones are there; a newer query aborts this one. */
export const searchQuery = (state: SearchState) =>
  infiniteQueryOptions({
    queryKey: ['search', state],
    queryFn: ({ signal, pageParam }) => api.search({ ...state, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** What may be meant by what is typed so far; what was typed before it is aborted. */
export const suggestQuery = (typed: string) =>
  queryOptions({
    queryKey: ['suggest', typed] as const,
    queryFn: ({ signal }) => api.suggest(typed, signal),
    // What was searched last says nothing of what is typed, and the other way round.
    placeholderData: (before, query) => (typed === '' || query?.queryKey[1] === '' ? undefined : before),
    retry: false,
  });

/** What people looked for in vain: for champions. */
export const askedQuery = queryOptions({
  queryKey: ['asked'],
  queryFn: ({ signal }) => api.asked(signal),
  staleTime: 60_000,
});

export const sessionsQuery = (show: 'all' | 'mine' | 'bin') =>
  infiniteQueryOptions({
    queryKey: ['sessions', show],
    queryFn: ({ signal, pageParam }) => api.sessions({ show, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** By id or slug. */
export const sessionQuery = (id: string) =>
  queryOptions({ queryKey: ['session', id], queryFn: ({ signal }) => api.session(id, signal) });

/** Changes when a session may have got another text, or a recogniser has listened for other phrases. */
export const transcriptVersion = ({ transcript, stages }: Session): string =>
  JSON.stringify([transcript?.version, stages.find(({ name }) => name === 'transcribe')?.finishedAt]);

/** Asked anew when a session got another transcript; the earlier one stays until then. */
export const transcriptQuery = (session: Session) =>
  queryOptions({
    queryKey: ['transcript', session.id, transcriptVersion(session)],
    queryFn: ({ signal }) => api.transcript(session.id, signal),
    enabled: session.transcript !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const relatedQuery = (sessionId: string) =>
  queryOptions({
    queryKey: ['related', sessionId],
    queryFn: ({ signal }) => api.related(sessionId, signal),
    staleTime: 60_000,
  });

export const collectionsQuery = infiniteQueryOptions({
  queryKey: ['collections'],
  queryFn: ({ signal, pageParam }) => api.collections({ cursor: pageParam }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

/** Those with these letters in their title; the earlier answer stays until the new one is there. */
export const collectionsNamedQuery = (q: string) =>
  queryOptions({
    queryKey: ['collections', 'named', q],
    queryFn: ({ signal }) => api.collections({ q, limit: 50 }, signal),
    placeholderData: keepPreviousData,
  });

export const collectionQuery = (slug: string) =>
  queryOptions({ queryKey: ['collection', slug], queryFn: ({ signal }) => api.collection(slug, signal) });

/** Words within one session; asked anew when it got another transcript. Earlier finds stay until new ones are there. */
export const findQuery = (session: Session, q: string) =>
  queryOptions({
    queryKey: ['find', session.id, transcriptVersion(session), q],
    queryFn: ({ signal }) => api.find(session.id, q, signal),
    enabled: q !== '' && session.transcript !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const uploadsQuery = queryOptions({
  queryKey: ['uploads'],
  queryFn: ({ signal }) => api.uploads(signal),
});
