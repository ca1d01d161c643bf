import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beep, withScratchDir, writeWav } from './speech.ts';

/** A WAV with a beep of another pitch in every stretch of 30 s: so many pieces for a server without times. */
export function talkOfBeeps(pieces: number): Promise<Buffer> {
  return withScratchDir(async (dir) => {
    const path = join(dir, 'beeps.wav');
    const sounds = Array.from({ length: pieces }, (_none, at) => ({
      startSeconds: 30 * at + 5,
      pcm: beep(2, 300 + 20 * at),
    }));
    await writeWav(path, 30 * pieces, sounds);
    return readFile(path);
  });
}
