import type { FastifyReply, FastifyRequest } from 'fastify';
import { toVtt } from '../../core/model/captions/write.ts';
import { DomainError } from '../../core/model/errors.ts';
import { languageOf } from '../../core/model/language.ts';
import { originalFileName } from '../../core/model/media-names.ts';
import { findMediaFile, type MediaFileRow } from '../../drizzle/queries/media-files.ts';
import { findVisibleSession, type SessionWithOwner } from '../../drizzle/queries/sessions.ts';
import { findTranscript } from '../../drizzle/queries/transcripts.ts';
import { attachmentNamed } from '../media/content-disposition.ts';
import { type ServedFile, sendStored } from '../media/send-stored.ts';
import { slowClients } from '../media/slow-clients.ts';
import { readerOf } from '../plugins/access.ts';
import type { App, AppDeps } from '../types.ts';
import { isKnown } from './is-known.ts';
import { type MediaParams, mediaSchemas } from './media-schemas.ts';

const path = '/media/:id/:file';
const nothing = () => new DomainError('not-found', 'There is nothing here.');

/** Recordings and what was made of them, to whom may open their session. */
export function mediaRoutes(
  app: App,
  { db, store, slowClientLimits }: Pick<AppDeps, 'db' | 'store' | 'slowClientLimits'>,
): void {
  const clients = slowClients(slowClientLimits);

  const config = { access: 'member', hidesFromStrangers: true } as const;
  const described = { ...config, swagger: { exposeHeadRoute: true } };
  app.head(path, { config: described, schema: mediaSchemas.head }, (request, reply) =>
    answer(request.params, request, reply),
  );
  app.get(path, { config, schema: mediaSchemas.get }, (request, reply) =>
    answer(request.params, request, reply),
  );

  async function answer({ id, file: fileName }: MediaParams, request: FastifyRequest, reply: FastifyReply) {
    const session = await findVisibleSession(db, readerOf(request), id);
    if (!session) throw nothing();
    if (fileName === 'captions.vtt') return sendCaptions(session, request, reply);
    const file = await findMediaFile(db, session.id, fileName);
    if (!file || file.kind === 'captions') throw nothing();
    return sendStored({ store, slowClients: clients }, servedFile(file, session), request, reply);
  }

  async function sendCaptions(session: SessionWithOwner, request: FastifyRequest, reply: FastifyReply) {
    const transcript = await findTranscript(db, session.id);
    if (!transcript) throw nothing();
    const language = languageOf(session, transcript);
    if (isKnown(request, reply, `"${transcript.id}.${language}"`)) return reply.status(304).send();
    return reply.type('text/vtt; charset=utf-8').send(toVtt(transcript.segments, { language }));
  }
}

/** Renditions carry a random part in their names: what a name holds never changes. */
const unchanging = { 'cache-control': 'private, max-age=31536000, immutable' } as const;

function servedFile(file: MediaFileRow, session: SessionWithOwner): ServedFile {
  return {
    key: `${file.sessionId}/${file.fileName}`,
    // With the session: a slug may come to name another one, whose original has the same name.
    etag: `"${file.sessionId}.${file.fileName}.${file.sizeBytes.toString(36)}"`,
    modifiedAt: file.createdAt,
    contentType: file.contentType,
    sizeBytes: file.sizeBytes,
    headers: {
      'x-content-type-options': 'nosniff',
      ...(file.kind === 'original' ? asDownload(session) : unchanging),
    },
  };
}

/** An original may be anything: it is downloaded, never shown, and would run nothing if it were. */
const asDownload = ({ originalFilename }: SessionWithOwner) => ({
  'cache-control': 'private, no-cache',
  'content-disposition': attachmentNamed(originalFilename ?? originalFileName),
  'content-security-policy': "default-src 'none'; sandbox",
});
