import OpenAI from 'openai';
import { z } from 'zod';
import type { Log } from '../../../drizzle/log.ts';
import { TransientError } from '../../model/errors.ts';
import type { Tagger, TagRequest, TagResult } from '../../ports/tagger.ts';
import { checkReachable, type ServiceName, toPortError } from '../openai-errors.ts';
import { sideBySide } from '../side-by-side.ts';
import { parseSuggestions, Suggestions, tidySuggestions } from './openai-answer.ts';
import { instructions, joinMessage, talkMessage, transcriptPieces } from './openai-prompt.ts';

export interface OpenaiTaggerSettings {
  /** Its own retries are not used: the pipeline retries. */
  readonly client: OpenAI;
  readonly model: string;
  readonly log: Log;
  /** For one request. */
  readonly timeoutMs?: number | undefined;
  /** Parts of a long talk that are read side by side. */
  readonly parallel?: number | undefined;
}

type Format = NonNullable<OpenAI.ChatCompletionCreateParams['response_format']>;

const suggestionsSchema = z.toJSONSchema(Suggestions);

/** How an answer is asked for, strictest first; servers without one refuse it, and get the next. */
const formats: readonly Format[] = [
  { type: 'json_schema', json_schema: { name: 'suggestions', strict: true, schema: suggestionsSchema } },
  { type: 'json_object' },
  { type: 'text' },
];
const refusals: readonly number[] = [400, 422, 501];

interface Spent {
  calls: number;
  promptTokens: number;
  completionTokens: number;
}

/**
 * Any server that speaks OpenAI's `POST /chat/completions`. A long talk is read in parts, whose notes are then
 * joined. What is said in a talk is sent as data; whatever comes back is cut to the port's limits.
 */
export function openaiTagger(settings: OpenaiTaggerSettings): Tagger {
  const { client, model, log } = settings;
  const service: ServiceName = { service: 'tagging server', model, modelSetting: 'TAG_MODEL' };
  let accepted = formats;

  async function ask(message: string, signal: AbortSignal, spent: Spent): Promise<Suggestions> {
    let tried = accepted;
    for (;;) {
      const [format, ...looser] = tried;
      try {
        const answer = await complete(message, format ?? { type: 'text' }, signal, spent);
        accepted = tried;
        return answer;
      } catch (cause) {
        const isRefused = cause instanceof OpenAI.APIError && refusals.includes(cause.status ?? 0);
        if (!isRefused || looser.length === 0) throw toPortError(cause, signal, service);
        tried = looser;
      }
    }
  }

  async function complete(
    message: string,
    format: Format,
    signal: AbortSignal,
    spent: Spent,
  ): Promise<Suggestions> {
    const answer = await client.chat.completions.create(
      {
        model,
        messages: [
          { role: 'system', content: instructions },
          { role: 'user', content: message },
        ],
        ...(format.type === 'text' ? {} : { response_format: format }),
      },
      { signal, timeout: settings.timeoutMs ?? 180_000, maxRetries: 0 },
    );
    spent.calls += 1;
    spent.promptTokens += answer.usage?.prompt_tokens ?? 0;
    spent.completionTokens += answer.usage?.completion_tokens ?? 0;
    const suggestions = parseSuggestions(answer.choices?.[0]?.message?.content ?? '');
    if (suggestions === null) throw new TransientError(`The ${service.service} gave no usable suggestions.`);
    return suggestions;
  }

  return {
    name: `openai:${model}`,

    async suggest(request: TagRequest, signal: AbortSignal): Promise<TagResult> {
      signal.throwIfAborted();
      const pieces = transcriptPieces(request.segments);
      if (pieces.length === 0) return { topics: [], summary: null, chapters: [] };
      const spent: Spent = { calls: 0, promptTokens: 0, completionTokens: 0 };
      const numbered = pieces.map((text, index) => ({ text, part: `${index + 1} of ${pieces.length}` }));
      const read = ({ text, part }: { text: string; part: string }, partSignal: AbortSignal) =>
        ask(talkMessage(request, text, part), partSignal, spent);
      try {
        const parts = await sideBySide(numbered, settings.parallel ?? 2, signal, read);
        const [only] = parts;
        const whole =
          parts.length === 1 && only ? only : await ask(joinMessage(request, parts), signal, spent);
        return tidySuggestions({ ...whole, chapters: parts.flatMap((part) => part.chapters) }, request);
      } finally {
        log.info({ model, ...spent }, 'tagging cost');
      }
    },

    check: (signal) => checkReachable(client, service, signal),
  };
}
