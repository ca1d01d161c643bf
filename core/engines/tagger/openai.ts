import OpenAI from 'openai';
import { z } from 'zod';
import type { Log } from '../../../drizzle/log.ts';
import { PermanentError, TransientError } from '../../model/errors.ts';
import { noSuggestions, type Tagger, type TagRequest, type TagResult } from '../../ports/tagger.ts';
import { checkReachable, type ServiceName, toPortError } from '../openai-errors.ts';
import { sideBySide } from '../side-by-side.ts';
import { parseSuggestions, Suggestions } from './openai-answer.ts';
import { tidySuggestions, withinStretch } from './openai-limits.ts';
import {
  instructions,
  joinMessage,
  type Piece,
  roughTokens,
  spreadOver,
  talkMessage,
  transcriptPieces,
} from './openai-prompt.ts';
import { foldTopic } from './topic-names.ts';

export interface OpenaiTaggerSettings {
  /** Its own retries are not used: the pipeline retries. */
  readonly client: OpenAI;
  readonly model: string;
  readonly log: Log;
  /** For one request. */
  readonly timeoutMs?: number | undefined;
  /** Parts of a long talk that are read side by side. */
  readonly parallel?: number | undefined;
  /** Transcript in one request, in tokens: what every model in use can read beside instructions and topics. */
  readonly partTokens?: number | undefined;
  /** Transcript of a whole talk; of one that is longer, parts are read that are spread over it. */
  readonly talkTokens?: number | undefined;
}

/** Ten hours of speech. */
const usualTalkTokens = 200_000;
const usualPartTokens = 8_000;

type Format = NonNullable<OpenAI.ChatCompletionCreateParams['response_format']>;

const suggestionsSchema = z.toJSONSchema(Suggestions);

/** How an answer is asked for, strictest first; servers without one refuse it, and get the next. */
const formats: readonly Format[] = [
  { type: 'json_schema', json_schema: { name: 'suggestions', strict: true, schema: suggestionsSchema } },
  { type: 'json_object' },
  { type: 'text' },
];
const refusals: readonly number[] = [400, 422, 501];

/** What a talk cost. */
interface Spent {
  calls: number;
  promptTokens: number;
  completionTokens: number;
  /** Some server did not count: tokens are guessed from lengths. */
  isEstimated: boolean;
}

/**
 * Any server that speaks OpenAI's `POST /chat/completions`. A long talk is read in parts, whose notes are then
 * joined. What is said in a talk is sent as data; whatever comes back is cut to the port's limits.
 */
export function openaiTagger(settings: OpenaiTaggerSettings): Tagger {
  const { client, model, log, partTokens = usualPartTokens, talkTokens = usualTalkTokens } = settings;
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
    const said = answer.choices?.[0]?.message;
    count(spent, answer.usage, message, said?.content ?? '');
    if (said?.refusal)
      throw new PermanentError(`The ${service.service} refused to suggest anything for this talk.`);
    const suggestions = parseSuggestions(said?.content ?? '');
    if (suggestions === null) throw new TransientError(`The ${service.service} gave no usable suggestions.`);
    return suggestions;
  }

  return {
    name: `openai:${model}`,
    readsSlides: false,

    async suggest(request: TagRequest, signal: AbortSignal): Promise<TagResult> {
      signal.throwIfAborted();
      const all = transcriptPieces(request.segments, partTokens);
      if (all.length === 0) return noSuggestions;
      const pieces = spreadOver(all, Math.max(1, Math.floor(talkTokens / partTokens)));
      const spent: Spent = { calls: 0, promptTokens: 0, completionTokens: 0, isEstimated: false };
      const numbered = pieces.map((piece, index) => ({ piece, part: `${index + 1} of ${pieces.length}` }));
      const read = async ({ piece, part }: { piece: Piece; part: string }, partSignal: AbortSignal) =>
        withinStretch(await ask(talkMessage(request, piece.text, part), partSignal, spent), piece);
      try {
        const parts = await sideBySide(numbered, settings.parallel ?? 2, signal, read);
        const [only] = parts;
        if (parts.length === 1 && only) return tidySuggestions(only, request);
        const whole = await ask(joinMessage(request, parts, partTokens), signal, spent);
        return tidySuggestions(joined(whole, parts), request);
      } finally {
        log.info(
          { model, parts: pieces.length, leftOut: all.length - pieces.length, ...spent },
          'tagging cost',
        );
      }
    },

    check: (signal) => checkReachable(client, service, signal),
  };
}

function count(
  spent: Spent,
  usage: OpenAI.CompletionUsage | undefined,
  message: string,
  content: string,
): void {
  spent.calls += 1;
  spent.promptTokens += usage?.prompt_tokens ?? roughTokens(instructions + message);
  spent.completionTokens += usage?.completion_tokens ?? roughTokens(content);
  if (usage === undefined) spent.isEstimated = true;
}

/** The notes on the whole, with what only the parts tell: times. */
function joined(whole: Suggestions, parts: readonly Suggestions[]): Suggestions {
  const secondsOf = (name: string): number[] =>
    parts
      .flatMap((part) => part.topics)
      .filter((topic) => foldTopic(topic.name) === foldTopic(name))
      .flatMap((topic) => topic.seconds);
  return {
    ...whole,
    topics: whole.topics.map((topic) => ({ ...topic, seconds: secondsOf(topic.name) })),
    chapters: parts.flatMap((part) => part.chapters),
  };
}
