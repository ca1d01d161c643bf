import { speechBytesPerSecond, wavHeader } from '../wav.ts';

/** How a piece of sound is sent. */
export interface PieceEncoding {
  /** At most; decides how long a piece below the server's limit can be. */
  readonly bytesPerSecond: number;
  /** 16-bit mono samples in, a file that the server takes out. */
  encode(pcm: Buffer, sampleRate: number, signal: AbortSignal): Promise<File>;
}

/** As it is: every server takes it, at 115 MB an hour. */
export const wavEncoding: PieceEncoding = {
  bytesPerSecond: speechBytesPerSecond,
  async encode(pcm, sampleRate) {
    const parts = [wavHeader(pcm.length, sampleRate), pcm].map((part) => new Uint8Array(part));
    return new File(parts, 'piece.wav', { type: 'audio/wav' });
  },
};
