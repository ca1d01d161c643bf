import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectionToOpen } from '../../core/actions/collection-to-change.ts';
import { addCollection, editCollection, removeCollection } from '../../core/actions/edit-collections.ts';
import {
  Collection,
  CollectionFields,
  CollectionList,
  CollectionListQuery,
  CollectionParams,
  CollectionPatch,
} from '../../core/api/collections.ts';
import { listCollections } from '../../drizzle/queries/collections.ts';
import { storable } from '../../drizzle/queries/search-scope.ts';
import { readerOf } from '../plugins/access.ts';
import { sometimes } from '../plugins/openapi-notes.ts';
import { presentCollection, presentCollections } from '../presenters/collection.ts';
import type { App, AppDeps } from '../types.ts';
import { answerIn, noContent, problems } from './answers.ts';
import { ifChanged, isKnown, unchanged, versioned } from './is-known.ts';
import { pageOf, parseSlugCursor, toSlugCursor } from './list-cursor.ts';

/** Of a request that changes a collection. */
export const ifSeen = {
  headers: {
    'If-Match': sometimes('The `ETag` of what was changed; without it nobody else’s change is kept'),
  },
};
const etag = { ETag: versioned.ETag };
export const changed = answerIn(['application/json'], Collection, 'As it is now', etag);
const added = answerIn(['application/json'], Collection, 'It is there', etag);

/** The collection as it is now, with the tag to make the next change on. */
export async function sendCollection(
  { db }: Pick<AppDeps, 'db'>,
  request: FastifyRequest,
  reply: FastifyReply,
  slug: string,
): Promise<Collection> {
  const reader = readerOf(request);
  const { body, etag } = await presentCollection(db, reader, await collectionToOpen(db, reader, slug));
  reply.header('etag', etag);
  return body;
}

/** Reading, making and changing collections; what is in them: `collection-items.ts`. */
export function collectionRoutes(app: App, deps: AppDeps): void {
  readingRoutes(app, deps);
  curatingRoutes(app, deps);
}

function readingRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/api/collections',
    {
      config: { access: 'member' },
      schema: {
        tags: ['collections'],
        summary: 'Collections that you may open; what they hold is counted as far as you may open it',
        querystring: CollectionListQuery,
        response: { 200: CollectionList, ...problems(400, 401) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const { limit, cursor, q } = request.query;
      const after = cursor === undefined ? undefined : parseSlugCursor(cursor);
      const titled = q === undefined ? undefined : storable(q.trim());
      const rows = await listCollections(db, reader, { limit: limit + 1, after, titled });
      const { items, nextCursor } = pageOf(rows, limit, toSlugCursor);
      return { items: await presentCollections(db, reader, items), nextCursor };
    },
  );

  app.get(
    '/api/collections/:slug',
    {
      config: { access: 'member' },
      schema: {
        tags: ['collections'],
        summary: 'A collection with the items of sessions that you may open, in order',
        params: CollectionParams,
        'x-reads': ifChanged,
        response: {
          200: answerIn(['application/json'], Collection, 'All of it', versioned),
          304: unchanged,
          ...problems(400, 401, 404),
        },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      const page = await collectionToOpen(db, reader, request.params.slug);
      const { body, etag } = await presentCollection(db, reader, page);
      if (isKnown(request, reply, etag)) return reply.status(304).send();
      return body;
    },
  );
}

function curatingRoutes(app: App, deps: AppDeps): void {
  app.post(
    '/api/collections',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['collections'],
        summary: 'Make a collection, with what is to be in it',
        body: CollectionFields,
        response: { 201: added, ...problems(400, 401, 403, 409, 422) },
      },
    },
    async (request, reply) => {
      const slug = await addCollection(deps, readerOf(request), request.body);
      return reply.status(201).send(await sendCollection(deps, request, reply, slug));
    },
  );

  app.patch(
    '/api/collections/:slug',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['collections'],
        summary: 'Change its title, description or who sees it; its address stays',
        params: CollectionParams,
        body: CollectionPatch,
        'x-reads': ifSeen,
        response: { 200: changed, ...problems(400, 401, 403, 404, 409, 412) },
      },
    },
    async (request, reply) => {
      const change = { patch: request.body, ifMatch: request.headers['if-match'] };
      await editCollection(deps, readerOf(request), request.params.slug, change);
      return sendCollection(deps, request, reply, request.params.slug);
    },
  );

  app.delete(
    '/api/collections/:slug',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['collections'],
        summary: 'Delete the collection for good; its sessions stay',
        params: CollectionParams,
        response: { 204: noContent, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      await removeCollection(deps, readerOf(request), request.params.slug);
      return reply.status(204).send();
    },
  );
}
