import { hideFromPeople } from '../../core/actions/hide-from-people.ts';
import { listSpeakers, placeOf } from '../../core/actions/list-speakers.ts';
import { PageQuery } from '../../core/api/common.ts';
import {
  PeopleQuery,
  Person,
  PersonList,
  PersonParams,
  PersonPatch,
  SpeakerList,
  SpeakerQuery,
} from '../../core/api/people.ts';
import type { Reader } from '../../core/model/access.ts';
import { DomainError } from '../../core/model/errors.ts';
import type { Database } from '../../drizzle/client.ts';
import { isId } from '../../drizzle/ids.ts';
import { listSessions, type SessionListFilter } from '../../drizzle/queries/sessions.ts';
import { findSpeaking, isSpokenBy, listSpokenTopics } from '../../drizzle/queries/speaking.ts';
import { findActiveUser, listPeopleNamed } from '../../drizzle/queries/users.ts';
import { readerOf } from '../plugins/access.ts';
import { presentPerson } from '../presenters/person.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';
import { pageOf, parseListCursor, parsePairCursor, toListCursor, toPairCursor } from './list-cursor.ts';

const mostPeople = 20;

/** The page about somebody. Throws `not-found` for who wants none, unless it is oneself. */
async function personPage(
  db: Database,
  reader: Reader,
  id: string,
  { limit, after }: Pick<SessionListFilter, 'limit' | 'after'>,
): Promise<Person> {
  const user = isId(id) ? await findActiveUser(db, id) : undefined;
  if (!user || (user.isHidden && user.id !== reader.id))
    throw new DomainError('not-found', 'There is no page about such a person.');
  const speaking = await findSpeaking(db, reader, user.id);
  const keys = speaking ? [speaking.key] : [];
  const topics = (await listSpokenTopics(db, reader, { keys, self: user.id })).get(keys[0] ?? '') ?? [];
  const where = await isSpokenBy(db, reader, user.id);
  const rows = await listSessions(db, reader, { show: 'all', where, limit: limit + 1, after });
  return presentPerson(db, user, { speaking, topics }, pageOf(rows, limit, toListCursor));
}

/** Who is here, who speaks about what, and who wants no page about that. */
export function peopleRoutes(app: App, deps: Pick<AppDeps, 'db'>): void {
  namingRoute(app, deps);
  speakerRoute(app, deps);
  personRoutes(app, deps);
}

function namingRoute(app: App, { db }: Pick<AppDeps, 'db'>): void {
  app.get(
    '/api/people',
    {
      config: { access: 'member' },
      schema: {
        tags: ['people'],
        summary: 'People by a part of their names, case and accents aside; at most 20',
        description: 'All whom a session can name as a speaker: also those who want no page about them.',
        querystring: PeopleQuery,
        response: { 200: PersonList, ...problems(400, 401) },
      },
    },
    async (request) => ({ items: await listPeopleNamed(db, request.query.q, mostPeople) }),
  );
}

function speakerRoute(app: App, { db }: Pick<AppDeps, 'db'>): void {
  app.get(
    '/api/speakers',
    {
      config: { access: 'member' },
      schema: {
        tags: ['people'],
        summary: 'Who speaks in sessions that you may open, and what about; by name',
        description: 'Names that stand for nobody here are in it too, without a page: `personId` is `null`.',
        querystring: SpeakerQuery,
        response: { 200: SpeakerList, ...problems(400, 401) },
      },
    },
    async (request) => {
      const { q, limit, cursor } = request.query;
      const after = cursor === undefined ? undefined : parsePairCursor(cursor);
      const rows = await listSpeakers(db, readerOf(request), { q, limit: limit + 1, after });
      const { items, nextCursor } = pageOf(rows, limit, (last) => toPairCursor(placeOf(last)));
      return { items: items.map(({ key: _, ...speaker }) => speaker), nextCursor };
    },
  );
}

function personRoutes(app: App, deps: Pick<AppDeps, 'db'>): void {
  app.get(
    '/api/people/:id',
    {
      config: { access: 'member' },
      schema: {
        tags: ['people'],
        summary: 'What somebody speaks about, in the sessions that you may open',
        params: PersonParams,
        querystring: PageQuery,
        response: { 200: Person, ...problems(400, 401, 404) },
      },
    },
    (request) => {
      const { limit, cursor } = request.query;
      const after = cursor === undefined ? undefined : parseListCursor(cursor);
      return personPage(deps.db, readerOf(request), request.params.id, { limit, after });
    },
  );

  app.patch(
    '/api/people/:id',
    {
      config: { access: 'member' },
      schema: {
        tags: ['people'],
        summary: 'Say that you want no page about you: for yourself alone',
        description:
          'Then nobody else finds such a page, a row in `/api/speakers` or your name among those who explain a topic. ' +
          'Sessions name their speakers all the same.',
        params: PersonParams,
        body: PersonPatch,
        response: { 200: Person, ...problems(400, 401, 403) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      await hideFromPeople(deps, reader, request.params.id, request.body.isHidden);
      return personPage(deps.db, reader, reader.id, { limit: PageQuery.parse({}).limit, after: undefined });
    },
  );
}
