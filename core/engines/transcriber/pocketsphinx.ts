import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { PermanentError } from '../../model/errors.ts';
import {
  cutAtSilences,
  loudShareOf,
  type SampleRange,
  type SoundLevels,
  silenceThreshold,
} from '../../model/silence.ts';
import { segmentsOfWords } from '../../model/spoken-segments.ts';
import type { Word } from '../../model/transcript.ts';
import type {
  TranscribeContext,
  TranscribeRequest,
  TranscribeResult,
  Transcriber,
} from '../../ports/transcriber.ts';
import { defaultSearchPath, findProgram } from '../programs/find.ts';
import { findGuards, type Guards } from '../programs/guards.ts';
import { sideBySide } from '../side-by-side.ts';
import { openWav, readLevels, type Wav } from '../wav.ts';
import { decodePieces, type NumberedPiece, type SphinxModel } from './pocketsphinx-batch.ts';

export interface PocketsphinxSettings {
  /** Holds `en-us/`, `en-us.lm.bin` and `cmudict-en-us.dict`. */
  readonly modelDir: string;
  /** Recognisers that run side by side; each takes a core and 110 MB. */
  readonly processes: number;
  /** Where programs are looked for; all that a child process knows of our environment. */
  readonly searchPath?: string | undefined;
}

export const debianModelDir = '/usr/share/pocketsphinx/model/en-us';

const program = 'pocketsphinx_batch';
const installCommand = 'apt-get install pocketsphinx pocketsphinx-en-us';
/** Shorter pieces lose the language model's context, longer ones blur the loudness it normalises by. */
const pieceLimits = { minSeconds: 2, maxSeconds: 20 };
/** Large enough that loading the model (0.6 s) hardly counts, small enough to cancel and to share out. */
const maxPiecesPerRun = 40;

/**
 * CMU PocketSphinx 5prealpha with its US English model: words to find, not to read (word error rate 25-40 % on
 * clear speech). Pieces between silences are decoded in batch mode, which normalises over the whole piece and
 * therefore hears better than the live decoder. Only the live one tells a confidence, at the price of decoding
 * everything twice; words therefore carry none, and the transcript is graded `rough`.
 */
export function pocketsphinxTranscriber(settings: PocketsphinxSettings): Transcriber {
  const { searchPath = defaultSearchPath } = settings;
  const model: SphinxModel = {
    acousticDir: join(settings.modelDir, 'en-us'),
    languagePath: join(settings.modelDir, 'en-us.lm.bin'),
    dictionaryPath: join(settings.modelDir, 'cmudict-en-us.dict'),
  };

  async function requireInstalled(): Promise<string> {
    const path = await findProgram(program, searchPath);
    if (path === null)
      throw new PermanentError(
        `The built-in recogniser is not installed. An admin has to run: ${installCommand}`,
      );
    for (const part of Object.values(model))
      await access(part).catch((cause: unknown) => {
        throw new PermanentError(
          `The built-in recogniser's model is not there (${part}). An admin has to run: ${installCommand}`,
          { cause },
        );
      });
    return path;
  }

  return {
    name: 'pocketsphinx',

    async transcribe(request: TranscribeRequest, context: TranscribeContext): Promise<TranscribeResult> {
      if (!isEnglish(request.language)) return { kind: 'nothing', reason: englishOnly };
      const programPath = await requireInstalled();
      const wav = await openWav(request.wavPath);
      const levels = await readLevels(wav, context.signal);
      const pieces = audiblePieces(levels);
      const heard = await decodeAll(wav, pieces, context, {
        program: programPath,
        searchPath,
        guards: await findGuards(searchPath),
        model,
        processes: settings.processes,
      });
      const words = pieces.flatMap((piece) =>
        onTimeline(heard.get(piece.id) ?? [], piece.range, wav, request),
      );
      if (words.length === 0) return { kind: 'nothing', reason: 'No speech was heard in this recording.' };
      const segments = segmentsOfWords(words);
      return {
        kind: 'transcript',
        transcript: { engine: 'pocketsphinx', grade: 'rough', language: request.language ?? 'en', segments },
      };
    },

    async check(): Promise<void> {
      await requireInstalled();
    },
  };
}

const englishOnly =
  'The built-in recogniser understands English only. Upload a caption file, or ask an admin to set up a transcription server.';

/** Unknown counts as English: what is not comes out as rough text that the label warns of. */
const isEnglish = (language: string | null): boolean =>
  language === null || /^(en|und)(-|$)/i.test(language.replace('_', '-'));

function audiblePieces(levels: SoundLevels): NumberedPiece[] {
  const threshold = silenceThreshold(levels);
  return cutAtSilences(levels, pieceLimits)
    .map((range, index) => ({ id: `p${index}`, range }))
    .filter(({ range }) => loudShareOf(levels, threshold, range) > 0);
}

interface Decoding {
  readonly program: string;
  readonly searchPath: string;
  readonly guards: Guards;
  readonly model: SphinxModel;
  readonly processes: number;
}

/** Words by piece. Pieces without any sound are not decoded: the recogniser would invent words for them. */
async function decodeAll(
  wav: Wav,
  pieces: readonly NumberedPiece[],
  context: TranscribeContext,
  decoding: Decoding,
): Promise<ReadonlyMap<string, readonly Word[]>> {
  const runSize = Math.max(1, Math.min(maxPiecesPerRun, Math.ceil(pieces.length / decoding.processes)));
  const runs: (readonly NumberedPiece[])[] = [];
  for (let at = 0; at < pieces.length; at += runSize) runs.push(pieces.slice(at, at + runSize));
  let decoded = 0;
  const onPiece = (): void => {
    decoded += 1;
    context.onProgress(Math.min(1, decoded / pieces.length));
  };
  const { scratchDir } = context;
  const heard = await sideBySide(runs, decoding.processes, context.signal, (run, signal) =>
    decodePieces({ ...decoding, wav, pieces: run, scratchDir, signal, onPiece }),
  );
  return new Map(heard.flatMap((words) => [...words]));
}

/** Times of a piece's words on the recording's time line, by counted samples; never past its end. */
function onTimeline(
  words: readonly Word[],
  range: SampleRange,
  wav: Wav,
  request: TranscribeRequest,
): Word[] {
  const offset = range.start / wav.sampleRate;
  const end = Math.min(range.end / wav.sampleRate, request.durationSeconds);
  return words
    .map((word) => ({
      ...word,
      startSeconds: offset + word.startSeconds,
      endSeconds: Math.min(end, offset + word.endSeconds),
    }))
    .filter((word) => word.endSeconds > word.startSeconds);
}
