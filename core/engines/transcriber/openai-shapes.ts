import type OpenAI from 'openai';
import { z } from 'zod';
import { languageTag } from '../../model/language-tag.ts';
import type { Segment, Word } from '../../model/transcript.ts';

/**
 * What a server can be asked for, richest first: `words` and `segments` are `verbose_json` with and without
 * word times, `text` has no times at all, `speakers` is `diarized_json`.
 */
export const shapes = ['words', 'segments', 'text', 'speakers'] as const;
export type Shape = (typeof shapes)[number];

/** The shapes worth trying, best first. Only whisper-1 gives `verbose_json` at OpenAI; other servers often do. */
export function shapesOf(model: string): readonly Shape[] {
  if (/diarize/i.test(model)) return ['speakers', 'text'];
  if (/^gpt-4o/i.test(model)) return ['text'];
  return ['words', 'segments', 'text'];
}

export interface PieceRequest {
  readonly model: string;
  readonly file: File;
  readonly language: string | null;
  readonly prompt: string;
}

type Params = OpenAI.Audio.TranscriptionCreateParamsNonStreaming;

export function paramsFor(shape: Shape, { model, file, language, prompt }: PieceRequest): Params {
  const params: Params = { model, file, ...(language === null ? {} : { language }) };
  if (shape === 'speakers') return { ...params, response_format: 'diarized_json', chunking_strategy: 'auto' };
  const prompted = prompt === '' ? params : { ...params, prompt };
  if (shape === 'text') return { ...prompted, response_format: 'json' };
  const granularities: Params['timestamp_granularities'] =
    shape === 'words' ? ['segment', 'word'] : ['segment'];
  return { ...prompted, response_format: 'verbose_json', timestamp_granularities: granularities };
}

const KeptWord = z.object({
  startSeconds: z.number(),
  endSeconds: z.number(),
  text: z.string(),
  confidence: z.number().optional(),
});

/** An answer as it is kept until all pieces are answered; a change of it needs another name in `settingsFor`. */
export const KeptAnswer = z.object({
  shape: z.enum(shapes),
  /** Name of the encoding in which the sound was sent. */
  sent: z.string(),
  language: z.string().nullable(),
  text: z.string(),
  segments: z
    .array(
      z.object({
        startSeconds: z.number(),
        endSeconds: z.number(),
        speaker: z.string().nullable(),
        text: z.string(),
      }),
    )
    .readonly()
    .nullable(),
  words: z.array(KeptWord).readonly(),
});
export type KeptAnswer = z.infer<typeof KeptAnswer>;

/** A word list without segments comes from servers that were asked for both and gave one. */
export interface Answer {
  readonly language: string | null;
  readonly text: string;
  /** `null`: the server gave no segments. Times count from the start of the piece. */
  readonly segments: readonly Segment[] | null;
  readonly words: readonly Word[];
}

const AnswerWord = z.object({
  word: z.string(),
  start: z.number(),
  end: z.number(),
  probability: z.number().min(0).max(1).nullish().catch(null),
});
const AnswerSegment = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  speaker: z.string().nullish().catch(null),
  words: z.array(AnswerWord).nullish().catch(null),
  avg_logprob: z.number().nullish().catch(null),
  no_speech_prob: z.number().nullish().catch(null),
});
const AnswerBody = z.object({
  text: z.string().nullish(),
  language: z.string().nullish(),
  segments: z.array(AnswerSegment).nullish(),
  words: z.array(AnswerWord).nullish().catch(null),
});

/** Reads an answer of any shape; `null` for what is no transcription. */
export function parseAnswer(body: unknown): Answer | null {
  if (typeof body === 'string' && !body.trimStart().startsWith('<'))
    return { language: null, text: body, segments: null, words: [] };
  const parsed = AnswerBody.safeParse(body);
  if (!parsed.success) return null;
  const { text, language, segments, words } = parsed.data;
  if (typeof text !== 'string' && !segments) return null;
  const spoken = segments?.filter((segment) => !isNothingSaid(segment)) ?? null;
  return {
    language: languageTag(language),
    text: text ?? '',
    segments:
      spoken?.map((segment) => ({
        startSeconds: segment.start,
        endSeconds: segment.end,
        speaker: segment.speaker?.trim() || null,
        text: segment.text,
      })) ?? null,
    words: (words?.length ? words : (spoken ?? []).flatMap((segment) => segment.words ?? [])).map(toWord),
  };
}

/** Whisper's own rule for text that it made up on silence (whisper/transcribe.py, `no_speech_threshold`). */
const isNothingSaid = (segment: z.infer<typeof AnswerSegment>): boolean =>
  (segment.no_speech_prob ?? 0) > 0.6 && (segment.avg_logprob ?? 0) < -1;

const toWord = ({ word, start, end, probability }: z.infer<typeof AnswerWord>): Word => ({
  startSeconds: start,
  endSeconds: end,
  text: word.trim(),
  ...(typeof probability === 'number' ? { confidence: probability } : {}),
});
