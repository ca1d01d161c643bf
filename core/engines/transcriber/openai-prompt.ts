/** Whisper reads the last 224 tokens of a prompt; a token has about 3 bytes in names, 1 to 1.5 letters in Chinese. */
const mostBytes = 600;

/**
 * The names to expect, as one line: as many of the first ones as are certainly read, none cut in half. Each is
 * given once; line breaks would look like another text.
 */
export function promptOf(hints: readonly string[]): string {
  const names: string[] = [];
  let bytes = 0;
  for (const name of new Set(hints.map((hint) => hint.replace(/\s+/gu, ' ').trim()).filter(Boolean))) {
    bytes += Buffer.byteLength(name) + 2;
    if (bytes > mostBytes) break;
    names.push(name);
  }
  return names.join(', ');
}
