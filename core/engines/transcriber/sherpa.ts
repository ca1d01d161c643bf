import { PermanentError } from '../../model/errors.ts';
import { languageTag } from '../../model/language-tag.ts';
import { withoutLoops } from '../../model/repeats.ts';
import {
  cutAtSilences,
  loudShare,
  loudShareOf,
  type SoundLevels,
  silenceThreshold,
  speechSampleRate,
} from '../../model/silence.ts';
import type { Segment } from '../../model/transcript.ts';
import type { AnsweredPiece, Transcriber } from '../../ports/transcriber.ts';
import { defaultSearchPath } from '../programs/find.ts';
import { openWav } from '../wav.ts';
import { openRecording } from './open-recording.ts';
import { KeptAnswer } from './sherpa-answer.ts';
import { hearingOf } from './sherpa-config.ts';
import { chooseModel, findModels, type LocalModels, type SpeechModel } from './sherpa-models.ts';
import { runSpeech, type SpeechProcess } from './sherpa-run.ts';
import { type PieceWithAnswer, turnsOf, withSpeakers } from './sherpa-speakers.ts';
import { tryModel } from './sherpa-try.ts';
import { segmentsOf } from './sherpa-words.ts';

export interface SherpaSettings extends Partial<SpeechProcess> {
  /** Holds models, each in a folder of its own, as k2-fsa publishes them. */
  readonly modelDir: string;
  /** Name of the folder of the one to use; needed where there are several. */
  readonly model: string | null;
  readonly threads: number;
}

/** Whisper hears 30 s and no more; the others take more memory the longer a piece is. */
const pieceLimits = { minSeconds: 12, maxSeconds: 28 };
/** Loading a model takes seconds; this is some seven minutes of sound. */
const piecesAtOnce = 20;
/** A segment with less sound than this under it was made up. */
const minLoudShare = 0.02;

/**
 * Models of the Next-gen Kaldi project (k2-fsa) on this machine: Whisper, NeMo's and other transducers, Moonshine,
 * with voice activity detection and speakers where these models are there too. The recogniser runs in a process of
 * its own for each call, on all cores. What the models are is looked up once, when this is opened.
 */
export async function sherpaTranscriber(settings: SherpaSettings): Promise<Transcriber> {
  const { modelDir, threads } = settings;
  const models = await findModels(modelDir);
  const model = chooseModel(models, settings.model);
  const name = model === null ? 'sherpa' : `sherpa:${model.name}`;
  const process = { ...settings, searchPath: settings.searchPath ?? defaultSearchPath };

  function requireModel(): SpeechModel {
    if (model !== null) return model;
    throw new PermanentError(whyNoModel(models, settings));
  }

  return {
    name,
    sideBySide: 1,
    piecesAtOnce,
    settingsFor: (language) =>
      `${name}${models.vad ? ' vad' : ''}${models.speakers ? ' speakers' : ''} ${primaryTag(language) ?? 'any language'} 1`,

    async plan(request, answered, { signal }) {
      const language = primaryTag(request.language);
      const { languages } = requireModel();
      if (language !== null && languages !== null && !languages.includes(language))
        return { kind: 'nothing', reason: otherLanguage(requireModel(), language) };
      if (answered.length > 0) return { kind: 'pieces', pieces: [] };
      const { levels } = await openRecording(request, signal);
      return { kind: 'pieces', pieces: audiblePieces(levels, requireModel(), models) };
    },

    async recognise(request, pieces, { signal, scratchDir, onAnswer, onProgress }) {
      const wav = await openWav(request.wavPath);
      const hearing = hearingOf({
        models,
        model: requireModel(),
        language: primaryTag(request.language),
        threads,
      });
      const sound = { wavPath: wav.path, offsetBytes: wav.offsetBytes, sampleRate: wav.sampleRate };
      let heard = 0;
      await runSpeech({
        ...process,
        ...{ threads, scratchDir, signal, task: { ...hearing, ...sound, pieces } },
        async onAnswer(number, answer) {
          const piece = pieces[number];
          if (piece === undefined) throw new Error(`an answer to a piece that was not asked for: ${number}`);
          await onAnswer(piece, KeptAnswer.parse(answer));
          heard += 1;
          onProgress(heard / pieces.length);
        },
      });
      if (heard < pieces.length) throw new Error('the recogniser ended before all pieces were heard');
    },

    async join(request, answered, { signal }) {
      const { levels } = await openRecording(request, signal);
      const answers = readAnswers(answered);
      const segments = withoutLoops(placeSegments(answers, levels, request.durationSeconds));
      if (segments.length === 0) return { kind: 'nothing', reason: 'No speech was heard in this recording.' };
      const language = request.language ?? mostHeard(answers) ?? onlyOne(model?.languages) ?? 'und';
      return { kind: 'transcript', transcript: { engine: name, grade: 'good', language, segments } };
    },

    async check(signal = AbortSignal.timeout(60_000)) {
      await tryModel({ ...process, threads, models, model: requireModel(), signal });
    },
  };
}

const primaryTag = (language: string | null): string | null =>
  language === null || /^und(-|$)/i.test(language) ? null : (language.split(/[-_]/)[0] ?? '').toLowerCase();

function whyNoModel({ speech }: LocalModels, { modelDir, model }: SherpaSettings): string {
  const add = 'An admin has to run: npm run cli -- model add parakeet-v3';
  if (speech.length === 0) return `There is no speech model in ${modelDir}. ${add}`;
  const names = speech.map((one) => one.name).join(', ');
  if (model === null)
    return `There are several speech models in ${modelDir} (${names}). An admin has to set TRANSCRIBE_MODEL to the one to use.`;
  return `There is no speech model ${model} in ${modelDir}, only ${names}. An admin has to change TRANSCRIBE_MODEL.`;
}

function otherLanguage({ name, languages }: SpeechModel, language: string): string {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });
  const known = (languages ?? []).map((one) => names.of(one) ?? one);
  const all = known.length > 3 ? `${known.length} languages` : known.join(', ');
  return `The speech model ${name} understands ${all}, but not ${names.of(language) ?? language}. Upload a caption file, or ask an admin to add another model.`;
}

/** Where nothing else tells speech from noise, and times are those of pieces, pieces are moments themselves. */
function audiblePieces(levels: SoundLevels, { family }: SpeechModel, { vad }: LocalModels) {
  const limits = family === 'moonshine' && vad === null ? { minSeconds: 3, maxSeconds: 12 } : pieceLimits;
  const threshold = silenceThreshold(levels);
  return cutAtSilences(levels, limits).filter(
    (piece) => piece.end > piece.start && loudShareOf(levels, threshold, piece) > 0,
  );
}

const readAnswers = (answered: readonly AnsweredPiece[]): PieceWithAnswer[] =>
  answered.map(({ piece, answer }) => ({ piece, answer: KeptAnswer.parse(answer) }));

/** The segments of all pieces on the recording's time line, each with who speaks. */
function placeSegments(
  answers: readonly PieceWithAnswer[],
  levels: SoundLevels,
  durationSeconds: number,
): Segment[] {
  const turns = turnsOf(answers, speechSampleRate);
  const threshold = silenceThreshold(levels);
  return answers.flatMap(({ piece, answer }) => {
    const offset = piece.start / speechSampleRate;
    const end = Math.min(piece.end / speechSampleRate, durationSeconds);
    const near = turns.filter((turn) => turn.endSeconds > offset && turn.startSeconds < end);
    return answer.stretches
      .flatMap(({ startSeconds, endSeconds, result }) =>
        segmentsOf({
          startSeconds: offset + startSeconds,
          endSeconds: Math.min(end, offset + endSeconds),
          result,
        }),
      )
      .filter(
        (segment) => loudShare(levels, threshold, segment.startSeconds, segment.endSeconds) >= minLoudShare,
      )
      .flatMap((segment) => withSpeakers(segment, near));
  });
}

/** The language of most of the speech, where the model tells. */
function mostHeard(answers: readonly PieceWithAnswer[]): string | null {
  const seconds = new Map<string, number>();
  for (const { startSeconds, endSeconds, result } of answers.flatMap(({ answer }) => answer.stretches)) {
    const language = languageTag(result.lang.replace(/[<|>]/g, ''));
    if (language !== null) seconds.set(language, (seconds.get(language) ?? 0) + endSeconds - startSeconds);
  }
  return [...seconds].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

const onlyOne = (languages: readonly string[] | null | undefined): string | null =>
  languages?.length === 1 ? (languages[0] ?? null) : null;
