import { PermanentError } from '../errors.ts';

/** A caption file of a whole day is about 2 MB. */
export const maxCaptionBytes = 10 * 1024 * 1024;

export const tooLargeMessage =
  'This caption file is larger than 10 MB. Split it, or upload only the captions.';

/**
 * UTF-16 without a byte order mark shows as zeros in every other byte: of Latin letters, and in every script of
 * the digits and line ends that caption files are full of. No other encoding of text has zeros.
 */
function guessUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const head = bytes.subarray(0, 512);
  let evenZeros = 0;
  let oddZeros = 0;
  for (const [at, byte] of head.entries()) {
    if (byte !== 0) continue;
    if (at % 2 === 0) evenZeros++;
    else oddZeros++;
  }
  const many = head.length / 16;
  if (oddZeros > many && oddZeros > 4 * evenZeros) return 'utf-16le';
  if (evenZeros > many && evenZeros > 4 * oddZeros) return 'utf-16be';
  return null;
}

/** What windows-1252 has at 0x80 to 0x9f. Node 20's decoder leaves these bytes as control characters. */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function decodeWindows1252(bytes: Uint8Array): string {
  const text = new TextDecoder('windows-1252').decode(bytes);
  return text.replace(/[\u0080-\u009f]/g, (control) => windows1252.charAt(control.charCodeAt(0) - 0x80));
}

/** Of a long file a byte or two may have been lost, or cut off at the end: the rest is still UTF-8. */
function decodeBrokenUtf8(bytes: Uint8Array): string | null {
  const text = new TextDecoder('utf-8').decode(bytes);
  let broken = 0;
  let whole = 0;
  for (const character of text) {
    if (character === '\ufffd') broken++;
    else if (character > '\u007f') whole++;
  }
  return whole > broken ? text : null;
}

/**
 * Text of a caption file: by its byte order mark, else as UTF-16 when it looks like it, else UTF-8, and
 * windows-1252 (what old Windows tools write, and every byte sequence is) when it is not UTF-8.
 * Throws PermanentError above 10 MB.
 */
export function decodeCaptions(bytes: Uint8Array): string {
  if (bytes.length > maxCaptionBytes) throw new PermanentError(tooLargeMessage);
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const utf16 = guessUtf16(bytes);
  if (utf16) return new TextDecoder(utf16).decode(bytes);
  if (first === 0xef && second === 0xbb && third === 0xbf) return new TextDecoder('utf-8').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeBrokenUtf8(bytes) ?? decodeWindows1252(bytes);
  }
}
