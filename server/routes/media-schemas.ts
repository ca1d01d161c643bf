import { z } from 'zod';
import { madeContentTypes } from '../../core/model/media-names.ts';
import { always, bytes, sometimes } from '../plugins/openapi-notes.ts';
import { answerIn, empty, problem, problems } from './answers.ts';

const MediaParams = z.object({ id: z.string().max(200), file: z.string().max(200) });
export type MediaParams = z.infer<typeof MediaParams>;

const shared = {
  tags: ['media'],
  description:
    'Its name is a member of `media` of a session; `captions.vtt` is the transcript as it is shown, of which there are no ranges, and `original` the file that was uploaded, as a download.',
  params: MediaParams,
} as const;

/** `sendStored` reads them (RFC 9110 13 and 14). */
const conditions = {
  'If-None-Match': sometimes('The `ETag` of what you have: 304 where it is the same'),
  'If-Modified-Since': sometimes('Without `If-None-Match`: the `Last-Modified` of what you have'),
  'If-Match': sometimes('The `ETag` that is wanted: 412 where it is another one'),
  'If-Unmodified-Since': sometimes('Without `If-Match`: the `Last-Modified` that is wanted'),
};
const ranges = {
  Range: sometimes('Bytes, such as `bytes=0-999` or `bytes=-500`, or up to 32 of such ranges'),
  'If-Range': sometimes('The `ETag` or `Last-Modified` of what the range belongs to: else the whole is sent'),
};

const version = {
  ETag: always('Names this version of it, strongly'),
  'Cache-Control': always('A year for what never changes under its name'),
  'Last-Modified': sometimes('Of all but `captions.vtt`'),
  'Accept-Ranges': sometimes('`bytes`, of all but `captions.vtt`'),
  'Content-Disposition': sometimes('Of an original: that it is a download, under its name'),
  'Content-Security-Policy': always('Of an original: that nothing in it may run'),
  'X-Content-Type-Options': always('`nosniff`'),
};
const whole = { ...version, 'Content-Length': always('In bytes') };
const file = z.string().meta(bytes);
/** An original may be anything. */
const contentTypes = [...madeContentTypes, 'application/octet-stream'];

/** A file of a session by GET and HEAD, for the API's description; only a GET has ranges (RFC 9110 14.2). */
export const mediaSchemas = {
  get: {
    ...shared,
    summary: 'A file of a session, whole or by Range',
    'x-reads': { headers: { ...ranges, ...conditions } },
    response: {
      200: answerIn(contentTypes, file, 'The whole file', whole),
      206: answerIn(
        [...contentTypes, 'multipart/byteranges'],
        file,
        'What was asked for; several ranges as parts',
        { ...whole, 'Content-Range': sometimes('Of one range: where it is, and the size of the whole') },
      ),
      304: empty('It is what you have.', version),
      ...problems(400, 404, 412),
      416: problem(416, { 'Content-Range': always('The size of the whole, such as `bytes */1000`') }),
    },
  },
  head: {
    ...shared,
    summary: 'What a GET would say of it',
    'x-reads': { headers: conditions },
    response: {
      200: empty('What is said of the whole file, with its `Content-Type`', whole),
      304: empty('It is what you have.', version),
      ...problems(400, 404, 412),
    },
  },
} as const;
