import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PermanentError } from '../../model/errors.ts';
import {
  cutAtSilences,
  type SoundLevels,
  silenceThreshold,
  speechSampleRate,
  trimSilence,
} from '../../model/silence.ts';
import { segmentsOfWords } from '../../model/spoken-segments.ts';
import type { SpottedPhrase, Word } from '../../model/transcript.ts';
import type { AnsweredPiece, TranscribeRequest, Transcriber } from '../../ports/transcriber.ts';
import { defaultSearchPath, findProgram } from '../programs/find.ts';
import { findGuards } from '../programs/guards.ts';
import { openWav } from '../wav.ts';
import { openRecording } from './open-recording.ts';
import { type BatchRun, decodePieces, type SphinxModel, spotPhrases } from './pocketsphinx-batch.ts';
import { speakablePhrases } from './pocketsphinx-phrases.ts';

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
/** Silence takes as long to decode as speech; a little of it is needed to hear where words begin. */
const padSeconds = 0.2;
/** Large enough that loading the model (0.6 s) hardly counts, small enough to share out and to lose. */
const piecesAtOnce = 30;

/**
 * CMU PocketSphinx 5prealpha with its US English model: words to find, not to read (word error rate 25-40 % on
 * clear speech). Pieces between silences are decoded in batch mode, which normalises over the whole piece and
 * therefore hears better than the live decoder. Phrases are listened for in a pass of their own: it finds "pivot table"
 * where the words say "the table".
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
    sideBySide: settings.processes,
    piecesAtOnce,
    settingsFor: (language) => `pocketsphinx ${isEnglish(language) ? 'en' : language} 1`,

    async plan(request, answered, { signal }) {
      if (!isEnglish(request.language)) return { kind: 'nothing', reason: englishOnly };
      await requireInstalled();
      if (answered.length > 0) return { kind: 'pieces', pieces: [] };
      return { kind: 'pieces', pieces: audiblePieces((await openRecording(request, signal)).levels) };
    },

    async recognise(request, pieces, { signal, scratchDir, onAnswer, onProgress }) {
      const programPath = await requireInstalled();
      const dictionary = request.phrases.length > 0 ? await readFile(model.dictionaryPath, 'utf8') : '';
      const phrases = speakablePhrases(request.phrases, dictionary);
      const passes = phrases.length > 0 ? 2 : 1;
      let heard = 0;
      const run: BatchRun = {
        ...{ program: programPath, searchPath, model, pieces, scratchDir, signal },
        guards: await findGuards(searchPath),
        wav: await openWav(request.wavPath),
        onPiece: () => {
          heard += 1;
          onProgress(Math.min(1, heard / (passes * pieces.length)));
        },
      };
      const words = await decodePieces(run);
      const spotted = phrases.length > 0 ? await spotPhrases(run, phrases) : [];
      for (const [at, piece] of pieces.entries())
        await onAnswer(piece, { words: words[at] ?? [], spotted: spotted[at] ?? [] });
    },

    async join(request, answered) {
      const answers = readAnswers(request, answered);
      const words = answers.flatMap((answer) => answer.words);
      const spotted = answers.flatMap((answer) => answer.spotted);
      if (words.length === 0) return { kind: 'nothing', reason: 'No speech was heard in this recording.' };
      const language = request.language ?? 'en';
      const segments = segmentsOfWords(words);
      return {
        kind: 'transcript',
        transcript: { engine: 'pocketsphinx', grade: 'rough', language, segments, spotted },
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

/** Pieces without any sound are left out: the recogniser would invent words for them. */
function audiblePieces(levels: SoundLevels) {
  const threshold = silenceThreshold(levels);
  return cutAtSilences(levels, pieceLimits).flatMap(
    (range) => trimSilence(levels, threshold, range, padSeconds) ?? [],
  );
}

const times = { startSeconds: z.number(), endSeconds: z.number() };

/** Times count from the start of the piece. */
const KeptAnswer = z.object({
  words: z.array(z.object({ ...times, text: z.string(), confidence: z.number() })),
  spotted: z.array(z.object({ ...times, phrase: z.string() })),
});

/** The answers on the recording's time line, by counted samples; never past its end. */
function readAnswers({ durationSeconds }: TranscribeRequest, answered: readonly AnsweredPiece[]) {
  return answered.map(({ piece, answer }) => {
    const { words, spotted } = KeptAnswer.parse(answer);
    const offset = piece.start / speechSampleRate;
    const end = Math.min(piece.end / speechSampleRate, durationSeconds);
    const place = <T extends Word | SpottedPhrase>(timed: T): T => ({
      ...timed,
      startSeconds: offset + timed.startSeconds,
      endSeconds: Math.min(end, offset + timed.endSeconds),
    });
    const lasts = (timed: Word | SpottedPhrase): boolean => timed.endSeconds > timed.startSeconds;
    return { words: words.map(place).filter(lasts), spotted: spotted.map(place).filter(lasts) };
  });
}
