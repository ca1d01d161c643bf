/** One part of a `multipart/byteranges` body. */
export interface BytesPart {
  readonly contentType: string;
  /** First and last byte, and the size of the whole, as its `Content-Range` says. */
  readonly start: number;
  readonly end: number;
  readonly sizeBytes: number;
  readonly bytes: Buffer;
}

/** Takes a `multipart/byteranges` body apart (RFC 9110 14.6). Fails when it is none. */
export function readByteRanges(contentType: string, body: Buffer): BytesPart[] {
  const [, boundary] = /^multipart\/byteranges; boundary=([\w-]+)$/.exec(contentType) ?? [];
  if (boundary === undefined) throw new Error(`No multipart/byteranges: ${contentType}`);
  // Latin 1 keeps every byte what it is.
  const [preamble, ...parts] = body.toString('latin1').split(`\r\n--${boundary}`);
  if (preamble !== '' || parts.pop() !== '--\r\n') throw new Error('The parts have no beginning or no end.');
  return parts.map((part) => {
    const at = part.indexOf('\r\n\r\n');
    const [, type = '', start, end, size] =
      /^\r\nContent-Type: (.*)\r\nContent-Range: bytes (\d+)-(\d+)\/(\d+)$/.exec(part.slice(0, at)) ?? [];
    return {
      contentType: type,
      start: Number(start),
      end: Number(end),
      sizeBytes: Number(size),
      bytes: Buffer.from(part.slice(at + 4), 'latin1'),
    };
  });
}
