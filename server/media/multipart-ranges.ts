import { randomBytes } from 'node:crypto';
import type { ByteRange } from '../../core/model/byte-range.ts';

/** A stretch of a file, with what goes before it. */
export interface Piece {
  readonly head: string;
  readonly range: ByteRange;
}

/** The body of an answer: pieces in order, then `tail`. */
export interface MediaBody {
  readonly pieces: readonly Piece[];
  readonly tail: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Several ranges of a file as `multipart/byteranges` (RFC 9110 14.6). */
export function multipartBody(
  ranges: readonly ByteRange[],
  { contentType, sizeBytes }: { readonly contentType: string; readonly sizeBytes: number },
): MediaBody {
  // 120 random bits: no recording contains them.
  const boundary = randomBytes(15).toString('hex');
  const pieces = ranges.map((range) => ({
    head: `\r\n--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Range: ${contentRange(range, sizeBytes)}\r\n\r\n`,
    range,
  }));
  const tail = `\r\n--${boundary}--\r\n`;
  const length = pieces.reduce((sum, { head, range }) => sum + head.length + lengthOf(range), tail.length);
  const headers = {
    'content-type': `multipart/byteranges; boundary=${boundary}`,
    'content-length': String(length),
  };
  return { pieces, tail, headers };
}

export const contentRange = ({ start, end }: ByteRange, sizeBytes: number): string =>
  `bytes ${start}-${end}/${sizeBytes}`;

export const lengthOf = ({ start, end }: ByteRange): number => end - start + 1;
