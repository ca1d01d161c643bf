const bytesPerSample = 2;

/** Reads s16le samples, in the byte order of all machines we run on, from pieces that may end within a sample. */
export function sampleReader(meter: { add(samples: Int16Array): void }): (piece: Buffer) => void {
  let rest: Uint8Array = new Uint8Array(0);
  return (piece) => {
    // Copied, because samples are read from even addresses only.
    const bytes = new Uint8Array(rest.length + piece.length);
    bytes.set(rest);
    bytes.set(piece, rest.length);
    const count = Math.floor(bytes.length / bytesPerSample);
    meter.add(new Int16Array(bytes.buffer, 0, count));
    rest = bytes.subarray(count * bytesPerSample);
  };
}

/** Most that so many seconds of samples take, and a second more. */
export const sampleBytes = (seconds: number, sampleRate: number, channels = 1): number =>
  Math.ceil((seconds + 1) * sampleRate * channels * bytesPerSample);
