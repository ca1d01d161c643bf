import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseRange } from '../../core/model/byte-range.ts';
import { toVtt } from '../../core/model/captions/write.ts';
import { DomainError } from '../../core/model/errors.ts';
import { originalFileName } from '../../core/model/media-names.ts';
import { findMediaFile, type MediaFileRow } from '../../drizzle/queries/media-files.ts';
import { findVisibleSession, type SessionWithOwner } from '../../drizzle/queries/sessions.ts';
import { findTranscript } from '../../drizzle/queries/transcripts.ts';
import { readerOf } from '../plugins/access.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';

const nothing = () => new DomainError('not-found', 'There is nothing here.');

/** Recordings, renditions and posters, to whom may open their session. */
export function mediaRoutes(app: App, { db, store }: Pick<AppDeps, 'db' | 'store'>): void {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/media/:id/:file',
    config: { access: 'member', hidesFromStrangers: true },
    schema: {
      tags: ['media'],
      summary: 'A file of a session, whole or by Range',
      params: z.object({ id: z.string().max(200), file: z.string().max(200) }),
      response: problems(404, 416),
    },
    handler: async (request, reply) => {
      const { id, file: fileName } = request.params;
      const session = await findVisibleSession(db, readerOf(request), id);
      if (!session) throw nothing();
      if (fileName === 'captions.vtt') return sendCaptions(session, reply);
      const file = await findMediaFile(db, session.id, fileName);
      if (!file || file.kind === 'captions') throw nothing();
      return sendFile(file, session, request, reply);
    },
  });

  async function sendCaptions(session: SessionWithOwner, reply: FastifyReply) {
    const transcript = await findTranscript(db, session.id);
    if (!transcript) throw nothing();
    return reply
      .header('cache-control', 'private, no-cache')
      .type('text/vtt; charset=utf-8')
      .send(toVtt(transcript.segments, { language: transcript.language }));
  }

  async function sendFile(
    file: MediaFileRow,
    session: SessionWithOwner,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    const etag = `"${file.fileName}.${file.sizeBytes.toString(36)}"`;
    reply.headers({
      etag,
      'accept-ranges': 'bytes',
      'last-modified': file.createdAt.toUTCString(),
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      ...(file.kind === 'original' ? asDownload(session) : {}),
    });
    if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send();
    const range = isRangeCurrent(request, etag, file)
      ? parseRange(request.headers.range, file.sizeBytes)
      : whole;
    if (range.kind === 'unsatisfiable') {
      reply.header('content-range', `bytes */${file.sizeBytes}`);
      return reply.status(416).send();
    }
    const [start, end] = range.kind === 'part' ? [range.start, range.end] : [0, file.sizeBytes - 1];
    const isEmpty = request.method === 'HEAD' || file.sizeBytes === 0;
    const key = `${file.sessionId}/${file.fileName}`;
    const source = isEmpty ? null : await store.open(key, { start, end });
    reply.hijack();
    const answer = reply.raw;
    answer.writeHead(range.kind === 'part' ? 206 : 200, {
      ...plainHeaders(reply),
      'content-type': file.contentType,
      'content-length': file.sizeBytes === 0 ? 0 : end - start + 1,
      ...(range.kind === 'part' ? { 'content-range': `bytes ${start}-${end}/${file.sizeBytes}` } : {}),
    });
    if (!source) return void answer.end();
    // A player that seeks drops the connection; that is no error of ours.
    await pipeline(source, answer).catch((error: unknown) => {
      if (!answer.destroyed) request.log.warn({ err: error, sessionId: session.id }, 'media was cut off');
    });
  }
}

const whole = { kind: 'whole' } as const;

/** An original may be anything: it is downloaded, never shown, and would run nothing if it were. */
function asDownload(session: SessionWithOwner): Record<string, string> {
  const fileName = session.originalFilename ?? originalFileName;
  return {
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, escapeChar)}`,
    'content-security-policy': "default-src 'none'; sandbox",
  };
}

const escapeChar = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}

/** RFC 9110 13.1.5: with a validator that no longer holds, the whole is sent. */
function isRangeCurrent(request: FastifyRequest, etag: string, file: MediaFileRow): boolean {
  const header = request.headers['if-range'];
  if (typeof header !== 'string') return true;
  return header === etag || header === file.createdAt.toUTCString();
}

function plainHeaders(reply: FastifyReply): Record<string, string | number | string[]> {
  const headers: Record<string, string | number | string[]> = {};
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) headers[name] = value;
  return headers;
}
