import { sessionToEdit } from '../../core/actions/edit-session.ts';
import { restoreTranscript } from '../../core/actions/edit-transcript.ts';
import { PageQuery, SessionParams } from '../../core/api/common.ts';
import {
  Transcript,
  TranscriptDiff,
  TranscriptDiffQuery,
  TranscriptVersionList,
  VersionParams,
} from '../../core/api/transcripts.ts';
import type { Reader } from '../../core/model/access.ts';
import { DomainError } from '../../core/model/errors.ts';
import { diffTranscripts } from '../../core/model/transcript/diff.ts';
import { findVersion, findVersionBefore, listVersions } from '../../drizzle/queries/transcript-versions.ts';
import { summariseTranscripts } from '../../drizzle/queries/transcripts.ts';
import { readerOf } from '../plugins/access.ts';
import { presentVersion } from '../presenters/transcript-version.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';
import { parseVersionCursor } from './list-cursor.ts';
import { edited, ifSeen, readVersion, sendEdited } from './transcripts.ts';

/** The versions of a transcript, for those who may edit it: what was taken out is not for everyone. */
export function transcriptVersionRoutes(app: App, deps: AppDeps): void {
  const { db } = deps;
  const find = async (sessionId: string, version: number) => {
    const row = await findVersion(db, sessionId, version);
    if (!row) throw new DomainError('not-found', 'There is no such version.');
    return row;
  };
  const idToEdit = async (reader: Reader, idOrSlug: string) => (await sessionToEdit(db, reader, idOrSlug)).id;

  app.get(
    '/api/sessions/:id/transcript/versions',
    {
      config: { access: 'member' },
      schema: {
        tags: ['transcripts'],
        summary: 'Who changed the transcript when; newest first, for those who may edit it',
        params: SessionParams,
        querystring: PageQuery,
        response: { 200: TranscriptVersionList, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const id = await idToEdit(readerOf(request), request.params.id);
      const before = cursor === undefined ? undefined : parseVersionCursor(cursor);
      const [rows, shown] = await Promise.all([
        listVersions(db, id, { before, limit: limit + 1 }),
        summariseTranscripts(db, [id]),
      ]);
      const page = rows.slice(0, limit);
      return {
        items: page.map((row) => presentVersion(row, shown.get(id)?.version)),
        nextCursor: rows.length > limit ? String(page.at(-1)?.version) : null,
      };
    },
  );

  app.get(
    '/api/sessions/:id/transcript/versions/:version',
    {
      config: { access: 'member' },
      schema: {
        tags: ['transcripts'],
        params: VersionParams,
        response: { 200: Transcript, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const id = await idToEdit(readerOf(request), request.params.id);
      return (await readVersion(db, await find(id, request.params.version))).body;
    },
  );

  app.get(
    '/api/sessions/:id/transcript/versions/:version/diff',
    {
      config: { access: 'member' },
      schema: {
        tags: ['transcripts'],
        summary: 'What a version changed, line by line and word by word',
        params: VersionParams,
        querystring: TranscriptDiffQuery,
        response: { 200: TranscriptDiff, ...problems(400, 401, 403, 404) },
      },
    },
    async (request) => {
      const id = await idToEdit(readerOf(request), request.params.id);
      const to = await find(id, request.params.version);
      const number = request.query.from ?? (await findVersionBefore(db, id, to.version));
      const from = number === null ? null : await find(id, number);
      const lines = diffTranscripts(from?.segments ?? [], to.segments);
      return {
        from: from?.version ?? null,
        to: to.version,
        lines: lines.map((line) => (line.kind === 'changed' ? { ...line, pieces: [...line.pieces] } : line)),
      };
    },
  );

  app.post(
    '/api/sessions/:id/transcript/versions/:version/restore',
    {
      config: { access: 'member' },
      schema: {
        tags: ['transcripts'],
        summary: 'Show an older version again, as a new one; `If-Match` names the one that is shown now',
        params: VersionParams,
        'x-reads': ifSeen,
        response: { 200: edited, ...problems(400, 401, 403, 404, 412, 428) },
      },
    },
    async (request, reply) => {
      const { id, version } = request.params;
      const restore = { version, ifMatch: request.headers['if-match'] };
      const shown = await restoreTranscript(deps, readerOf(request), id, restore);
      return sendEdited(db, reply, shown);
    },
  );
}
