import { noteVersionOf, sessionOfNotes } from '../../core/actions/write-notes.ts';
import { PageQuery, SessionParams } from '../../core/api/common.ts';
import {
  NoteDiff,
  NoteDiffQuery,
  NoteVersion,
  NoteVersionList,
  NoteVersionParams,
  type NoteVersionShort,
} from '../../core/api/notes.ts';
import { diffNotes } from '../../core/model/notes/diff.ts';
import { findNotes, listNoteVersions, type NoteVersionRow } from '../../drizzle/queries/notes.ts';
import { readerOf } from '../plugins/access.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';
import { pageOf, parseVersionCursor } from './list-cursor.ts';

/** Who wrote what of a session's notes when, for all who may open it. */
export function noteVersionRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/api/sessions/:id/notes/history',
    {
      config: { access: 'member' },
      schema: {
        tags: ['notes'],
        summary: 'Who changed the notes when, newest first',
        params: SessionParams,
        querystring: PageQuery,
        response: { 200: NoteVersionList, ...problems(400, 401, 404) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const sessionId = await sessionOfNotes(db, readerOf(request), request.params.id);
      const before = cursor === undefined ? undefined : parseVersionCursor(cursor);
      const rows = await listNoteVersions(db, sessionId, { before, limit: limit + 1 });
      const { items, nextCursor } = pageOf(rows, limit, ({ version }) => String(version));
      return { items: items.map(presentShort), nextCursor };
    },
  );

  app.get(
    '/api/sessions/:id/notes/history/:version',
    {
      config: { access: 'member' },
      schema: {
        tags: ['notes'],
        params: NoteVersionParams,
        response: { 200: NoteVersion, ...problems(400, 401, 404) },
      },
    },
    async (request) => {
      const sessionId = await sessionOfNotes(db, readerOf(request), request.params.id);
      const row = await noteVersionOf(db, sessionId, request.params.version);
      return { ...presentShort(row), text: row.text };
    },
  );

  app.get(
    '/api/sessions/:id/notes/history/:version/diff',
    {
      config: { access: 'member' },
      schema: {
        tags: ['notes'],
        summary: 'What a version changed, line by line and word by word',
        params: NoteVersionParams,
        querystring: NoteDiffQuery,
        response: { 200: NoteDiff, ...problems(400, 401, 404) },
      },
    },
    async (request) => {
      const sessionId = await sessionOfNotes(db, readerOf(request), request.params.id);
      const to = await noteVersionOf(db, sessionId, request.params.version);
      const { from } = request.query;
      const before =
        from === undefined ? findNotes(db, sessionId, to.version - 1) : noteVersionOf(db, sessionId, from);
      const row = await before;
      const lines = diffNotes(row?.text ?? '', to.text);
      return {
        from: row?.version ?? 0,
        to: to.version,
        lines: lines.map((line) => (line.kind === 'changed' ? { ...line, pieces: [...line.pieces] } : line)),
      };
    },
  );
}

const presentShort = (row: NoteVersionRow): NoteVersionShort => ({
  version: row.version,
  author: { id: row.authorId, name: row.authorName },
  createdAt: row.createdAt.toISOString(),
  linesAdded: row.linesAdded,
  linesRemoved: row.linesRemoved,
  restoredFrom: row.restoredFrom,
});
