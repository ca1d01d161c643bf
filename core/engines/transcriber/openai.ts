import type OpenAI from 'openai';
import type { Log } from '../../../drizzle/log.ts';
import { withoutLoops } from '../../model/repeats.ts';
import {
  cutAtSilences,
  loudShareOf,
  type SampleRange,
  type SoundLevels,
  silenceThreshold,
} from '../../model/silence.ts';
import type { AnsweredPiece, Transcriber } from '../../ports/transcriber.ts';
import { checkReachable, type ServiceName } from '../openai-errors.ts';
import { openWav, readPcm } from '../wav.ts';
import { openRecording } from './open-recording.ts';
import { openAsker } from './openai-asker.ts';
import { joinAnswers, mostHeard } from './openai-join.ts';
import { promptOf } from './openai-prompt.ts';
import { KeptAnswer, type Shape } from './openai-shapes.ts';
import { type CompressSpeech, opusEncoding, wavEncoding } from './piece-encoding.ts';

export interface OpenaiTranscriberSettings {
  /** Its own retries are not used: the pipeline retries. */
  readonly client: OpenAI;
  readonly model: string;
  readonly log: Log;
  /** The server's limit for one file; OpenAI takes 25 MB. */
  readonly maxUploadBytes?: number | undefined;
  /** Pieces of one recording that a process sends side by side. */
  readonly parallel?: number | undefined;
  /** For one piece. */
  readonly timeoutMs?: number | undefined;
  /** Pieces travel compressed where the server takes that; without it as WAV. */
  readonly compress?: CompressSpeech | undefined;
}

const mebibyte = 1024 ** 2;
/** Leaves room for the form around the file. */
const formBytes = 64 * 1024;

/**
 * Any server that speaks OpenAI's `POST /audio/transcriptions`. Recordings travel in pieces cut at silences and are
 * put together by counted samples. What the server cannot do (word times, segments, compressed sound) is found out on a
 * short first piece and remembered; without any times, pieces are short enough to be moments.
 */
export function openaiTranscriber(settings: OpenaiTranscriberSettings): Transcriber {
  const { client, model, log, compress } = settings;
  const name = `openai:${model}`;
  const service: ServiceName = { service: 'transcription server', model, modelSetting: 'TRANSCRIBE_MODEL' };
  const encodings = [...(compress ? [opusEncoding(compress)] : []), wavEncoding];
  const timeoutMs = settings.timeoutMs ?? 600_000;
  const asker = openAsker({ client, model, service, log, timeoutMs, encodings });
  const maxBytes = (settings.maxUploadBytes ?? 24 * mebibyte) - formBytes;

  return {
    name,
    sideBySide: settings.parallel ?? 3,
    piecesAtOnce: 1,
    settingsFor: (language) => `${name} ${language ?? 'any language'} 1`,

    async plan(request, answered, { signal }) {
      const { levels } = await openRecording(request, signal);
      const first = readAnswers(answered)[0]?.answer;
      if (first) asker.learn(first.sent, first.shape);
      const way = asker.known();
      const encoding = way?.encoding ?? wavEncoding;
      const limits = limitsFor(way?.shape ?? 'text', maxBytes / encoding.bytesPerSecond, levels);
      const following = audiblePieces(levels, limits, answered.at(-1)?.piece.end ?? 0);
      return { kind: 'pieces', pieces: way ? following : following.slice(0, 1) };
    },

    async recognise(request, pieces, { signal, scratchDir, onAnswer }) {
      const wav = await openWav(request.wavPath);
      const language = request.language?.split('-')[0] ?? null;
      for (const piece of pieces) {
        signal.throwIfAborted();
        const pcm = await readPcm(wav, piece);
        const question = { pcm, sampleRate: wav.sampleRate, language, prompt: promptOf(request.hints) };
        const { way, answer } = await asker.ask(question, { signal, scratchDir });
        const kept: KeptAnswer = { ...answer, shape: way.shape, sent: way.encoding.name };
        await onAnswer(piece, kept);
      }
    },

    async join(request, answered, { signal }) {
      const { levels } = await openRecording(request, signal);
      const answers = readAnswers(answered);
      const segments = withoutLoops(joinAnswers(answers, levels));
      if (segments.length === 0) return { kind: 'nothing', reason: 'No speech was heard in this recording.' };
      const language = request.language ?? mostHeard(answers) ?? 'und';
      return { kind: 'transcript', transcript: { engine: name, grade: 'good', language, segments } };
    },

    check: (signal) => checkReachable(client, service, signal),
  };
}

const readAnswers = (answered: readonly AnsweredPiece[]) =>
  answered.map(({ piece, answer }) => ({ piece, answer: KeptAnswer.parse(answer) }));

type CutLimits = Parameters<typeof cutAtSilences>[1];

function audiblePieces(levels: SoundLevels, limits: CutLimits, from: number): SampleRange[] {
  const threshold = silenceThreshold(levels);
  return cutAtSilences(levels, limits, from).filter(
    (piece) => piece.end > piece.start && loudShareOf(levels, threshold, piece) > 0,
  );
}

/** Long pieces keep the context of what was said, and voices apart; `text` pieces are moments themselves. */
function limitsFor(shape: Shape, uploadSeconds: number, { sampleCount, sampleRate }: SoundLevels): CutLimits {
  if (shape === 'text') return { minSeconds: 10, maxSeconds: Math.min(30, uploadSeconds) };
  const maxSeconds = Math.min(uploadSeconds, shape === 'speakers' ? 1_200 : 300);
  const isOne = sampleCount / sampleRate <= maxSeconds;
  return { minSeconds: isOne ? maxSeconds : maxSeconds * 0.6, maxSeconds };
}
