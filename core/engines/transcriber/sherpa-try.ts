import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { speechSampleRate } from '../../model/silence.ts';
import { hearingOf } from './sherpa-config.ts';
import type { LocalModels, SpeechModel } from './sherpa-models.ts';
import { runSpeech, type SpeechProcess } from './sherpa-run.ts';

export interface Trial extends SpeechProcess {
  readonly models: LocalModels;
  readonly model: SpeechModel;
  readonly threads: number;
  readonly signal: AbortSignal;
}

/** Loads a model, and those beside it that help, in a process of its own; gives the recogniser's version. */
export async function tryModel(trial: Trial): Promise<string> {
  const { models, model, threads } = trial;
  const scratchDir = await mkdtemp(join(tmpdir(), 'brownbag-model-'));
  const nothing = { wavPath: '', offsetBytes: 0, sampleRate: speechSampleRate, pieces: [] };
  const task = { ...hearingOf({ models, model, language: null, threads }), ...nothing };
  try {
    return await runSpeech({ ...trial, task, scratchDir, onAnswer: async () => {} });
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}
