import { randomBytes } from 'node:crypto';

const mebibyte = 1024 ** 2;

/**
 * A short MP4 and then a `free` box (ISO 14496-12 8.1.2) up to the size, so that little is left to process.
 * Each is of another content.
 */
export async function* largeRecording(mp4: Buffer, sizeBytes: number): AsyncGenerator<Buffer> {
  yield mp4;
  const boxBytes = sizeBytes - mp4.length;
  const head = Buffer.alloc(16);
  head.writeUInt32BE(1, 0); // the size follows as 64 bits
  head.write('free', 4, 'latin1');
  head.writeBigUInt64BE(BigInt(boxBytes), 8);
  yield head;
  const noise = randomBytes(mebibyte);
  for (let left = boxBytes - head.length; left > 0; left -= noise.length) yield noise.subarray(0, left);
}
