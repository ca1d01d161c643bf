import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseRange, type RangeAnswer } from '../../core/model/byte-range.ts';
import { DomainError } from '../../core/model/errors.ts';
import { checkPreconditions, isRangeCurrent, type Validators } from '../../core/model/preconditions.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import { contentRange, lengthOf, type MediaBody, multipartBody, type Piece } from './multipart-ranges.ts';
import type { SlowClients } from './slow-clients.ts';

/** An object of the store as its readers see it. */
export interface ServedFile extends Validators {
  /** In the store. */
  readonly key: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** What else to say of it: caching, how to show it. */
  readonly headers: Readonly<Record<string, string>>;
}

interface SendDeps {
  readonly store: MediaStore;
  readonly slowClients: SlowClients;
}

/**
 * Answers a GET or HEAD with a stored file, whole or in ranges, or with why not (304, 412, 416). The file is let
 * go of as soon as the client leaves.
 */
export async function sendStored(
  deps: SendDeps,
  file: ServedFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const verdict = checkPreconditions(request.headers, file);
  if (verdict === 'failed')
    throw new DomainError('precondition-failed', 'This file is another one than you know.');
  const range = verdict === 'send' ? rangeAsked(request, file) : whole;
  if (range.kind === 'unsatisfiable') {
    reply.header('content-range', `bytes */${file.sizeBytes}`);
    throw new DomainError(
      'range-not-satisfiable',
      `The file ends before that: it has ${file.sizeBytes} bytes.`,
    );
  }
  if (verdict === 'not-modified') return reply.headers(headersOf(file)).status(304).send();
  reply.status(range.kind === 'parts' ? 206 : 200);
  const body = bodyOf(file, range);
  await send(
    deps,
    file,
    request.method === 'HEAD' ? { ...body, pieces: [], tail: '' } : body,
    request,
    reply,
  );
  return undefined;
}

const headersOf = (file: ServedFile): Readonly<Record<string, string>> => ({
  ...file.headers,
  etag: file.etag,
  'last-modified': file.modifiedAt.toUTCString(),
  'accept-ranges': 'bytes',
});

const whole = { kind: 'whole' } as const;

/** Only a GET has ranges (RFC 9110 14.2). */
function rangeAsked({ method, headers }: FastifyRequest, file: ServedFile): RangeAnswer {
  if (method !== 'GET' || !isRangeCurrent(headers, file)) return whole;
  return parseRange(headers.range, file.sizeBytes);
}

/** Streams the answer; resolves when it has been sent or cannot be any more. */
async function send(
  { store, slowClients }: SendDeps,
  file: ServedFile,
  body: MediaBody,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const answer = reply.raw;
  // The client left during the queries before: nobody would tell us again.
  if (answer.destroyed) return void reply.hijack();
  const gone = new AbortController();
  let source: Readable | undefined;
  answer.once('close', () => {
    gone.abort();
    source?.destroy();
  });
  const open = async ({ range }: Piece) => {
    source = await store.open(file.key, range, gone.signal);
    if (gone.signal.aborted) source.destroy();
    return source;
  };
  try {
    // The first is opened before anything is said: what cannot be read is still answered with a problem, which
    // nobody keeps for the file.
    const [piece] = body.pieces;
    const first = piece && (await open(piece));
    reply.hijack();
    answer.writeHead(reply.statusCode, { ...plainHeaders(reply), ...headersOf(file), ...body.headers });
    slowClients.watch(answer);
    await pipeline(chunksOf(body, first, open), answer);
  } catch (error) {
    // A player that seeks drops the connection; that is no error of ours.
    if (gone.signal.aborted) return void reply.hijack();
    if (!reply.sent) throw error;
    request.log.warn({ err: error, key: file.key }, 'media was cut off');
  }
}

async function* chunksOf(
  { pieces, tail }: MediaBody,
  first: Readable | undefined,
  open: (piece: Piece) => Promise<Readable>,
): AsyncGenerator<unknown> {
  for (const [place, piece] of pieces.entries()) {
    if (piece.head !== '') yield piece.head;
    yield* (place === 0 && first) || (await open(piece));
  }
  if (tail !== '') yield tail;
}

function bodyOf(file: ServedFile, range: Exclude<RangeAnswer, { kind: 'unsatisfiable' }>): MediaBody {
  const { contentType, sizeBytes } = file;
  const parts = range.kind === 'parts' ? range.parts : [{ start: 0, end: sizeBytes - 1 }];
  const [only, ...others] = parts;
  if (!only || others.length > 0) return multipartBody(parts, file);
  return {
    pieces: sizeBytes === 0 ? [] : [{ head: '', range: only }],
    tail: '',
    headers: {
      'content-type': contentType,
      'content-length': String(lengthOf(only)),
      ...(range.kind === 'parts' ? { 'content-range': contentRange(only, sizeBytes) } : {}),
    },
  };
}

/** What hooks and plugins have set: an answer that is written by hand knows nothing of them. */
function plainHeaders(reply: FastifyReply): Record<string, string | number | string[]> {
  const headers: Record<string, string | number | string[]> = {};
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) headers[name] = value;
  return headers;
}
