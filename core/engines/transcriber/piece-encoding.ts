import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { speechBytesPerSecond, wavHeader } from '../wav.ts';

/** What an encoding may use while it works. */
export interface EncodingRun {
  readonly signal: AbortSignal;
  readonly scratchDir: string;
}

/** How a piece of sound is sent. */
export interface PieceEncoding {
  /** Such as `wav`; kept with what was answered. */
  readonly name: string;
  /** At most; decides how long a piece below the server's limit can be. */
  readonly bytesPerSecond: number;
  /** 16-bit mono samples in, a file that the server takes out. */
  encode(pcm: Buffer, sampleRate: number, run: EncodingRun): Promise<File>;
}

function wavOf(pcm: Buffer, sampleRate: number): Uint8Array<ArrayBuffer>[] {
  return [wavHeader(pcm.length, sampleRate), pcm].map((part) => new Uint8Array(part));
}

/** As it is: every server takes it, at 115 MB an hour. */
export const wavEncoding: PieceEncoding = {
  name: 'wav',
  bytesPerSecond: speechBytesPerSecond,
  async encode(pcm, sampleRate) {
    return new File(wavOf(pcm, sampleRate), 'piece.wav', { type: 'audio/wav' });
  },
};

/** Makes an Ogg file with Opus of a WAV; gives its path in the scratch folder. */
export type CompressSpeech = (wavPath: string, run: EncodingRun) => Promise<string>;

/** A tenth of the bytes: 24 kbit/s and the container around it, with room for how Opus varies. */
export const opusEncoding = (compress: CompressSpeech): PieceEncoding => ({
  name: 'ogg',
  bytesPerSecond: 4_000,
  async encode(pcm, sampleRate, run) {
    const wavPath = join(run.scratchDir, 'piece.wav');
    await writeFile(wavPath, wavOf(pcm, sampleRate));
    const path = await compress(wavPath, run);
    const bytes = new Uint8Array(await readFile(path));
    await Promise.all([rm(wavPath), rm(path)]);
    return new File([bytes], 'piece.ogg', { type: 'audio/ogg' });
  },
});
