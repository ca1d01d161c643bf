import { z } from 'zod';

const Seconds = z.number().min(0).max(360_000);

export const Word = z.object({
  startSeconds: Seconds,
  endSeconds: Seconds,
  text: z.string().min(1).max(200),
  confidence: z.number().min(0).max(1).optional(),
});

export const Segment = z
  .object({
    startSeconds: Seconds,
    endSeconds: Seconds,
    speaker: z.string().trim().min(1).max(100).nullable(),
    text: z.string().max(10_000),
    words: z.array(Word).max(5_000).optional(),
  })
  .meta({ id: 'Segment' });
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
  language: z.string().max(35).optional(),
  segments: z.array(Segment).max(50_000),
});
