import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { wavHeader } from '../../../core/engines/wav.ts';
import { speechSampleRate } from '../../../core/model/silence.ts';
import type { Word } from '../../../core/model/transcript.ts';
import { pcmOf } from '../../support/speech.ts';
import type { BenchRun } from './bench.ts';
import { plainFfmpeg } from './ffmpeg.ts';

export interface LongTalk {
  readonly path: string;
  readonly durationSeconds: number;
  /** The words of the turn that begins there, from 0. */
  wordsOf(turn: number): readonly Word[];
  readonly turns: number;
  readonly turnSeconds: number;
}

/** Samples of silence; no whole frames, so that the cuts fall elsewhere in each turn. */
const betweenTurns = 219;

/** A short talk said over and over, at another rate than recognisers want: what is wrong with times adds up. */
export async function makeLongTalk(
  talk: { readonly path: string; readonly words: readonly Word[] },
  atLeastSeconds: number,
  { dir, signal }: BenchRun,
): Promise<LongTalk> {
  const pcm = Buffer.concat([await pcmOf(talk.path), Buffer.alloc(2 * betweenTurns)]);
  const turnSeconds = pcm.length / 2 / speechSampleRate;
  const turns = Math.ceil(atLeastSeconds / turnSeconds);
  const wavPath = join(dir, 'turns.wav');
  const file = await open(wavPath, 'w');
  try {
    await file.write(wavHeader(turns * pcm.length, speechSampleRate));
    for (let turn = 0; turn < turns; turn += 1) {
      signal.throwIfAborted();
      await file.write(pcm);
    }
  } finally {
    await file.close();
  }
  const path = join(dir, 'long.flac');
  await plainFfmpeg(['-i', wavPath, '-ar', '44100', '-compression_level', '0', path], signal);
  await rm(wavPath);
  return {
    ...{ path, turns, turnSeconds, durationSeconds: turns * turnSeconds },
    wordsOf: (turn) =>
      talk.words.map((word) => ({
        ...word,
        startSeconds: turn * turnSeconds + word.startSeconds,
        endSeconds: turn * turnSeconds + word.endSeconds,
      })),
  };
}
