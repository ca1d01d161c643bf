import { speechSampleRate } from '../../model/silence.ts';
import type { LocalModels, SpeechModel } from './sherpa-models.ts';
import type { SpeechTask } from './sherpa-task.ts';

/** The loader takes numbers for its switches: `true` counts as off (1.13.8). */
const on = 1;
const off = 0;

export interface HearingSettings {
  readonly models: LocalModels;
  readonly model: SpeechModel;
  /** BCP 47 primary tag, `null`: the model finds out. */
  readonly language: string | null;
  readonly threads: number;
}

/** What of a task depends on the models alone. */
export function hearingOf(
  settings: HearingSettings,
): Pick<SpeechTask, 'recogniser' | 'vad' | 'speakers' | 'joinsPausesSeconds'> {
  const { models, model, threads } = settings;
  const runtime = { numThreads: threads, provider: 'cpu', debug: off };
  const { vad, speakers } = models;
  return {
    recogniser: {
      featConfig: { sampleRate: speechSampleRate, featureDim: 80 },
      modelConfig: { ...modelConfig(settings), tokens: model.files['tokens'], ...runtime },
    },
    vad:
      vad === null
        ? null
        : {
            sileroVad: {
              model: vad,
              threshold: 0.5,
              minSilenceDuration: 0.3,
              minSpeechDuration: 0.25,
              windowSize: 512,
            },
            ...{ sampleRate: speechSampleRate, ...runtime, numThreads: 1 },
          },
    speakers: speakers && {
      diarisation: {
        segmentation: { pyannote: { model: speakers.segmentation }, ...runtime },
        embedding: { model: speakers.embedding, ...runtime },
        clustering: { numClusters: -1, threshold: 0.5 },
        ...{ minDurationOn: 0.2, minDurationOff: 0.5 },
      },
      embedding: { model: speakers.embedding, ...runtime },
    },
    // A text without times inside is only as exact as its stretch is short.
    joinsPausesSeconds: model.family === 'moonshine' ? 0.4 : 1,
  };
}

function modelConfig({ model, language }: HearingSettings): object {
  const { tokens: _tokens, ...files } = model.files;
  if (model.family === 'moonshine') return { moonshine: files };
  if (model.family === 'transducer') {
    const isNemo = /parakeet|nemo|fast-conformer/.test(model.name);
    return { transducer: files, modelType: isNemo ? 'nemo_transducer' : 'transducer' };
  }
  // Only some exports can tell the times of words; the others say so on stderr and give those of sentences.
  const times = { enableTokenTimestamps: on, enableSegmentTimestamps: on };
  const asked = model.languages === null ? (language ?? '') : '';
  return { whisper: { ...files, language: asked, task: 'transcribe', tailPaddings: -1, ...times } };
}
