import { addTopic, decideOnTopic } from '../../core/actions/decide-topics.ts';
import { sessionToEdit } from '../../core/actions/edit-session.ts';
import { editTopic, mergeTopics, removeTopic } from '../../core/actions/edit-topics.ts';
import { SessionParams } from '../../core/api/common.ts';
import { Session } from '../../core/api/sessions.ts';
import {
  SessionTopicAdd,
  SessionTopicParams,
  SessionTopicPut,
  Topic,
  TopicList,
  TopicListQuery,
  TopicMerge,
  TopicParams,
  TopicPatch,
  TopicQuery,
} from '../../core/api/topics.ts';
import type { Reader } from '../../core/model/access.ts';
import { DomainError } from '../../core/model/errors.ts';
import { storable } from '../../drizzle/queries/search-scope.ts';
import { listSessions, type SessionListFilter } from '../../drizzle/queries/sessions.ts';
import { listSpeaking } from '../../drizzle/queries/speaking.ts';
import { findTopicPage, listSuggestedIn, listTopicPages } from '../../drizzle/queries/topic-pages.ts';
import { listShownPins } from '../../drizzle/queries/topic-pins.ts';
import { readerOf } from '../plugins/access.ts';
import { presentSession } from '../presenters/session.ts';
import { presentTopic, presentTopicShort } from '../presenters/topic.ts';
import type { App, AppDeps } from '../types.ts';
import { noContent, problems } from './answers.ts';
import { pageOf, parseListCursor, parseSlugCursor, toListCursor, toSlugCursor } from './list-cursor.ts';

/** Topics and their pages; what people say of a session's topics. */
export function topicRoutes(app: App, deps: AppDeps): void {
  readingRoutes(app, deps);
  curatingRoutes(app, deps);
  sessionTopicRoutes(app, deps);
}

const firstPage = { limit: TopicQuery.parse({}).limit };

/** What the reader may see of a topic, with a page of its sessions. */
async function present(
  { db }: AppDeps,
  reader: Reader,
  slug: string,
  { limit, after }: Pick<SessionListFilter, 'limit' | 'after'> = firstPage,
): Promise<Topic> {
  const topic = await findTopicPage(db, reader, slug);
  if (!topic) throw new DomainError('not-found', 'There is no such topic.');
  const rows = await listSessions(db, reader, { show: 'all', about: topic.id, limit: limit + 1, after });
  const sessions = pageOf(rows, limit, toListCursor);
  const ids = sessions.items.map(({ id }) => id);
  const [pins, speaking, suggestedIn] = await Promise.all([
    listShownPins(db, reader, topic.id),
    listSpeaking(db, reader, [topic.id]),
    listSuggestedIn(db, topic.id, ids),
  ]);
  return presentTopic(db, topic, { pins, speaking, suggestedIn, sessions });
}

function readingRoutes(app: App, deps: AppDeps): void {
  app.get(
    '/api/topics',
    {
      config: { access: 'member' },
      schema: {
        tags: ['topics'],
        summary: 'Topics of sessions that you may open, or that a curator has written about',
        querystring: TopicListQuery,
        response: { 200: TopicList, ...problems(400, 401) },
      },
    },
    async (request) => {
      const { limit, cursor, q } = request.query;
      const after = cursor === undefined ? undefined : parseSlugCursor(cursor);
      const called = q === undefined ? undefined : storable(q.trim());
      const rows = await listTopicPages(deps.db, readerOf(request), { limit: limit + 1, after, called });
      const { items, nextCursor } = pageOf(rows, limit, toSlugCursor);
      return { items: items.map(presentTopicShort), nextCursor };
    },
  );

  app.get(
    '/api/topics/:slug',
    {
      config: { access: 'member' },
      schema: {
        tags: ['topics'],
        summary:
          'A topic with what you may open of it: where to start, who explains it, sessions; also by the slug of an alias',
        params: TopicParams,
        querystring: TopicQuery,
        response: { 200: Topic, ...problems(400, 401, 404) },
      },
    },
    (request) => {
      const { limit, cursor } = request.query;
      const after = cursor === undefined ? undefined : parseListCursor(cursor);
      return present(deps, readerOf(request), request.params.slug, { limit, after });
    },
  );
}

function curatingRoutes(app: App, deps: AppDeps): void {
  app.patch(
    '/api/topics/:slug',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['topics'],
        summary:
          'Rename, describe or name otherwise; the old name becomes an alias unless aliases are given too',
        params: TopicParams,
        body: TopicPatch,
        response: { 200: Topic, ...problems(400, 401, 403, 404, 409) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      return present(deps, reader, await editTopic(deps, reader, request.params.slug, request.body));
    },
  );

  app.delete(
    '/api/topics/:slug',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['topics'],
        summary: 'Take it off all sessions; no tagger brings it back, people may',
        params: TopicParams,
        response: { 204: noContent, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      await removeTopic(deps, readerOf(request), request.params.slug);
      return reply.status(204).send();
    },
  );

  app.post(
    '/api/topics/:slug/merge',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['topics'],
        summary: 'Make it a part of another topic, of which it becomes an alias',
        params: TopicParams,
        body: TopicMerge,
        response: { 200: Topic, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const { slug } = request.params;
      return present(deps, reader, await mergeTopics(deps, reader, slug, request.body.into));
    },
  );
}

function sessionTopicRoutes(app: App, deps: AppDeps): void {
  const { db } = deps;

  app.post(
    '/api/sessions/:id/topics',
    {
      config: { access: 'member' },
      schema: {
        tags: ['topics'],
        summary: 'Give a session one more topic, for ever',
        params: SessionParams,
        body: SessionTopicAdd,
        response: { 200: Session, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const { id } = await addTopic(deps, reader, request.params.id, request.body.name);
      return presentSession(db, reader, await sessionToEdit(db, reader, id));
    },
  );

  app.put(
    '/api/sessions/:id/topics/:slug',
    {
      config: { access: 'member' },
      schema: {
        tags: ['topics'],
        summary: 'Accept or reject a topic of a session, for ever: no tagger changes it',
        params: SessionTopicParams,
        body: SessionTopicPut,
        response: { 200: Session, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const { slug, id: idOrSlug } = request.params;
      const { id } = await decideOnTopic(deps, reader, idOrSlug, { slug, ...request.body });
      return presentSession(db, reader, await sessionToEdit(db, reader, id));
    },
  );
}
