import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Session } from '../../core/api/sessions.ts';
import { api } from './api.ts';

/** What can be asked on the search page; each member is a parameter of its URL. */
export interface SearchState {
  readonly q?: string | undefined;
  readonly topic?: string | undefined;
  readonly speaker?: string | undefined;
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

/** The same question with many moments a session: for "show more" and for the marks on a session's page. */
export const momentsQuery = (state: SearchState) =>
  queryOptions({
    queryKey: ['moments', state],
    queryFn: ({ signal }) => api.search({ ...state, moments: 50 }, signal),
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

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => api.tokens(signal),
});

export const uploadsQuery = queryOptions({
  queryKey: ['uploads'],
  queryFn: ({ signal }) => api.uploads(signal),
});
