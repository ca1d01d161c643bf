import { editPin, pinMoment, unpin } from '../../core/actions/pin-moments.ts';
import { TopicParams, TopicPin, TopicPinAdd, TopicPinParams, TopicPinPatch } from '../../core/api/topics.ts';
import type { Reader } from '../../core/model/access.ts';
import { DomainError } from '../../core/model/errors.ts';
import type { Database } from '../../drizzle/client.ts';
import { findTopicPage } from '../../drizzle/queries/topic-pages.ts';
import { listShownPins } from '../../drizzle/queries/topic-pins.ts';
import { readerOf } from '../plugins/access.ts';
import { presentPins } from '../presenters/topic.ts';
import type { App, AppDeps } from '../types.ts';
import { answerIn, noContent, problems } from './answers.ts';

/** One pin as it is now. */
async function pinOf(db: Database, reader: Reader, slug: string, pinId: string): Promise<TopicPin> {
  const topic = await findTopicPage(db, reader, slug);
  const pins = topic ? await listShownPins(db, reader, topic.id) : [];
  const [pin] = await presentPins(
    db,
    pins.filter(({ id }) => id === pinId),
  );
  if (!pin) throw new DomainError('conflict', 'Somebody has taken it off again.');
  return pin;
}

/** Where to start with a topic, as curators say. */
export function topicPinRoutes(app: App, { db }: Pick<AppDeps, 'db'>): void {
  app.post(
    '/api/topics/:slug/pins',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['topics'],
        summary: 'Pin a session or a moment as a place to start; once, however often it is asked for',
        params: TopicParams,
        body: TopicPinAdd,
        response: {
          200: answerIn(['application/json'], TopicPin, 'It was there already, and is as it was'),
          201: answerIn(['application/json'], TopicPin, 'It is the last one'),
          ...problems(400, 401, 403, 404, 409, 422),
        },
      },
    },
    async (request, reply) => {
      const { slug } = request.params;
      const reader = readerOf(request);
      const { id, isNew } = await pinMoment({ db }, reader, slug, request.body);
      return reply.status(isNew ? 201 : 200).send(await pinOf(db, reader, slug, id));
    },
  );

  app.patch(
    '/api/topics/:slug/pins/:pinId',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['topics'],
        summary: 'Write another note on a pin, or put it next to another one: `{before}` or `{after}`',
        params: TopicPinParams,
        body: TopicPinPatch,
        response: { 200: TopicPin, ...problems(400, 401, 403, 404, 409) },
      },
    },
    async (request) => {
      const { slug, pinId } = request.params;
      const reader = readerOf(request);
      await editPin({ db }, reader, slug, { pinId, patch: request.body });
      return pinOf(db, reader, slug, pinId);
    },
  );

  app.delete(
    '/api/topics/:slug/pins/:pinId',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['topics'],
        summary: 'Take a pin off',
        params: TopicPinParams,
        response: { 204: noContent, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { slug, pinId } = request.params;
      await unpin({ db }, readerOf(request), slug, pinId);
      return reply.status(204).send();
    },
  );
}
