import { PeopleQuery, PersonList } from '../../core/api/people.ts';
import { listPeopleNamed } from '../../drizzle/queries/users.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';

const mostPeople = 20;

/** Whom a speaker can be linked to. */
export function peopleRoutes(app: App, { db }: Pick<AppDeps, 'db'>): void {
  app.get(
    '/api/people',
    {
      config: { access: 'member' },
      schema: {
        tags: ['people'],
        summary: 'People by a part of their names, case and accents aside; at most 20',
        querystring: PeopleQuery,
        response: { 200: PersonList, ...problems(400, 401) },
      },
    },
    async (request) => ({ items: await listPeopleNamed(db, request.query.q, mostPeople) }),
  );
}
