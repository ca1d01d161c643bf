import { z } from 'zod';
import { UploadMetadata } from '../../core/api/uploads.ts';
import { always, bytes, sometimes } from '../plugins/openapi-notes.ts';
import { checksumAlgorithms } from '../uploads/tus/checksum.ts';
import { empty, problems } from './answers.ts';

const tags = ['uploads'];
export const UploadParams = z.object({ id: z.string().max(200) });
/** The protocol checks headers itself, with statuses of its own. */
const spoken = { 'Tus-Resumable': always('`1.0.0`') };
const checksum = {
  'Upload-Checksum': sometimes(
    `${checksumAlgorithms.join(' or ')}, a space, and the digest of the body in Base64`,
  ),
};
/** What has become of it, in every answer. */
const fate = {
  'Upload-Expires': sometimes('When it is given up, unless more arrives or all has'),
  'X-Session-Id': sometimes('Once all has arrived: the session'),
};
/** It goes to the disk as it comes. */
const piece = (required: boolean) => ({
  required,
  content: { 'application/offset+octet-stream': { schema: bytes } },
});

const metadataKeys = Object.keys(UploadMetadata.out.shape)
  .map((name) => `\`${name}\``)
  .join(', ');

/** How `/api/uploads` speaks tus 1.0 (https://tus.io/protocols/resumable-upload), for the API's description. */
export const uploadSchemas = {
  options: {
    tags,
    summary: 'What of tus 1.0 is spoken here',
    response: {
      204: empty('What is spoken', {
        ...spoken,
        'Tus-Version': always('`1.0.0`'),
        'Tus-Extension': always('Its extensions, comma-separated'),
        'Tus-Max-Size': always('Bytes that an upload may have'),
        'Tus-Checksum-Algorithm': always('For `Upload-Checksum`, comma-separated'),
      }),
      ...problems(401, 403),
    },
  },
  create: {
    tags,
    summary: 'Begin an upload that may be interrupted',
    description: `\`Upload-Metadata\` takes the fields of \`POST /api/sessions\` and what a form says by itself: ${metadataKeys}. \`speakers\` and \`topics\` are one text or a JSON array of texts. With \`sha256\` a recording that is here already is refused before it is sent. \`live\` is \`1\` for a recording in progress: when it breaks off, what has arrived becomes the session. The body may be the first piece.`,
    'x-reads': {
      headers: {
        ...spoken,
        'Upload-Length': sometimes('Bytes of the whole recording'),
        'Upload-Defer-Length': sometimes('`1` instead of `Upload-Length`: will be said later'),
        'Upload-Metadata': sometimes('Comma-separated pairs: a key, a space, and its value in Base64'),
        ...checksum,
      },
      body: piece(false),
    },
    response: {
      201: empty('It is taken on.', {
        ...spoken,
        Location: always('Takes the pieces; its last part is the id of the session to be'),
        'Upload-Offset': sometimes('What has arrived, where the body was the first piece'),
        ...fate,
      }),
      ...problems(400, 401, 403, 409, 412, 413, 415, 429, 460, 507),
    },
  },
  offset: {
    tags,
    summary: 'How much of an upload has arrived',
    params: UploadParams,
    'x-reads': { headers: spoken },
    response: {
      200: empty('How much it is', {
        ...spoken,
        'Cache-Control': always('`no-store`'),
        'Upload-Offset': always('Bytes that have arrived'),
        'Upload-Length': sometimes('Bytes of the whole recording, once it is said'),
        'Upload-Defer-Length': sometimes('`1` until then'),
        'Upload-Metadata': always('As it was sent'),
        ...fate,
      }),
      ...problems(400, 401, 403, 404, 409, 412, 415, 423),
    },
  },
  append: {
    tags,
    summary: 'Send a piece of an upload',
    description:
      'From `Upload-Offset` on; without a byte, a paused live recording says that it is still there. 409 with `url` where the same recording is here already.',
    params: UploadParams,
    'x-reads': {
      headers: {
        ...spoken,
        'Upload-Offset': always('What has arrived before'),
        'Upload-Length': sometimes('Once, where it was deferred'),
        ...checksum,
      },
      body: piece(true),
    },
    response: {
      204: empty('It has arrived.', {
        ...spoken,
        'Upload-Offset': always('Bytes that have arrived'),
        ...fate,
      }),
      ...problems(400, 401, 403, 404, 409, 412, 413, 415, 423, 460, 507),
    },
  },
  drop: {
    tags,
    summary: 'Give an unfinished upload up',
    params: UploadParams,
    'x-reads': { headers: spoken },
    response: { 204: empty('It is gone.', spoken), ...problems(400, 401, 403, 404, 409, 412, 423) },
  },
} as const;
