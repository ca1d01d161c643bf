import { Readable } from 'node:stream';
import { ByteLengthQueuingStrategy } from 'node:stream/web';
import { ERRORS, type Locker, Server } from '@tus/server';
import type { FastifyRequest } from 'fastify';
import type { Reader } from '../../../core/model/access.ts';
import { DomainError } from '../../../core/model/errors.ts';
import type { Release } from '../../../drizzle/advisory-locks.ts';
import { tooLarge } from '../refusals.ts';
import { readChecksum } from './checksum.ts';
import { UploadStore } from './data-store.ts';
import { finishUpload } from './finish.ts';
import { holdUpload, noSuchUpload, type Uploads } from './uploads.ts';

export const uploadsPath = '/api/uploads';

/** How much of a body waits between the connection and the disk. */
const bodyBufferBytes = 2 ** 20;
/** What has arrived of a piece is written before somebody else goes on with it. */
const drainMs = 100;

/**
 * Answers a request about the upload `id`, which is a new one for POST, as tus 1.0 has it (https://tus.io/protocols/resumable-upload). Throws DomainError for
 * everything that the protocol or we refuse.
 */
export async function speakTus(
  uploads: Uploads,
  request: FastifyRequest,
  { owner, id }: { readonly owner: Reader; readonly id: string },
): Promise<Response> {
  // The library asks for the header only, and takes another version for a mistake in it.
  if (request.method !== 'OPTIONS' && request.headers['tus-resumable'] !== '1.0.0')
    throw new DomainError('precondition-failed', 'Speak tus 1.0 and say so: `Tus-Resumable: 1.0.0`.');
  const checksum = readChecksum(one(request.headers['upload-checksum']));
  // A server for each request: the library does not tell its store which request it serves.
  const server = new Server({
    path: uploadsPath,
    datastore: new UploadStore(uploads, { owner, checksum }),
    locker: lockerOf(uploads),
    lockDrainTimeout: drainMs,
    maxSize: uploads.maxUploadBytes,
    relativeLocation: true,
    // No other site has any business here; without this the library allows all of them.
    allowedOrigins: () => false,
    namingFunction: () => id,
    // Not from the address: what we have checked is what it works with.
    getFileIdFromRequest: () => id,
    onUploadFinish: async () => {
      await finishUpload(uploads, id);
      return {};
    },
    onResponseError: (_request, error) => {
      throw toDomainError(uploads, error);
    },
  });
  const response = await server.handleWeb(toWebRequest(request));
  if (response.status >= 400) throw refusal(uploads, response.status, await response.text());
  return response;
}

const one = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join(', ') : header);

/** The library reads requests of the Fetch standard; the address is not looked at. */
function toWebRequest({ raw, headers }: FastifyRequest): Request {
  const given = new Headers();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) given.set(name, String(value));
  const init = { method: raw.method ?? 'GET', headers: given };
  const url = new URL(uploadsPath, 'http://localhost');
  if (raw.method !== 'POST' && raw.method !== 'PATCH') return new Request(url, init);
  // By default Node.js counts chunks here, not bytes, and would take gigabytes from a client that is quicker than the disk.
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: bodyBufferBytes });
  const body: unknown = Readable.toWeb(raw, { strategy });
  // The same class under two types: that of Node.js and that of browsers.
  if (!(body instanceof ReadableStream)) throw new TypeError('Node.js made no ReadableStream');
  const sending = { ...init, body, duplex: 'half' };
  return new Request(url, sending);
}

function lockerOf(uploads: Uploads): Locker {
  return {
    newLock(id) {
      let release: Release | undefined;
      return {
        async lock(signal, cancel) {
          release = await holdUpload(uploads, id, { onWanted: () => void cancel(), signal });
        },
        async unlock() {
          await release?.();
        },
      };
    },
  };
}

/** The library's own errors carry a status and words for developers; all others are ours. */
function toDomainError(uploads: Uploads, error: object): unknown {
  if (!('status_code' in error) || !('body' in error)) return error;
  return refusal(uploads, Number(error.status_code), String(error.body), error);
}

function refusal({ maxUploadBytes }: Uploads, status: number, body: string, cause?: unknown): DomainError {
  if (status === 404 || status === 410) return noSuchUpload();
  // Somebody else went on with it, or we stop; whoever still listens may try again.
  if (body === ERRORS.ABORTED.body) return new DomainError('locked', 'This piece was broken off.', { cause });
  if (body === ERRORS.ERR_SIZE_EXCEEDED.body)
    return new DomainError('too-large', 'This is more than the upload was said to be.', { cause });
  if (status === 413) return tooLarge(maxUploadBytes);
  return new DomainError(status === 409 ? 'conflict' : 'invalid', `${body.trim()}.`, { cause });
}
