import { z } from 'zod';
import { addSession } from '../../core/actions/add-session.ts';
import { binSession } from '../../core/actions/bin-session.ts';
import { editSession, sessionToEdit } from '../../core/actions/edit-session.ts';
import { reprocessSession } from '../../core/actions/reprocess-session.ts';
import { SessionParams } from '../../core/api/common.ts';
import {
  ReprocessRequest,
  Session,
  SessionCreated,
  SessionFields,
  SessionList,
  SessionListQuery,
  SessionPatch,
} from '../../core/api/sessions.ts';
import type { Reader } from '../../core/model/access.ts';
import { DomainError } from '../../core/model/errors.ts';
import { newId } from '../../drizzle/ids.ts';
import { findVisibleSession, listSessions } from '../../drizzle/queries/sessions.ts';
import { readerOf } from '../plugins/access.ts';
import { always, bytes } from '../plugins/openapi-notes.ts';
import { presentSession, presentShort } from '../presenters/session.ts';
import type { App, AppDeps } from '../types.ts';
import { readSessionForm } from '../uploads/read-session-form.ts';
import { answerIn, noContent, problems } from './answers.ts';
import { parseListCursor, toListCursor } from './list-cursor.ts';

/** The form is read as a stream, so no schema checks it before its fields have arrived. */
function sessionForm() {
  const { properties } = z.toJSONSchema(SessionFields, { io: 'input' });
  const captions = {
    ...bytes,
    description: 'WebVTT, SubRip, SubViewer or SubStation Alpha; alone it makes a transcript-only session',
  };
  const schema = { type: 'object', properties: { file: bytes, captions, ...properties } };
  return { required: true, content: { 'multipart/form-data': { schema } } };
}

/** Adding, listing, reading and changing sessions. */
export function sessionRoutes(app: App, deps: AppDeps): void {
  const { db } = deps;
  const present = async (reader: Reader, idOrSlug: string) => {
    const session = await findVisibleSession(db, reader, idOrSlug);
    if (!session) throw new DomainError('not-found', 'There is no such session.');
    return presentSession(db, reader, session);
  };

  app.post(
    '/api/sessions',
    {
      // Enough for the end of a form that is a little too large; more is not read for nothing.
      config: { access: 'champion', refusedBodyMs: 2_000 },
      schema: {
        tags: ['sessions'],
        summary: 'Add a recording, a recording with captions, or captions alone',
        description: 'multipart/form-data with `file` (the recording), `captions`, and the fields below.',
        'x-reads': { body: sessionForm() },
        response: {
          201: answerIn(['application/json'], SessionCreated, 'It is kept, and will be processed.', {
            Location: always('The session'),
          }),
          ...problems(400, 401, 403, 409, 413, 415, 422, 429, 507),
        },
      },
    },
    async (request, reply) => {
      const id = newId();
      const owner = readerOf(request);
      const form = await readSessionForm(deps.uploads, request, { sessionId: id, ownerId: owner.id }).catch(
        async (error: unknown) => {
          // The rest is passed over, so that who is still sending comes to see the answer.
          request.raw.unpipe();
          request.raw.resume();
          await deps.store.removeSession(id);
          throw error;
        },
      );
      const created = await addSession(deps, { id, owner, ...form });
      return reply.status(201).header('location', `/api/sessions/${created.id}`).send(created);
    },
  );

  app.get(
    '/api/sessions',
    {
      config: { access: 'member' },
      schema: {
        tags: ['sessions'],
        querystring: SessionListQuery,
        response: { 200: SessionList, ...problems(400, 401) },
      },
    },
    async (request) => {
      const { show, status, limit, cursor } = request.query;
      const after = cursor === undefined ? undefined : parseListCursor(cursor);
      const rows = await listSessions(db, readerOf(request), { show, status, limit: limit + 1, after });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        items: await presentShort(db, page),
        nextCursor: last && rows.length > limit ? toListCursor(last) : null,
      };
    },
  );

  app.get(
    '/api/sessions/:id',
    {
      config: { access: 'member' },
      schema: {
        tags: ['sessions'],
        params: SessionParams,
        response: { 200: Session, ...problems(400, 401, 404) },
      },
    },
    (request) => present(readerOf(request), request.params.id),
  );

  app.patch(
    '/api/sessions/:id',
    {
      config: { access: 'member' },
      schema: {
        tags: ['sessions'],
        params: SessionParams,
        body: SessionPatch,
        response: { 200: Session, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const session = await editSession(deps, reader, request.params.id, request.body);
      return presentSession(db, reader, session);
    },
  );

  app.delete(
    '/api/sessions/:id',
    {
      config: { access: 'member' },
      schema: {
        tags: ['sessions'],
        summary: 'To the bin, for 30 days',
        params: SessionParams,
        response: { 204: noContent, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      await binSession(deps, readerOf(request), request.params.id);
      return reply.status(204).send();
    },
  );

  app.post(
    '/api/sessions/:id/reprocess',
    {
      config: { access: 'member' },
      schema: {
        tags: ['sessions'],
        summary: 'Run stages again with all that build on them; without `stages`, what failed, else all',
        params: SessionParams,
        body: ReprocessRequest,
        response: { 202: Session, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      const session = await sessionToEdit(db, reader, request.params.id);
      await reprocessSession(deps, session, request.body.stages);
      return reply.status(202).send(await present(reader, session.id));
    },
  );
}
