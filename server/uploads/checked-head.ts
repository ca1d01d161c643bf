import { Transform } from 'node:stream';
import { DomainError } from '../../core/model/errors.ts';

/** As much as any container needs to show what it is (MPEG-TS: three packets; ID3: its header). */
export const headBytes = 4096;

/** Why what begins like this is not taken: `unsupported-media`, or `invalid` where there is nothing; else `null`. */
export function problemOfHead(
  head: Uint8Array,
  isRecording: (head: Uint8Array) => boolean,
): DomainError | null {
  if (head.length === 0) return new DomainError('invalid', 'This file is empty.');
  if (isRecording(head)) return null;
  return new DomainError(
    'unsupported-media',
    'This is not a recording we can read. Send video (MP4, MOV, WebM, MKV, AVI, WMV, FLV, MPEG-TS) or sound (M4A, MP3, AAC, WAV, OGG, FLAC, AIFF, CAF, WMA, AMR).',
  );
}

/**
 * Passes a stream on after its first 4 KiB (or all of it, if shorter) turned out to be a recording.
 * Fails with `unsupported-media` before the first byte goes on; the declared type and name are not asked.
 */
export function checkedHead(
  isRecording: (head: Uint8Array) => boolean,
  onArrived: (bytes: number) => void = () => {},
): Transform {
  let head: Buffer | null = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onArrived(chunk.length);
      if (head === null) return done(null, chunk);
      head = Buffer.concat([head, chunk]);
      if (head.length < headBytes) return done();
      const seen = head;
      head = null;
      const wrong = problemOfHead(seen, isRecording);
      return wrong ? done(wrong) : done(null, seen);
    },
    flush(done) {
      if (head === null) return done();
      const wrong = problemOfHead(head, isRecording);
      return wrong ? done(wrong) : done(null, head);
    },
  });
}
