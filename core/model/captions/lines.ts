const lineFeed = 10;
const carriageReturn = 13;

/**
 * The lines of a text with LF, CRLF or CR endings, one by one and without a byte order mark. Of empty lines in a
 * row the first is given: ten million of them are as good as one.
 */
export function* linesOf(text: string): Generator<string> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let wasEmpty = false;
  for (let at = start; at <= text.length; at++) {
    const code = at === text.length ? lineFeed : text.charCodeAt(at);
    if (code !== lineFeed && code !== carriageReturn) continue;
    const isEmpty = at === start;
    if (!(isEmpty && wasEmpty)) yield text.slice(start, at);
    wasEmpty = isEmpty;
    if (code === carriageReturn && text.charCodeAt(at + 1) === lineFeed) at++;
    start = at + 1;
  }
}
