import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { CollectionItemAdd } from '../../core/api/collections.ts';
import type { Session } from '../../core/api/sessions.ts';
import type { Topic, TopicList, TopicPatch, TopicPin, TopicPinPatch } from '../../core/api/topics.ts';
import { call, pass, queryOf, sessionPath } from './api.ts';

const topicPath = (slug: string): string => `/api/topics/${encodeURIComponent(slug)}`;
const pinPath = (slug: string, pinId: string): string =>
  `${topicPath(slug)}/pins/${encodeURIComponent(pinId)}`;

/** What is asked and said about topics; each call throws `ApiError`. */
export const topicsApi = {
  list: (
    page: { readonly q: string; readonly limit: number; readonly cursor?: string | undefined },
    signal?: AbortSignal,
  ) => call<TopicList>('GET', `/api/topics${queryOf(page)}`, pass(signal)),
  topic: (slug: string, cursor: string | undefined, signal?: AbortSignal) =>
    call<Topic>('GET', `${topicPath(slug)}${queryOf({ cursor })}`, pass(signal)),
  edit: (slug: string, body: TopicPatch) => call<Topic>('PATCH', topicPath(slug), { body }),
  /** Makes it a part of another one, which is the answer. */
  merge: (slug: string, into: string) => call<Topic>('POST', `${topicPath(slug)}/merge`, { body: { into } }),
  remove: (slug: string) => call<unknown>('DELETE', topicPath(slug)),
  pin: (slug: string, moment: CollectionItemAdd) =>
    call<TopicPin>('POST', `${topicPath(slug)}/pins`, { body: moment }),
  editPin: (slug: string, pinId: string, body: TopicPinPatch) =>
    call<TopicPin>('PATCH', pinPath(slug, pinId), { body }),
  unpin: (slug: string, pinId: string) => call<unknown>('DELETE', pinPath(slug, pinId)),
  /** A person's word on what a session is about. */
  decide: (sessionId: string, slug: string, status: 'accepted' | 'rejected') =>
    call<Session>('PUT', `${sessionPath(sessionId)}/topics/${encodeURIComponent(slug)}`, {
      body: { status },
    }),
};

/** All of them, or those with these letters in a name; the earlier answer stays until the new one is there. */
export const topicsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['topics', q],
    queryFn: ({ signal, pageParam }) => topicsApi.list({ q, limit: 60, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** A few of them, to choose from. */
export const topicsNamedQuery = (q: string) =>
  queryOptions({
    queryKey: ['topics', 'named', q],
    queryFn: ({ signal }) => topicsApi.list({ q, limit: 8 }, signal),
    placeholderData: keepPreviousData,
  });

/** The topic, with its sessions page by page; also by the slug of another name. */
export const topicQuery = (slug: string) =>
  infiniteQueryOptions({
    queryKey: ['topic', slug],
    queryFn: ({ signal, pageParam }) => topicsApi.topic(slug, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
