import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { changeTranscript, replaceTranscript, transcriptTag } from '../../core/actions/edit-transcript.ts';
import { SessionParams } from '../../core/api/common.ts';
import { Transcript, TranscriptPatch, TranscriptPut } from '../../core/api/transcripts.ts';
import type { Reader } from '../../core/model/access.ts';
import { toMarkdown, toSrt, toText, toVtt } from '../../core/model/captions/write.ts';
import { DomainError } from '../../core/model/errors.ts';
import { languageOf } from '../../core/model/language.ts';
import type { Database } from '../../drizzle/client.ts';
import { findAnySession, findVisibleSession, type SessionRow } from '../../drizzle/queries/sessions.ts';
import { findSpotted, findTranscript, type TranscriptRow } from '../../drizzle/queries/transcripts.ts';
import { readerOf } from '../plugins/access.ts';
import { always, sometimes } from '../plugins/openapi-notes.ts';
import { presentTranscript } from '../presenters/transcript.ts';
import type { App, AppDeps } from '../types.ts';
import { answerIn, problems } from './answers.ts';
import { ifChanged, isKnown, unchanged, versioned } from './is-known.ts';

const contentTypes = {
  vtt: 'text/vtt; charset=utf-8',
  srt: 'application/x-subrip; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
} as const;

/** As many segments and letters as a transcript may have, and each word once more with its times (95 bytes of JSON). */
const mostPutBytes = 48 * 2 ** 20;

function write(format: keyof typeof contentTypes, session: SessionRow, transcript: TranscriptRow): string {
  const { segments } = transcript;
  if (format === 'vtt') return toVtt(segments, { language: languageOf(session, transcript) });
  if (format === 'srt') return toSrt(segments);
  if (format === 'txt') return toText(segments);
  const momentUrl = (startSeconds: number) => `/sessions/${session.slug}?t=${Math.floor(startSeconds)}`;
  return toMarkdown(segments, { title: session.title, momentUrl });
}

/** Of a request that edits a transcript. */
export const ifSeen = { headers: { 'If-Match': sometimes('The `ETag` of the JSON that was edited') } };
export const edited = answerIn(['application/json'], Transcript, 'It is kept, and shown', {
  ETag: versioned.ETag,
});

/** A version as it is read, and its ETag: of all that the answer says, also what follows the session or a new recogniser. */
export async function readVersion(db: Database, row: TranscriptRow) {
  const [session, spotted] = await Promise.all([findAnySession(db, row.sessionId), findSpotted(db, row)]);
  if (!session) throw new DomainError('not-found', 'There is no transcript here.');
  const body = presentTranscript(row, { language: languageOf(session, row), spotted });
  return { body, etag: transcriptTag(row, digestOf(JSON.stringify([row.id, body.language, spotted]))) };
}

/** What is shown after an edit, with the tag to make the next one on. */
export async function sendEdited(db: Database, reply: FastifyReply, row: TranscriptRow): Promise<Transcript> {
  const { body, etag } = await readVersion(db, row);
  reply.header('etag', etag);
  return body;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Of a written form: what it says depends also on the session's title, and its bytes on the form. */
const etagOfText = (format: string, text: string) => `"${format}.${digestOf(text)}"`;

/** Reading a transcript in every form, and editing it. */
export function transcriptRoutes(app: App, deps: AppDeps): void {
  const { db } = deps;
  const find = async (reader: Reader, idOrSlug: string) => {
    const session = await findVisibleSession(db, reader, idOrSlug);
    const transcript = session && (await findTranscript(db, session.id));
    if (!session || !transcript) throw new DomainError('not-found', 'There is no transcript here.');
    return { session, transcript };
  };

  app.get(
    '/api/sessions/:id/transcript',
    {
      config: { access: 'member' },
      schema: {
        tags: ['transcripts'],
        params: SessionParams,
        'x-reads': ifChanged,
        response: {
          200: answerIn(['application/json'], Transcript, 'The text that is shown', versioned),
          304: unchanged,
          ...problems(400, 401, 404),
        },
      },
    },
    async (request, reply) => {
      const { transcript } = await find(readerOf(request), request.params.id);
      const { body, etag } = await readVersion(db, transcript);
      if (isKnown(request, reply, etag)) return reply.status(304).send();
      return body;
    },
  );

  app.get(
    '/api/sessions/:id/transcript.:format',
    {
      config: { access: 'member' },
      schema: {
        tags: ['transcripts'],
        summary: 'As WebVTT, SRT, plain text or Markdown',
        params: SessionParams.extend({ format: z.enum(['vtt', 'srt', 'txt', 'md']) }),
        'x-reads': ifChanged,
        response: {
          200: answerIn(Object.values(contentTypes), z.string(), 'In UTF-8', {
            ...versioned,
            'Content-Disposition': always("A file's name for it"),
          }),
          304: unchanged,
          ...problems(400, 401, 404),
        },
      },
    },
    async (request, reply) => {
      const { session, transcript } = await find(readerOf(request), request.params.id);
      const { format } = request.params;
      const fileName = `${session.slug}.${format}`;
      const text = write(format, session, transcript);
      if (isKnown(request, reply, etagOfText(format, text))) return reply.status(304).send();
      return reply
        .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(fileName)}`)
        .type(contentTypes[format])
        .serializer((written: string) => written)
        .send(text);
    },
  );

  app.put(
    '/api/sessions/:id/transcript',
    {
      config: { access: 'member' },
      bodyLimit: mostPutBytes,
      schema: {
        tags: ['transcripts'],
        summary: 'Replace the text, speakers or times; the version before is kept',
        description:
          'With `If-Match` (the ETag of what one has read) it is refused when somebody else was faster. What differs ' +
          'from the version before is the person’s: no later transcription changes it.',
        params: SessionParams,
        body: TranscriptPut,
        'x-reads': ifSeen,
        response: { 200: edited, ...problems(400, 401, 403, 404, 412) },
      },
    },
    async (request, reply) => {
      const edit = { text: request.body, ifMatch: request.headers['if-match'] };
      const shown = await replaceTranscript(deps, readerOf(request), request.params.id, edit);
      return sendEdited(db, reply, shown);
    },
  );

  app.patch(
    '/api/sessions/:id/transcript',
    {
      config: { access: 'member' },
      schema: {
        tags: ['transcripts'],
        summary: 'Change, split, merge, add or remove segments, rename speakers; all edits or none',
        description:
          'Edits are made in order; `segment` is an index as the edits before have left it. `If-Match` must name the ' +
          'version that one has read. `renameSpeaker` renames everywhere at once, in the session’s list of speakers too.',
        params: SessionParams,
        body: TranscriptPatch,
        'x-reads': ifSeen,
        response: { 200: edited, ...problems(400, 401, 403, 404, 412, 428) },
      },
    },
    async (request, reply) => {
      const change = { edits: request.body.edits, ifMatch: request.headers['if-match'] };
      const shown = await changeTranscript(deps, readerOf(request), request.params.id, change);
      return sendEdited(db, reply, shown);
    },
  );
}
