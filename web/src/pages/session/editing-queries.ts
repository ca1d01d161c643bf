import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Session } from '../../../../core/api/sessions.ts';
import { api } from '../../api.ts';

/** Newest first. Asked anew when there is a newer one. */
export const versionsQuery = (session: Session) =>
  infiniteQueryOptions({
    queryKey: ['versions', session.id, session.transcript?.version],
    queryFn: ({ signal, pageParam }) => api.transcriptVersions(session.id, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** A version never changes, but what is kept of the one before it may. */
export const diffQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['diff', id, version],
    queryFn: ({ signal }) => api.transcriptDiff(id, version, signal),
    staleTime: 60_000,
  });

/** What the vocabulary offers to correct in that version of the text. */
export const correctionsQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['corrections', id, version],
    queryFn: ({ signal }) => api.corrections(id, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['people', q],
    queryFn: ({ signal }) => api.people(q, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
