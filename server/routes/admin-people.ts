import { z } from 'zod';
import { changePerson } from '../../core/actions/manage-people.ts';
import {
  type PasswordLink as IssuedLink,
  invitePerson,
  resetPassword,
} from '../../core/actions/password-links.ts';
import {
  AdminPeopleQuery,
  AdminPerson,
  AdminPersonList,
  NewPersonRequest,
  PasswordLink,
  PersonPatch,
} from '../../core/api/admin-people.ts';
import { DomainError } from '../../core/model/errors.ts';
import { listPeople } from '../../drizzle/queries/users.ts';
import { hashToken, newToken } from '../auth/tokens.ts';
import { signedIn } from '../plugins/access.ts';
import { presentPerson } from '../presenters/admin.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';
import { pageOf, parseNamedCursor, toNamedCursor } from './list-cursor.ts';

const params = z.object({ id: z.string().max(200) });

/** Of the web app; what follows `#` is not sent to servers, so no log has it. */
const pathOf = (code: string) => `/password#${code}`;

/** Who is here and what they may do. */
export function adminPeopleRoutes(app: App, { db }: Pick<AppDeps, 'db'>): void {
  const config = { access: 'admin' } as const;
  const person = async (id: string): Promise<AdminPerson> => {
    const [found] = await listPeople(db, { q: '', state: 'all', id, limit: 1 });
    if (!found) throw new DomainError('not-found', 'There is no such person.');
    return presentPerson(found);
  };
  const presentLink = async ({ user, expiresAt }: IssuedLink, code: string): Promise<PasswordLink> => ({
    person: await person(user.id),
    path: pathOf(code),
    expiresAt: expiresAt.toISOString(),
  });

  app.get(
    '/api/admin/people',
    {
      config,
      schema: {
        tags: ['admin'],
        summary: 'Everybody, by name',
        querystring: AdminPeopleQuery,
        response: { 200: AdminPersonList, ...problems(400, 401, 403) },
      },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const after = cursor === undefined ? undefined : parseNamedCursor(cursor);
      const rows = await listPeople(db, { ...filter, limit: limit + 1, after });
      const page = pageOf(rows, limit, (last) => toNamedCursor(last.sortName, last.user.id));
      return { items: page.items.map(presentPerson), nextCursor: page.nextCursor };
    },
  );

  app.post(
    '/api/admin/people',
    {
      config,
      schema: {
        tags: ['admin'],
        summary: 'Add somebody; with the link, told once and good for three days, they choose a password',
        body: NewPersonRequest,
        response: { 201: PasswordLink, ...problems(400, 401, 403, 409) },
      },
    },
    async (request, reply) => {
      const code = newToken();
      const link = await invitePerson(db, signedIn(request).id, {
        person: request.body,
        codeHash: hashToken(code),
      });
      return reply.status(201).send(await presentLink(link, code));
    },
  );

  app.patch(
    '/api/admin/people/:id',
    {
      config,
      schema: {
        tags: ['admin'],
        summary: 'Name, role, team, active or not; a new role or team ends their sign-ins',
        params,
        body: PersonPatch,
        response: { 200: AdminPerson, ...problems(400, 401, 403, 404, 409) },
      },
    },
    async (request) => {
      const { active: isActive, ...change } = request.body;
      await changePerson(db, signedIn(request).id, request.params.id, { ...change, isActive });
      return person(request.params.id);
    },
  );

  app.post(
    '/api/admin/people/:id/password-link',
    {
      config,
      schema: {
        tags: ['admin'],
        summary: 'End their password and sign-ins at once; with the link they choose a new one',
        params,
        response: { 200: PasswordLink, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const code = newToken();
      const link = await resetPassword(db, signedIn(request).id, {
        userId: request.params.id,
        codeHash: hashToken(code),
      });
      return presentLink(link, code);
    },
  );
}
