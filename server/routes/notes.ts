import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import {
  notesTag,
  restoreNotes,
  sessionOfNotes,
  toNotes,
  writeNotes,
} from '../../core/actions/write-notes.ts';
import { Problem, SessionParams } from '../../core/api/common.ts';
import { Notes, NotesConflict, NotesPut, NoteVersionParams } from '../../core/api/notes.ts';
import { findNotes } from '../../drizzle/queries/notes.ts';
import { readerOf } from '../plugins/access.ts';
import { always } from '../plugins/openapi-notes.ts';
import type { App, AppDeps } from '../types.ts';
import { answerIn, problems } from './answers.ts';
import { ifChanged, isKnown, unchanged, versioned } from './is-known.ts';

const ifSeen = { headers: { 'If-Match': always('The `ETag` of the notes that were read, or `*`') } };
const kept = answerIn(['application/json'], Notes, 'As they are now', { ETag: versioned.ETag });
const stale = answerIn(
  ['application/problem+json'],
  Problem.extend(NotesConflict.shape),
  'Somebody was faster; `current` is what they wrote',
);

const digestOf = (notes: Notes) => createHash('sha256').update(JSON.stringify(notes)).digest('base64url');
const tagOf = (notes: Notes) => notesTag(notes, digestOf(notes));

function send(reply: FastifyReply, notes: Notes): Notes {
  reply.header('etag', tagOf(notes));
  return notes;
}

/** The page of notes that all who may open a session write together; its history: `note-versions.ts`. */
export function noteRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/api/sessions/:id/notes',
    {
      config: { access: 'member' },
      schema: {
        tags: ['notes'],
        summary: 'The shared page of notes, in Markdown',
        params: SessionParams,
        'x-reads': ifChanged,
        response: {
          200: answerIn(['application/json'], Notes, 'The newest version', versioned),
          304: unchanged,
          ...problems(400, 401, 404),
        },
      },
    },
    async (request, reply) => {
      const sessionId = await sessionOfNotes(db, readerOf(request), request.params.id);
      const notes = toNotes(await findNotes(db, sessionId));
      if (isKnown(request, reply, tagOf(notes))) return reply.status(304).send();
      return notes;
    },
  );

  app.put(
    '/api/sessions/:id/notes',
    {
      config: { access: 'member' },
      schema: {
        tags: ['notes'],
        summary: 'Write the notes; the version before is kept',
        description:
          'Everyone who may open the session may. `If-Match` must name the version that one has read.',
        params: SessionParams,
        body: NotesPut,
        'x-reads': ifSeen,
        response: { 200: kept, 412: stale, ...problems(400, 401, 404, 428) },
      },
    },
    async (request, reply) => {
      const change = { text: request.body.text, ifMatch: request.headers['if-match'] };
      return send(reply, await writeNotes(db, readerOf(request), request.params.id, change));
    },
  );

  app.post(
    '/api/sessions/:id/notes/history/:version/restore',
    {
      config: { access: 'member' },
      schema: {
        tags: ['notes'],
        summary: 'Show the text of an older version again, as a new one',
        params: NoteVersionParams,
        'x-reads': ifSeen,
        response: { 200: kept, 412: stale, ...problems(400, 401, 404, 428) },
      },
    },
    async (request, reply) => {
      const { id, version } = request.params;
      const change = { version, ifMatch: request.headers['if-match'] };
      return send(reply, await restoreNotes(db, readerOf(request), id, change));
    },
  );
}
