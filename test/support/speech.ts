import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wavHeader } from '../../core/engines/wav.ts';
import { speechSampleRate } from '../../core/model/silence.ts';
import type { Word } from '../../core/model/transcript.ts';

export const fixtures = {
  jfk: {
    path: join(import.meta.dirname, '../fixtures/speech/jfk-inaugural-1961.wav'),
    durationSeconds: 11,
    text: 'and so my fellow americans ask not what your country can do for you ask what you can do for your country',
  },
  shortcuts: {
    path: join(import.meta.dirname, '../fixtures/speech/keyboard-shortcuts.wav'),
    wordsPath: join(import.meta.dirname, '../fixtures/speech/keyboard-shortcuts.json'),
    durationSeconds: 13.4,
  },
} as const;

export async function shortcutWords(): Promise<readonly Word[]> {
  const truth: { words: Word[] } = JSON.parse(await readFile(fixtures.shortcuts.wordsPath, 'utf8'));
  return truth.words;
}

/** Runs `use` with an empty folder that is gone afterwards. */
export async function withScratchDir<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'brownbag-speech-'));
  try {
    return await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

export interface Sound {
  readonly startSeconds: number;
  /** 16 kHz samples, little-endian. */
  readonly pcm: Buffer;
}

/** A 16 kHz WAV of digital silence (sparse on disk, however long) with the sounds at their times. */
export async function writeWav(
  path: string,
  durationSeconds: number,
  sounds: readonly Sound[],
): Promise<void> {
  const dataBytes = Math.round(durationSeconds * speechSampleRate) * 2;
  const file = await open(path, 'w');
  try {
    const header = wavHeader(dataBytes, speechSampleRate);
    await file.write(header, 0, header.length, 0);
    await file.truncate(header.length + dataBytes);
    for (const { startSeconds, pcm } of sounds)
      await file.write(pcm, 0, pcm.length, header.length + Math.round(startSeconds * speechSampleRate) * 2);
  } finally {
    await file.close();
  }
}

/** The samples of a fixture. */
export async function pcmOf(path: string): Promise<Buffer> {
  const wav = await readFile(path);
  return wav.subarray(wav.indexOf('data') + 8);
}

/** A tone at a quarter of full scale. */
export function beep(seconds: number, hertz = 440): Buffer {
  const pcm = Buffer.alloc(Math.round(seconds * speechSampleRate) * 2);
  for (let at = 0; at < pcm.length / 2; at += 1)
    pcm.writeInt16LE(Math.round(8192 * Math.sin((2 * Math.PI * hertz * at) / speechSampleRate)), at * 2);
  return pcm;
}

/** Word error rate: edits from what was heard to what was said, per word said. */
export function wordErrorRate(said: string, heard: string): number {
  const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z0-9']+/g) ?? [];
  const reference = wordsOf(said);
  const words = wordsOf(heard);
  let row = words.map((_, index) => index + 1);
  reference.forEach((word, line) => {
    let corner = line;
    let left = line + 1;
    row = row.map((above, column) => {
      left = Math.min(above + 1, left + 1, corner + (word === words[column] ? 0 : 1));
      corner = above;
      return left;
    });
  });
  return (row.at(-1) ?? reference.length) / reference.length;
}
