import { sessionToEdit } from '../../core/actions/edit-session.ts';
import { removeCaptions, replaceCaptions } from '../../core/actions/replace-captions.ts';
import { CaptionsPutQuery } from '../../core/api/captions.ts';
import { SessionParams } from '../../core/api/common.ts';
import { Session } from '../../core/api/sessions.ts';
import { readerOf } from '../plugins/access.ts';
import { bytes } from '../plugins/openapi-notes.ts';
import { presentSession } from '../presenters/session.ts';
import type { App, AppDeps } from '../types.ts';
import { captionTypes, receiveCaptions } from '../uploads/receive-captions.ts';
import { problems } from './answers.ts';

const form = { schema: { type: 'object', properties: { captions: bytes } } };
const bodies = captionTypes.map((type) => [type, { schema: bytes }] as const);
const captionsBody = {
  required: true,
  content: { ...Object.fromEntries(bodies), 'multipart/form-data': form },
};

/** Giving a session another caption file, and taking it away. */
export function captionRoutes(app: App, deps: AppDeps): void {
  // In a scope of its own: here alone bodies of any type are streams.
  app.register((scope: App, _options, registered) => {
    for (const type of ['text/plain', '*'])
      scope.addContentTypeParser(type, (_request, body, done) => done(null, body));
    addRoutes(scope, deps);
    registered();
  });
}

function addRoutes(app: App, deps: AppDeps): void {
  const { db } = deps;

  app.put(
    '/api/sessions/:id/captions',
    {
      config: { access: 'member' },
      schema: {
        tags: ['transcripts'],
        summary: 'Add or replace the caption file; its transcript is made again',
        description:
          'The file (WebVTT, SubRip, SubViewer or SubStation Alpha, up to 10 MB) as the body or as `captions` of a form. ' +
          'What people have edited stays, the rest follows the file; with `replaceEdits=true` all of it does, and their text becomes an older version.',
        params: SessionParams,
        querystring: CaptionsPutQuery,
        'x-reads': { body: captionsBody },
        response: { 200: Session, ...problems(400, 401, 403, 404, 413, 415, 422, 507) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const session = await sessionToEdit(db, reader, request.params.id);
      const captions = await receiveCaptions(deps.store, request, session.id);
      const replaceEdits = request.query.replaceEdits === 'true';
      await replaceCaptions(deps, session, captions, { by: reader.id, replaceEdits });
      return presentSession(db, reader, await sessionToEdit(db, reader, session.id));
    },
  );

  app.delete(
    '/api/sessions/:id/captions',
    {
      config: { access: 'member' },
      schema: {
        tags: ['transcripts'],
        summary: 'Take the caption file away; the recording is transcribed instead',
        params: SessionParams,
        response: { 200: Session, ...problems(400, 401, 403, 404, 409) },
      },
    },
    async (request) => {
      const reader = readerOf(request);
      const session = await sessionToEdit(db, reader, request.params.id);
      await removeCaptions(deps, session, { by: reader.id });
      return presentSession(db, reader, await sessionToEdit(db, reader, session.id));
    },
  );
}
