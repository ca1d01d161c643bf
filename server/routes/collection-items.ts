import { collectionToOpen } from '../../core/actions/collection-to-change.ts';
import {
  appendItem,
  markItem,
  placeItem,
  putItems,
  removeItem,
} from '../../core/actions/edit-collection-items.ts';
import {
  CollectionItem,
  CollectionItemAdd,
  CollectionItemMove,
  CollectionItemParams,
  CollectionItemsPut,
  CollectionParams,
  CollectionProgressPut,
} from '../../core/api/collections.ts';
import { DomainError } from '../../core/model/errors.ts';
import { readerOf } from '../plugins/access.ts';
import { presentItem } from '../presenters/collection.ts';
import type { App, AppDeps } from '../types.ts';
import { answerIn, noContent, problems } from './answers.ts';
import { changed, ifSeen, sendCollection } from './collections.ts';

/** What is in a collection, and how far a reader has come with it. */
export function collectionItemRoutes(app: App, deps: AppDeps): void {
  listRoutes(app, deps);
  itemRoutes(app, deps);
  progressRoute(app, deps);
}

function listRoutes(app: App, deps: AppDeps): void {
  app.put(
    '/api/collections/:slug/items',
    {
      config: { access: 'curator' },
      bodyLimit: 4 * 2 ** 20,
      schema: {
        tags: ['collections'],
        summary: 'Replace all items that you see, in order',
        description:
          'With `If-Match` (the ETag of what one has read) it is refused when somebody else was faster. Items of ' +
          'sessions that you may not open, or that are in the bin, stay where they are.',
        params: CollectionParams,
        body: CollectionItemsPut,
        'x-reads': ifSeen,
        response: { 200: changed, ...problems(400, 401, 403, 404, 412, 422) },
      },
    },
    async (request, reply) => {
      const change = { items: request.body.items, ifMatch: request.headers['if-match'] };
      await putItems(deps, readerOf(request), request.params.slug, change);
      return sendCollection(deps, request, reply, request.params.slug);
    },
  );

  app.post(
    '/api/collections/:slug/items',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['collections'],
        summary: 'Add a session or a moment at the end; once, however often it is asked for',
        params: CollectionParams,
        body: CollectionItemAdd,
        response: {
          200: answerIn(['application/json'], CollectionItem, 'It was there already, and is as it was'),
          201: answerIn(['application/json'], CollectionItem, 'It is the last one'),
          ...problems(400, 401, 403, 404, 422),
        },
      },
    },
    async (request, reply) => {
      const { slug } = request.params;
      const reader = readerOf(request);
      const { id, isNew } = await appendItem(deps, reader, slug, request.body);
      const collection = await collectionToOpen(deps.db, reader, slug);
      const item = await presentItem(deps.db, reader, { collectionId: collection.id, itemId: id });
      if (!item) throw new DomainError('conflict', 'Somebody has taken it out again.');
      return reply.status(isNew ? 201 : 200).send(item);
    },
  );
}

function itemRoutes(app: App, deps: AppDeps): void {
  app.delete(
    '/api/collections/:slug/items/:itemId',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['collections'],
        summary: 'Take an item out',
        params: CollectionItemParams,
        response: { 204: noContent, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { slug, itemId } = request.params;
      await removeItem(deps, readerOf(request), slug, itemId);
      return reply.status(204).send();
    },
  );

  app.post(
    '/api/collections/:slug/items/:itemId/move',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['collections'],
        summary: 'Move an item next to another one: `{before}` or `{after}`',
        params: CollectionItemParams,
        body: CollectionItemMove,
        response: { 200: changed, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { slug, itemId } = request.params;
      await placeItem(deps, readerOf(request), slug, { itemId, place: request.body });
      return sendCollection(deps, request, reply, slug);
    },
  );
}

function progressRoute(app: App, deps: AppDeps): void {
  app.put(
    '/api/collections/:slug/progress',
    {
      config: { access: 'member' },
      schema: {
        tags: ['collections'],
        summary: 'Say that you have done an item, or not yet; nobody else sees it',
        params: CollectionParams,
        body: CollectionProgressPut,
        response: { 204: noContent, ...problems(400, 401, 404) },
      },
    },
    async (request, reply) => {
      await markItem(deps, readerOf(request), request.params.slug, request.body);
      return reply.status(204).send();
    },
  );
}
