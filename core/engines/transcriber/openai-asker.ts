import OpenAI from 'openai';
import type { Log } from '../../../drizzle/log.ts';
import { isAbort, PermanentError, TransientError } from '../../model/errors.ts';
import { type ServiceName, toPortError } from '../openai-errors.ts';
import { type Answer, paramsFor, parseAnswer, type Shape, shapesOf } from './openai-shapes.ts';
import type { EncodingRun, PieceEncoding } from './piece-encoding.ts';

export interface AskerSettings {
  readonly client: OpenAI;
  readonly model: string;
  readonly service: ServiceName;
  readonly log: Log;
  readonly timeoutMs: number;
  /** Best first. */
  readonly encodings: readonly PieceEncoding[];
}

/** How a server is asked: what it is sent, and what it is to answer. */
export interface Way {
  readonly encoding: PieceEncoding;
  readonly shape: Shape;
}

/** The sound of a piece and what goes along with it. */
export interface Question {
  readonly pcm: Buffer;
  readonly sampleRate: number;
  readonly language: string | null;
  readonly prompt: string;
}

/** Asks in the best way that the server has answered before, or that it has not refused yet. */
export interface Asker {
  /** The way that was answered; `null` until one was. */
  known(): Way | null;
  /** Takes over what another process has found out; names that are not known here are left alone. */
  learn(encoding: string, shape: Shape): void;
  /** Throws the port's errors. */
  ask(question: Question, run: EncodingRun): Promise<{ readonly way: Way; readonly answer: Answer }>;
}

/** The server cannot do this: with the answer that was asked for, or with the file that it was sent. */
type Refusal = 'shape' | 'file' | null;

export function openAsker(settings: AskerSettings): Asker {
  const { client, model, service, log, timeoutMs, encodings } = settings;
  const ways = encodings.flatMap((encoding) => shapesOf(model).map((shape) => ({ encoding, shape })));
  let known: Way | null = null;

  async function askBy({ encoding, shape }: Way, question: Question, run: EncodingRun): Promise<Answer> {
    const { pcm, sampleRate, language, prompt } = question;
    const file = await encoding.encode(pcm, sampleRate, run).catch((cause: unknown) => {
      throw isAbort(cause, run.signal) ? cause : new EncodingFailed(cause);
    });
    const params = paramsFor(shape, { model, file, language, prompt });
    const { signal } = run;
    const body: unknown = await client.audio.transcriptions.create(params, {
      ...{ signal, timeout: timeoutMs, maxRetries: 0 },
    });
    const answer = parseAnswer(body);
    if (answer === null) throw new NoTranscription(service);
    return answer;
  }

  const remember = (way: Way): Way => {
    known = way;
    log.info(
      { model, shape: way.shape, sent: way.encoding.name },
      'transcription server answers in this way',
    );
    return way;
  };

  return {
    known: () => known,
    learn(encodingName, shape) {
      const encoding = encodings.find(({ name }) => name === encodingName);
      if (encoding && known === null) remember({ encoding, shape });
    },
    async ask(question, run) {
      let left: readonly Way[] = known === null ? ways : [known];
      for (;;) {
        const [way, ...rest] = left;
        if (way === undefined) throw new TypeError('an asker needs an encoding');
        try {
          const answer = await askBy(way, question, run);
          return { way: known ?? remember(answeredWay(way, answer)), answer };
        } catch (cause) {
          left = isAbort(cause, run.signal) ? [] : othersAfter(way, rest, refusalOf(cause));
          if (left.length === 0) throw toPortError(cause, run.signal, service);
        }
      }
    },
  };
}

/** Sound that could not be made ready for sending, as by an ffmpeg without Opus. */
class EncodingFailed extends TransientError {
  constructor(cause: unknown) {
    super('The sound could not be made ready for sending.', { cause });
  }
}

/** A server that answers with something else, such as a web page or a reason in a form of its own. */
class NoTranscription extends PermanentError {
  constructor({ service }: ServiceName) {
    super(`The ${service} gave an answer that is no transcription. An admin has to check OPENAI_BASE_URL.`);
  }
}

/** Statuses with which servers refuse a format or parameter of the answer that they do not have. */
const shapeRefusals: readonly number[] = [400, 422, 501];
/** Statuses of servers that cannot read a file: by the book, and those that stumble over it. */
const fileRefusals: readonly number[] = [415, 500];

/** What was wrong, as far as another way may do better. whisper.cpp says 200 to a file that it cannot read. */
function refusalOf(cause: unknown): Refusal {
  if (cause instanceof NoTranscription || cause instanceof EncodingFailed) return 'file';
  if (!(cause instanceof OpenAI.APIError) || cause.status === undefined) return null;
  const status: number = cause.status;
  if (shapeRefusals.includes(status)) return 'shape';
  return fileRefusals.includes(status) ? 'file' : null;
}

/** The ways that are left: where a server reads no such file, none that sends one. */
function othersAfter(tried: Way, rest: readonly Way[], refusal: Refusal): readonly Way[] {
  if (refusal === null) return [];
  return refusal === 'shape' ? rest : rest.filter(({ encoding }) => encoding !== tried.encoding);
}

/** Some servers take every format and answer with bare text all the same. */
const answeredWay = ({ encoding, shape }: Way, answer: Answer): Way => ({
  encoding,
  shape: answer.segments === null && answer.words.length === 0 && answer.text.trim() !== '' ? 'text' : shape,
});
