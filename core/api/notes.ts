import { z } from 'zod';
import { mostNoteBytes } from '../model/notes/lines.ts';
import { pieceKinds } from '../model/transcript/diff.ts';
import { Instant, SessionParams } from './common.ts';

const Version = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const Author = z.object({ id: z.string(), name: z.string() });
const utf8 = new TextEncoder();

/** The one page of notes that a session's readers write together. */
export const Notes = z
  .object({
    /** For `If-Match`, in quotes; 0: nobody has written yet. */
    version: z.int(),
    /** Markdown. */
    text: z.string(),
    /** Who wrote this version, and when. */
    author: Author.nullable(),
    updatedAt: Instant.nullable(),
  })
  .meta({ id: 'Notes' });
export type Notes = z.infer<typeof Notes>;

export const NotesPut = z
  .object({
    text: z
      .string()
      .max(mostNoteBytes)
      .refine(
        (text) => utf8.encode(text).length <= mostNoteBytes,
        `Notes may have ${mostNoteBytes / 1_000} kB. Keep what is longer in a file and link to it.`,
      ),
  })
  .strict();

/** Of a 412: what is kept now, so that both can be merged. */
export const NotesConflict = z.object({ current: Notes });

const versionShort = {
  version: z.int(),
  author: Author,
  createdAt: Instant,
  /** Against the version before; a changed line counts as both. */
  linesAdded: z.int(),
  linesRemoved: z.int(),
  /** The version whose text this one brought back. */
  restoredFrom: z.int().nullable(),
};
export const NoteVersionShort = z.object(versionShort).meta({ id: 'NoteVersionShort' });
export type NoteVersionShort = z.infer<typeof NoteVersionShort>;
export const NoteVersion = z.object({ ...versionShort, text: z.string() }).meta({ id: 'NoteVersion' });
export type NoteVersion = z.infer<typeof NoteVersion>;

export const NoteVersionList = z.object({
  items: z.array(NoteVersionShort),
  nextCursor: z.string().nullable(),
});
export type NoteVersionList = z.infer<typeof NoteVersionList>;

export const NoteVersionParams = SessionParams.extend({ version: Version });

/** `from`: the version to compare with, else the one before. */
export const NoteDiffQuery = z.object({ from: Version.optional() });

export const NoteDiff = z
  .object({
    /** 0: the empty page before the first version. */
    from: z.int(),
    to: z.int(),
    lines: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.enum(['kept', 'added', 'removed']), text: z.string() }),
        /** Word by word; blanks between words are left out. */
        z.object({
          kind: z.literal('changed'),
          pieces: z.array(z.object({ kind: z.enum(pieceKinds), text: z.string() })),
        }),
      ]),
    ),
  })
  .meta({ id: 'NoteDiff' });
export type NoteDiff = z.infer<typeof NoteDiff>;
