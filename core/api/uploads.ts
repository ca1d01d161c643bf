import { z } from 'zod';
import { Instant, withoutBlanks } from './common.ts';
import { Chapters, SessionFields } from './sessions.ts';

const FileName = z.string().trim().min(1).max(300);
const lists: readonly string[] = ['speakers', 'topics'] satisfies (keyof SessionFields)[];

/** A list is a JSON array of texts, or one text. */
function readList(value: string): unknown {
  if (!value.trimStart().startsWith('[')) return [value];
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) ? withoutBlanks(list) : list;
  } catch {
    return [value];
  }
}

/** Empty values count as not given, as in the form. */
function readMetadata(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  const filled = Object.entries(given).filter(
    ([, value]) => value !== null && !(typeof value === 'string' && value.trim() === ''),
  );
  const read = ([name, value]: [string, unknown]) =>
    [name, lists.includes(name) && typeof value === 'string' ? readList(value) : value] as const;
  return Object.fromEntries(filled.map(read));
}

/**
 * What `Upload-Metadata` says of a recording (tus 1.0, creation): the fields of `POST /api/sessions`, and
 * what a form says by itself. Names that are not known are passed over.
 */
export const UploadMetadata = z.preprocess(
  readMetadata,
  SessionFields.extend({
    filename: FileName.optional(),
    /** What some clients say for `filename`. */
    name: FileName.optional(),
    /** Hex; a recording that is here already is then refused before it is sent. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/i, 'A SHA-256 has 64 hexadecimal digits.')
      .toLowerCase()
      .optional(),
    /** `1`: is being recorded now; when it breaks off, what has arrived becomes the session. */
    live: z.enum(['0', '1']).default('0'),
  }),
);
export type UploadMetadata = z.infer<typeof UploadMetadata>;

/**
 * What is said of a recording while it arrives, in place of all that `Upload-Metadata` said: a field that is left
 * out is empty. Chapters that turn out to lie behind its end are left out.
 */
export const UploadAbout = SessionFields.extend({ chapters: Chapters.default([]) }).strict();
export type UploadAbout = z.infer<typeof UploadAbout>;
export type UploadAboutInput = z.input<typeof UploadAbout>;

/** A recording of which not all has arrived. */
export const Upload = z
  .object({
    /** Also the id of the session that it becomes; `/api/uploads/<id>` takes the rest. */
    id: z.string(),
    filename: z.string(),
    title: z.string().nullable(),
    receivedBytes: z.int(),
    /** `null`: not said yet. */
    totalBytes: z.int().nullable(),
    createdAt: Instant,
    /** Unless more arrives before: it is removed then, or made a session when it is a live recording. */
    expiresAt: Instant,
    isLive: z.boolean(),
  })
  .meta({ id: 'Upload' });
export type Upload = z.infer<typeof Upload>;

/** All of them: their number has a limit. */
export const UploadList = z.object({ items: z.array(Upload), nextCursor: z.null() });
export type UploadList = z.infer<typeof UploadList>;
