import OpenAI from 'openai';
import { PermanentError } from '../../model/errors.ts';
import type { Embedder, Embedding, EmbedRequest } from '../../ports/embedder.ts';
import { checkReachable, type ServiceName, toPortError } from '../openai-errors.ts';
import { batchesOf } from './batches.ts';
import { readVectors } from './openai-answer.ts';
import { type EmbeddingModel, modelOf, prefixesOf, spaceOf } from './spaces.ts';

export interface OpenaiEmbedderSettings extends EmbeddingModel {
  /** Its own retries are not used: whoever asks knows whether it can wait. */
  readonly client: OpenAI;
  /** For one request. */
  readonly timeoutMs?: number | undefined;
}

/** Half the bytes first; some servers know floats alone, and refuse or ignore what they are asked for. */
const encodings = ['base64', 'float'] as const;
/** Statuses of a request that the server reads and does not like: it may be too long, or have too many texts. */
const refusals: readonly number[] = [400, 413, 422, 501];
/** A text that is refused in this length is not refused for its length. */
const shortEnough = 300;
/** Nobody has a reason to refuse this one. */
const harmless = 'The weather is fine today.';

/** Any server that speaks OpenAI's `POST /embeddings`. What it refuses is asked for in smaller parts. */
export function openaiEmbedder(settings: OpenaiEmbedderSettings): Embedder {
  const { client, timeoutMs = 60_000 } = settings;
  const service: ServiceName = {
    service: 'embedding server',
    model: settings.model,
    modelSetting: 'EMBED_MODEL',
  };
  const dimensionsOf = new Map<string, number>();
  let accepted: readonly (typeof encodings)[number][] = encodings;

  async function ask(texts: readonly string[], { space, purpose, signal }: EmbedRequest) {
    const { model, dimensions } = modelOf(space);
    const prefix = prefixesOf(model)[purpose];
    let tried = accepted;
    for (;;) {
      const [encoding = 'float', ...others] = tried;
      try {
        const answer = await client.embeddings.create(
          {
            model,
            input: texts.map((text) => prefix + text),
            encoding_format: encoding,
            ...(dimensions === null ? {} : { dimensions }),
          },
          { signal, timeout: timeoutMs, maxRetries: 0 },
        );
        const vectors = readVectors(answer, texts.length);
        checkDimensions(space, vectors);
        accepted = [encoding];
        return vectors;
      } catch (cause) {
        if (!isRefusal(cause) || others.length === 0) throw cause;
        tried = others;
      }
    }
  }

  /** Vectors of another length cannot be compared with those that are there. */
  function checkDimensions(space: string, vectors: readonly Float32Array[]): void {
    for (const { length } of vectors) {
      const wanted = modelOf(space).dimensions ?? dimensionsOf.get(space) ?? length;
      if (length !== wanted)
        throw new PermanentError(
          `The ${service.service} gave ${length} dimensions instead of ${wanted}. An admin has to check EMBED_MODEL and EMBED_DIMENSIONS.`,
        );
      dimensionsOf.set(space, length);
    }
  }

  async function askInParts(texts: readonly string[], request: EmbedRequest): Promise<Embedding[]> {
    try {
      return await ask(texts, request);
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
      const [text] = texts;
      if (texts.length === 1 && text !== undefined) return [await askShorter(text, request, cause)];
      const middle = Math.ceil(texts.length / 2);
      const first = await askInParts(texts.slice(0, middle), request);
      return [...first, ...(await askInParts(texts.slice(middle), request))];
    }
  }

  /** The beginning of a text that is refused; `null` when no length helps while other texts are taken. */
  async function askShorter(text: string, request: EmbedRequest, refusal: unknown): Promise<Embedding> {
    let last = refusal;
    for (let length = text.length / 2; length >= shortEnough / 2; length /= 2)
      try {
        const [vector] = await ask([text.slice(0, Math.floor(length))], request);
        return vector ?? null;
      } catch (cause) {
        if (!isRefusal(cause)) throw cause;
        last = cause;
      }
    await ask([harmless], request).catch(() => {
      throw last;
    });
    return null;
  }

  return {
    name: `openai:${settings.model}`,
    space: spaceOf(settings),
    async embed(texts, request) {
      request.signal.throwIfAborted();
      const said = texts.filter((text) => text.trim() !== '');
      const vectors: Embedding[] = [];
      try {
        for (const batch of batchesOf(said)) vectors.push(...(await askInParts(batch, request)));
      } catch (cause) {
        throw toPortError(cause, request.signal, { ...service, model: modelOf(request.space).model });
      }
      let next = 0;
      return texts.map((text) => (text.trim() === '' ? null : (vectors[next++] ?? null)));
    },
    check: (signal) => checkReachable(client, service, signal),
  };
}

const isRefusal = (cause: unknown): boolean =>
  cause instanceof OpenAI.APIError && refusals.includes(cause.status ?? 0);
