import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { StoredCaptions } from '../../core/actions/replace-captions.ts';
import { maxCaptionBytes } from '../../core/model/captions/decode.ts';
import { DomainError } from '../../core/model/errors.ts';
import { captionsFileName } from '../../core/model/media-names.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import { orBrokenOff } from './broken-off.ts';
import { storeCaptions } from './store-files.ts';

/** What programs call caption files; nothing at all is fine too. */
export const captionTypes = [
  'text/vtt',
  'application/x-subrip',
  'text/srt',
  'text/plain',
  'application/octet-stream',
] as const;

const notCaptions = () =>
  new DomainError(
    'unsupported-media',
    `Send the caption file as the body (Content-Type ${captionTypes.slice(0, 2).join(' or ')}), or as “captions” of a form.`,
  );

/** For a caption file that comes to a session which may have one already. */
export const newCaptionsName = () => `${captionsFileName}-${randomBytes(6).toString('hex')}`;

/**
 * Streams the caption file of a request, which is its body or the one file of its form, to the store under a new
 * name. Nothing is left behind when it throws.
 */
export async function receiveCaptions(
  store: MediaStore,
  request: FastifyRequest,
  sessionId: string,
): Promise<StoredCaptions> {
  const storedName = newCaptionsName();
  const key = `${sessionId}/${storedName}`;
  if (request.isMultipart()) {
    try {
      return { storedName, ...(await orBrokenOff(readForm(store, request, key))) };
    } catch (error) {
      await store.remove(key);
      throw error;
    }
  }
  if (!(request.body instanceof Readable) || !isCaptionType(request.headers['content-type']))
    throw notCaptions();
  return { storedName, fileName: null, ...(await storeCaptions(store, key, request.body)) };
}

function isCaptionType(header: string | undefined): boolean {
  const type = header?.split(';')[0]?.trim().toLowerCase();
  return type === undefined || captionTypes.some((known) => known === type);
}

async function readForm(store: MediaStore, request: FastifyRequest, key: string) {
  let received: Omit<StoredCaptions, 'storedName'> | null = null;
  // The parser would cut a file off at its limit and call it whole: one byte more, and the store refuses it.
  for await (const part of request.parts({
    limits: { fileSize: maxCaptionBytes + 1, files: 2, fields: 10 },
  })) {
    if (part.type === 'field') continue;
    if (part.fieldname !== 'captions' || received)
      throw new DomainError('invalid', `The form has a file “${part.fieldname}” that is not expected.`);
    received = { fileName: part.filename ?? null, ...(await storeCaptions(store, key, part.file)) };
  }
  if (!received) throw new DomainError('invalid', 'The form has no file “captions”.');
  return received;
}
