import OpenAI from 'openai';
import type { Log } from '../../../drizzle/log.ts';
import { PermanentError } from '../../model/errors.ts';
import { type ServiceName, toPortError } from '../openai-errors.ts';
import {
  type Answer,
  type PieceRequest,
  paramsFor,
  parseAnswer,
  type Shape,
  shapesOf,
} from './openai-shapes.ts';

export interface AskerSettings {
  readonly client: OpenAI;
  readonly model: string;
  readonly service: ServiceName;
  readonly log: Log;
  readonly timeoutMs: number;
}

/** Asks for the richest answer that the server has given before, or that has not been refused yet. */
export interface Asker {
  /** Whether `shape()` has been answered already. */
  isKnown(): boolean;
  shape(): Shape;
  /** Throws the port's errors. */
  ask(piece: Omit<PieceRequest, 'model'>, signal: AbortSignal): Promise<Answer>;
}

/** Statuses with which servers refuse a format or parameter that they do not have. */
const refusals: readonly number[] = [400, 422, 501];

export function shapeAsker({ client, model, service, log, timeoutMs }: AskerSettings): Asker {
  let candidates = shapesOf(model);
  let isKnown = candidates.length === 1;
  const current = (): Shape => candidates[0] ?? 'text';

  async function askFor(shape: Shape, piece: Omit<PieceRequest, 'model'>, signal: AbortSignal) {
    const params = paramsFor(shape, { ...piece, model });
    const body: unknown = await client.audio.transcriptions.create(params, {
      signal,
      timeout: timeoutMs,
      maxRetries: 0,
    });
    const answer = parseAnswer(body);
    if (answer === null)
      throw new PermanentError(
        `The ${service.service} gave an answer that is no transcription. An admin has to check OPENAI_BASE_URL.`,
      );
    return answer;
  }

  return {
    isKnown: () => isKnown,
    shape: current,
    async ask(piece, signal) {
      let tried = candidates;
      for (;;) {
        const [shape = 'text', ...poorer] = tried;
        try {
          const answer = await askFor(shape, piece, signal);
          if (!isKnown) {
            candidates = answeredLess(shape, answer) ? ['text'] : tried;
            isKnown = true;
            log.info({ model, shape: current() }, 'transcription server answers in this shape');
          }
          return answer;
        } catch (cause) {
          if (poorer.length === 0 || isKnown || !isRefusal(cause)) throw toPortError(cause, signal, service);
          tried = poorer;
        }
      }
    },
  };
}

const isRefusal = (cause: unknown): boolean =>
  cause instanceof OpenAI.APIError && refusals.includes(cause.status ?? 0);

/** Some servers take every format and answer with bare text all the same. */
const answeredLess = (shape: Shape, answer: Answer): boolean =>
  shape !== 'text' && answer.segments === null && answer.words.length === 0 && answer.text.trim() !== '';
