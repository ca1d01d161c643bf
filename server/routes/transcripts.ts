import { z } from 'zod';
import { editTranscript } from '../../core/actions/edit-transcript.ts';
import { SessionParams } from '../../core/api/common.ts';
import { Transcript, TranscriptPut } from '../../core/api/transcripts.ts';
import type { Reader } from '../../core/model/access.ts';
import { toMarkdown, toSrt, toText, toVtt } from '../../core/model/captions/write.ts';
import { DomainError } from '../../core/model/errors.ts';
import { findVisibleSession, type SessionRow } from '../../drizzle/queries/sessions.ts';
import { findSpotted, findTranscript, type TranscriptRow } from '../../drizzle/queries/transcripts.ts';
import { readerOf } from '../plugins/access.ts';
import { presentTranscript } from '../presenters/transcript.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';

const contentTypes = {
  vtt: 'text/vtt; charset=utf-8',
  srt: 'application/x-subrip; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
} as const;

function write(format: keyof typeof contentTypes, session: SessionRow, transcript: TranscriptRow): string {
  const { segments, language } = transcript;
  if (format === 'vtt') return toVtt(segments, { language });
  if (format === 'srt') return toSrt(segments);
  if (format === 'txt') return toText(segments);
  const momentUrl = (startSeconds: number) => `/sessions/${session.slug}?t=${Math.floor(startSeconds)}`;
  return toMarkdown(segments, { title: session.title, momentUrl });
}

/** A version's ETag; quotes belong to it (RFC 9110 8.8.3). */
const etagOf = (version: number) => `"${version}"`;

/** Reading a transcript in every form, and replacing it. */
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
        response: { 200: Transcript, ...problems(401, 404) },
      },
    },
    async (request, reply) => {
      const { session, transcript } = await find(readerOf(request), request.params.id);
      reply.header('etag', etagOf(transcript.version)).header('cache-control', 'private, no-cache');
      return presentTranscript(transcript, await findSpotted(db, session.id));
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
        response: { 200: z.string(), ...problems(400, 401, 404) },
      },
    },
    async (request, reply) => {
      const { session, transcript } = await find(readerOf(request), request.params.id);
      const { format } = request.params;
      const fileName = `${session.slug}.${format}`;
      return reply
        .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(fileName)}`)
        .header('cache-control', 'private, no-cache')
        .type(contentTypes[format])
        .serializer((text: string) => text)
        .send(write(format, session, transcript));
    },
  );

  app.put(
    '/api/sessions/:id/transcript',
    {
      config: { access: 'member' },
      bodyLimit: 32 * 2 ** 20,
      schema: {
        tags: ['transcripts'],
        summary: 'Replace the text, speakers or times; the version before is kept',
        params: SessionParams,
        headers: z.object({ 'if-match': z.string().optional() }),
        body: TranscriptPut,
        response: { 200: Transcript, ...problems(400, 401, 403, 404, 412) },
      },
    },
    async (request, reply) => {
      const reader = readerOf(request);
      const match = request.headers['if-match'];
      const basedOn = match === undefined || match === '*' ? undefined : Number(match.replaceAll('"', ''));
      const version = await editTranscript(deps, reader, request.params.id, { ...request.body, basedOn });
      const { session, transcript } = await find(reader, request.params.id);
      reply.header('etag', etagOf(version));
      return presentTranscript({ ...transcript, version }, await findSpotted(db, session.id));
    },
  );
}
