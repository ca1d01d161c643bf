/** What lies beside the hostile file and must be left alone. */
export interface Canaries {
  /** Path of a recording on this machine. */
  readonly local: string;
  /** Address of a server on the loopback, without a slash at its end. */
  readonly remote: string;
}

export interface Hostile {
  readonly what: string;
  readonly bytes: (canaries: Canaries) => Buffer;
  /** Words of the refusal, or what it may be made into: its own content, and no more than that. */
  readonly outcome: string | { readonly kind: 'video' | 'audio'; readonly seconds: number };
}

export const notARecording = 'This is not a recording we can read.';
export const damaged = 'This recording is damaged and cannot be read.';
export const noIndex = 'The end of this recording is missing, and with it the index';
export const nothingUsable = 'There is neither picture nor sound in this file.';
export const nothingToPlay = 'There is nothing to play in this recording.';
export const notConvertible = 'This recording could not be converted.';
export const encrypted = 'This recording is encrypted against copying.';
export const tooManyTracks = 'This recording has more than 32 tracks.';

export const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Big-endian number of `length` bytes. */
export function be(value: number | bigint, length = 4): Buffer {
  const hex = BigInt.asUintN(length * 8, BigInt(value)).toString(16);
  return Buffer.from(hex.padStart(length * 2, '0'), 'hex');
}

/** Little-endian number of `length` bytes. */
export const le = (value: number | bigint, length = 4): Buffer => be(value, length).reverse();

/** An 880 Hz tone as s16le samples of one channel. */
export function tone(seconds: number, sampleRate: number): Buffer {
  const samples = Int16Array.from({ length: Math.round(seconds * sampleRate) }, (_none, at) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * 880 * at) / sampleRate)),
  );
  return Buffer.from(samples.buffer);
}
