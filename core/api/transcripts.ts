import { z } from 'zod';
import { pieceKinds } from '../model/transcript/diff.ts';
import { countLetters, mostLetters, mostSegments, transcriptOrigins } from '../model/transcript.ts';
import { Instant, SessionParams } from './common.ts';
import { Language } from './sessions.ts';

const Seconds = z.number().min(0).max(360_000);
const Speaker = z.string().trim().min(1).max(100);
const Text = z.string().max(10_000);

export const Word = z.object({
  startSeconds: Seconds,
  endSeconds: Seconds,
  text: z.string().min(1).max(200),
  confidence: z.number().min(0).max(1).optional(),
});

/** One timed stretch of speech with one speaker. */
const Line = z.object({
  startSeconds: Seconds,
  endSeconds: Seconds,
  speaker: Speaker.nullable(),
  text: Text,
});

export const Segment = Line.extend({ words: z.array(Word).max(5_000).optional() }).meta({ id: 'Segment' });
export type Segment = z.infer<typeof Segment>;

/** A topic that was listened for and probably heard; nobody is quoted by it. */
export const SpottedPhrase = z
  .object({ startSeconds: Seconds, endSeconds: Seconds, phrase: z.string() })
  .meta({ id: 'SpottedPhrase' });

export const Transcript = z
  .object({
    language: z.string(),
    engine: z.string(),
    version: z.int(),
    segments: z.array(Segment),
    spotted: z.array(SpottedPhrase),
  })
  .meta({ id: 'Transcript' });
export type Transcript = z.infer<typeof Transcript>;

/** Replaces the whole text; `If-Match` with the version's ETag guards against overwriting somebody else's. */
export const TranscriptPut = z.object({
  language: Language.optional(),
  segments: z
    .array(Segment)
    .max(mostSegments)
    .refine(
      (segments) => countLetters(segments) <= mostLetters,
      `Together the segments have more than ${mostLetters.toLocaleString('en')} letters.`,
    ),
});

/** Index of a segment as the edits before have left them. */
const At = z.int().min(0);
const Said = Text.refine((text) => text.trim() !== '', 'Say something, or remove the segment.');

export const TranscriptEdit = z
  .discriminatedUnion('op', [
    z.object({
      op: z.literal('change'),
      segment: At,
      text: Said.optional(),
      speaker: Speaker.nullable().optional(),
      startSeconds: Seconds.optional(),
      endSeconds: Seconds.optional(),
    }),
    /** `at` counts UTF-16 units of the text; without `atSeconds` the words' times say when. */
    z.object({ op: z.literal('split'), segment: At, at: At, atSeconds: Seconds.optional() }),
    /** With the segment after it. */
    z.object({ op: z.literal('merge'), segment: At }),
    z.object({ op: z.literal('remove'), segment: At }),
    z.object({
      op: z.literal('insert'),
      startSeconds: Seconds,
      endSeconds: Seconds,
      speaker: Speaker.nullable(),
      text: Said,
    }),
    /** Everywhere at once; `from` null: all that names nobody. `personId`: whom the name stands for, null: nobody. */
    z.object({
      op: z.literal('renameSpeaker'),
      from: Speaker.nullable(),
      to: Speaker,
      personId: z.uuid().nullable().optional(),
    }),
  ])
  .meta({ id: 'TranscriptEdit' });
export type TranscriptEdit = z.infer<typeof TranscriptEdit>;

/** Made in order, all of them or none. */
export const TranscriptPatch = z.object({ edits: z.array(TranscriptEdit).min(1).max(1_000) }).strict();

export const VersionParams = SessionParams.extend({
  version: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});

export const TranscriptVersion = z
  .object({
    version: z.int(),
    /** `merged`: people's text, with what they have not touched by a newer machine. */
    origin: z.enum(transcriptOrigins),
    /** Of a `person`'s version. */
    author: z.object({ id: z.string(), name: z.string() }).nullable(),
    engine: z.string(),
    words: z.int(),
    /** The share of words that people answer for, 0 to 1. */
    correctedShare: z.number(),
    createdAt: Instant,
    isShown: z.boolean(),
  })
  .meta({ id: 'TranscriptVersion' });
export type TranscriptVersion = z.infer<typeof TranscriptVersion>;

export const TranscriptVersionList = z.object({
  items: z.array(TranscriptVersion),
  nextCursor: z.string().nullable(),
});
export type TranscriptVersionList = z.infer<typeof TranscriptVersionList>;

/** `from`: the version to compare with, else the one before. */
export const TranscriptDiffQuery = z.object({
  from: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .optional(),
});

export const TranscriptDiff = z
  .object({
    /** `null`: no version before is kept. */
    from: z.int().nullable(),
    to: z.int(),
    /** All lines of both, in order of time. */
    lines: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('kept'), after: Line }),
        z.object({ kind: z.literal('added'), after: Line }),
        z.object({ kind: z.literal('removed'), before: Line }),
        z.object({
          kind: z.literal('changed'),
          before: Line,
          after: Line,
          pieces: z.array(z.object({ kind: z.enum(pieceKinds), text: z.string() })),
        }),
      ]),
    ),
  })
  .meta({ id: 'TranscriptDiff' });
export type TranscriptDiff = z.infer<typeof TranscriptDiff>;
