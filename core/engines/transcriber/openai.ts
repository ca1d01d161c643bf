import type OpenAI from 'openai';
import type { Log } from '../../../drizzle/log.ts';
import { withoutLoops } from '../../model/repeats.ts';
import { cutAtSilences, loudShareOf, type SampleRange, silenceThreshold } from '../../model/silence.ts';
import type { Segment } from '../../model/transcript.ts';
import type {
  TranscribeContext,
  TranscribeRequest,
  TranscribeResult,
  Transcriber,
} from '../../ports/transcriber.ts';
import { checkReachable, type ServiceName } from '../openai-errors.ts';
import { sideBySide } from '../side-by-side.ts';
import { openWav, readLevels, readPcm } from '../wav.ts';
import { type Asker, shapeAsker } from './openai-asker.ts';
import { placeAnswer } from './openai-place-answer.ts';
import type { Answer, Shape } from './openai-shapes.ts';
import { type PieceEncoding, wavEncoding } from './piece-encoding.ts';

export interface OpenaiTranscriberSettings {
  /** Its own retries are not used: the pipeline retries. */
  readonly client: OpenAI;
  readonly model: string;
  readonly log: Log;
  /** The server's limit for one file; OpenAI takes 25 MB. */
  readonly maxUploadBytes?: number | undefined;
  /** Pieces of one recording that are sent side by side. */
  readonly parallel?: number | undefined;
  /** For one piece. */
  readonly timeoutMs?: number | undefined;
  /** How pieces travel; WAV unless told. */
  readonly encoding?: PieceEncoding | undefined;
}

const mebibyte = 1024 ** 2;
/** Leaves room for the form around the file. */
const formBytes = 64 * 1024;
/** Names beyond this are not read: Whisper takes 224 tokens. */
const maxPromptLength = 800;

/**
 * Any server that speaks OpenAI's `POST /audio/transcriptions`. Long recordings travel in pieces cut at
 * silences and are put together by counted samples. What the server cannot answer (word times, segments) is
 * found out on a short first piece and remembered; without any times, pieces are short enough to be moments.
 */
export function openaiTranscriber(settings: OpenaiTranscriberSettings): Transcriber {
  const { client, model, log } = settings;
  const name = `openai:${model}`;
  const service: ServiceName = { service: 'transcription server', model, modelSetting: 'TRANSCRIBE_MODEL' };
  const encoding = settings.encoding ?? wavEncoding;
  const asker = shapeAsker({ client, model, service, log, timeoutMs: settings.timeoutMs ?? 600_000 });
  const maxSeconds = ((settings.maxUploadBytes ?? 24 * mebibyte) - formBytes) / encoding.bytesPerSecond;

  return {
    name,

    async transcribe(request: TranscribeRequest, context: TranscribeContext): Promise<TranscribeResult> {
      const recording = await openRecording(request, context.signal);
      const answers = await askAll(recording, request, context, {
        asker,
        encoding,
        maxSeconds,
        parallel: settings.parallel ?? 3,
      });
      const segments = withoutLoops(joinPieces(answers, recording));
      if (segments.length === 0) return { kind: 'nothing', reason: 'No speech was heard in this recording.' };
      const language = request.language ?? mostHeard(answers) ?? 'und';
      return { kind: 'transcript', transcript: { engine: name, grade: 'good', language, segments } };
    },

    check: (signal) => checkReachable(client, service, signal),
  };
}

async function openRecording(request: TranscribeRequest, signal: AbortSignal) {
  const wav = await openWav(request.wavPath);
  const levels = await readLevels(wav, signal);
  // The WAV may be padded past the end of what is played.
  const sampleCount = Math.min(wav.sampleCount, Math.floor(request.durationSeconds * wav.sampleRate));
  return { wav, levels: { ...levels, sampleCount } };
}

type Recording = Awaited<ReturnType<typeof openRecording>>;

interface PieceAnswer {
  readonly piece: SampleRange;
  readonly answer: Answer;
}

interface Asking {
  readonly asker: Asker;
  readonly encoding: PieceEncoding;
  readonly maxSeconds: number;
  readonly parallel: number;
}

/** Sends every piece in which there is sound; while the server is unknown, a short first one alone. */
async function askAll(
  { wav, levels }: Recording,
  request: TranscribeRequest,
  { signal, onProgress }: TranscribeContext,
  { asker, encoding, maxSeconds, parallel }: Asking,
): Promise<readonly PieceAnswer[]> {
  const threshold = silenceThreshold(levels);
  const prompt = request.hints.join(', ').slice(0, maxPromptLength);
  const language = request.language?.split('-')[0] ?? null;
  const totalSeconds = levels.sampleCount / levels.sampleRate;
  const isAudible = (piece: SampleRange): boolean =>
    piece.end > piece.start && loudShareOf(levels, threshold, piece) > 0;
  const piecesFor = (shape: Shape, from: number): SampleRange[] =>
    cutAtSilences(levels, limitsFor(shape, maxSeconds, totalSeconds), from).filter(isAudible);
  let sent = 0;
  const ask = async (piece: SampleRange, pieceSignal: AbortSignal): Promise<PieceAnswer> => {
    const file = await encoding.encode(await readPcm(wav, piece), wav.sampleRate, pieceSignal);
    const answer = await asker.ask({ file, language, prompt }, pieceSignal);
    sent += piece.end - piece.start;
    onProgress(Math.min(0.99, sent / levels.sampleCount));
    return { piece, answer };
  };
  const trial = asker.isKnown() ? undefined : piecesFor('text', 0)[0];
  const first = trial ? [await ask(trial, signal)] : [];
  const rest = piecesFor(asker.shape(), trial?.end ?? 0);
  const answers = [...first, ...(await sideBySide(rest, parallel, signal, ask))];
  onProgress(1);
  return answers;
}

/** Long pieces keep the context of what was said, and voices apart; `text` pieces are moments themselves. */
function limitsFor(shape: Shape, uploadSeconds: number, totalSeconds: number) {
  if (shape === 'text') return { minSeconds: 10, maxSeconds: Math.min(30, uploadSeconds) };
  const maxSeconds = Math.min(uploadSeconds, shape === 'speakers' ? 1_200 : 300);
  return { minSeconds: totalSeconds <= maxSeconds ? maxSeconds : maxSeconds * 0.6, maxSeconds };
}

/** Voices are named anew in each piece: `A` of one may not be `A` of the next, so that the part is told. */
function joinPieces(answers: readonly PieceAnswer[], { levels }: Recording): Segment[] {
  return answers.flatMap(({ piece, answer }, index) =>
    placeAnswer(answer, piece, levels).map((segment) => {
      if (segment.speaker === null) return segment;
      const part = answers.length > 1 ? ` (part ${index + 1})` : '';
      return { ...segment, speaker: `Speaker ${segment.speaker}${part}` };
    }),
  );
}

/** The language of most of the sound: one piece of music is often heard as another. */
function mostHeard(answers: readonly PieceAnswer[]): string | null {
  const samples = new Map<string, number>();
  for (const { piece, answer } of answers)
    if (answer.language !== null)
      samples.set(answer.language, (samples.get(answer.language) ?? 0) + piece.end - piece.start);
  return [...samples].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
