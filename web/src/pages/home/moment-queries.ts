import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api.ts';
import type { SearchState } from '../../queries.ts';

/** The page of an answer that a session stands on, to ask the same again with more about its moments. */
export interface Place {
  readonly search: SearchState;
  readonly cursor: string | undefined;
}

const mostMoments = 50;

/** The same page with many moments a session: for "show more". */
export const momentsQuery = ({ search, cursor }: Place) =>
  queryOptions({
    queryKey: ['moments', search, cursor],
    queryFn: ({ signal }) => api.search({ ...search, cursor, moments: mostMoments, log: 'off' }, signal),
    staleTime: 60_000,
  });

/** The same, each moment with why it was found: for curators. */
export const explainedQuery = ({ search, cursor }: Place) =>
  queryOptions({
    queryKey: ['explained', search, cursor],
    queryFn: ({ signal }) =>
      api.search({ ...search, cursor, moments: mostMoments, log: 'off', explain: '1' }, signal),
    staleTime: 60_000,
  });

/** How much a wider search finds, and what is called how there; not something that a person has asked. */
export const wayOutQuery = (search: SearchState) =>
  queryOptions({
    queryKey: ['way out', search],
    queryFn: ({ signal }) => api.search({ ...search, limit: 1, moments: 1, log: 'off' }, signal),
    staleTime: 60_000,
  });
