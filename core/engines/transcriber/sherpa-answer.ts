import { z } from 'zod';

const seconds = z.number().nonnegative();
const numbers = z.array(z.number()).default([]);

/** What a recogniser says of one stretch, times in seconds from its start; each model fills in only some of it. */
const Result = z.object({
  text: z.string(),
  /** Whisper: `de` or `<|de|>`. */
  lang: z.string().default(''),
  /** Parts of words; a blank before a part begins a word. */
  tokens: z.array(z.string()).default([]),
  timestamps: numbers,
  durations: numbers,
  ys_log_probs: numbers,
  /** Whisper's own sentences. */
  segment_texts: z.array(z.string()).default([]),
  segment_timestamps: numbers,
  segment_durations: numbers,
});

/** Of one piece; times in seconds from its start. */
export const KeptAnswer = z.object({
  stretches: z.array(z.object({ startSeconds: seconds, endSeconds: seconds, result: Result })),
  turns: z.array(z.object({ start: z.number(), end: z.number(), speaker: z.int() })),
  voices: z.array(z.object({ speaker: z.int(), seconds, print: z.array(z.number()) })),
});
export type KeptAnswer = z.output<typeof KeptAnswer>;
export type Stretch = KeptAnswer['stretches'][number];
