import { z } from 'zod';
import { UploadMetadata } from '../../core/api/uploads.ts';
import { checksumAlgorithms } from '../uploads/tus/checksum.ts';
import { noContent, problems } from './answers.ts';

const tags = ['uploads'];
const params = z.object({ id: z.string().max(200) });
const header = (description: string) => z.string().optional().describe(description);
/** What is said of headers is for readers: the protocol checks them itself, with statuses of its own. */
const headers = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.object({ 'tus-resumable': header('`1.0.0`'), ...shape }).loose();
const checksum = {
  'upload-checksum': header(
    `${checksumAlgorithms.join(' or ')}, a space, and the digest of the body in Base64`,
  ),
};
const empty = (description: string) => z.void().describe(description);

const metadataKeys = Object.keys(UploadMetadata.out.shape)
  .map((name) => `\`${name}\``)
  .join(', ');

/** How `/api/uploads` speaks tus 1.0 (https://tus.io/protocols/resumable-upload), for the API's description. */
export const uploadSchemas = {
  options: {
    tags,
    summary: 'What of tus 1.0 is spoken here',
    response: {
      204: empty('With `Tus-Version`, `Tus-Extension`, `Tus-Max-Size` and `Tus-Checksum-Algorithm`.'),
      ...problems(401, 403),
    },
  },
  create: {
    tags,
    summary: 'Begin an upload that may be interrupted',
    description: `\`Upload-Metadata\` takes the fields of \`POST /api/sessions\` and what a form says by itself: ${metadataKeys}. \`speakers\` and \`topics\` are one text or a JSON array of texts. With \`sha256\` a recording that is here already is refused before it is sent. \`live\` is \`1\` for a recording in progress: when it breaks off, what has arrived becomes the session. The body may be the first piece.`,
    consumes: ['application/offset+octet-stream'],
    headers: headers({
      'upload-length': header('Bytes of the whole recording'),
      'upload-defer-length': header('`1` instead of `Upload-Length`: will be said later'),
      'upload-metadata': header('Comma-separated pairs: a key, a space, and its value in Base64'),
      ...checksum,
    }),
    response: {
      201: empty(
        '`Location` takes the pieces until `Upload-Expires`; its last part is the id of the session to be.',
      ),
      ...problems(400, 401, 403, 409, 412, 413, 415, 429, 460, 507),
    },
  },
  offset: {
    tags,
    summary: 'How much of an upload has arrived',
    params,
    headers: headers({}),
    response: {
      200: empty(
        '`Upload-Offset`, `Upload-Length` or `Upload-Defer-Length`, `Upload-Metadata`, `Upload-Expires`; `X-Session-Id` once it is a session.',
      ),
      ...problems(401, 403, 404, 409, 412, 415, 423),
    },
  },
  append: {
    tags,
    summary: 'Send a piece of an upload',
    description:
      'From `Upload-Offset` on. The answer to the last piece has `X-Session-Id`: the new session. 409 with `url` where the same recording is here already.',
    consumes: ['application/offset+octet-stream'],
    params,
    headers: headers({
      'upload-offset': header('What has arrived before'),
      'upload-length': header('Once, where it was deferred'),
      ...checksum,
    }),
    response: {
      204: empty('`Upload-Offset`, `Upload-Expires`, or `X-Session-Id` once all has arrived.'),
      ...problems(400, 401, 403, 404, 409, 412, 413, 415, 423, 460, 507),
    },
  },
  drop: {
    tags,
    summary: 'Give an unfinished upload up',
    params,
    headers: headers({}),
    response: { 204: noContent, ...problems(401, 403, 404, 409, 412, 423) },
  },
} as const;
