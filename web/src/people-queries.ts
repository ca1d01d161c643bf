import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type { Person, SpeakerList } from '../../core/api/people.ts';
import { call, pass, queryOf } from './api.ts';

const personPath = (id: string): string => `/api/people/${encodeURIComponent(id)}`;

/** What is asked and said about people; each call throws `ApiError`. */
export const peopleApi = {
  speakers: (page: { readonly q: string; readonly cursor: string | undefined }, signal?: AbortSignal) =>
    call<SpeakerList>('GET', `/api/speakers${queryOf({ ...page, limit: 50 })}`, pass(signal)),
  person: (id: string, cursor: string | undefined, signal?: AbortSignal) =>
    call<Person>('GET', `${personPath(id)}${queryOf({ cursor })}`, pass(signal)),
  /** For oneself. */
  hide: (id: string, isHidden: boolean) => call<Person>('PATCH', personPath(id), { body: { isHidden } }),
};

/** Everybody, or those called so or who speak about it; the earlier answer stays until the new one is there. */
export const speakersQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['speakers', q],
    queryFn: ({ signal, pageParam }) => peopleApi.speakers({ q, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const personQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['person', id],
    queryFn: ({ signal, pageParam }) => peopleApi.person(id, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
