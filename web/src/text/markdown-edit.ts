/** What a key does to a text: replaces a stretch and selects another. Offsets are UTF-16 units. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  /** Of the text after the edit. */
  readonly select: readonly [number, number];
}

export interface Selected {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Puts the mark on both sides of what is selected, or takes it away; right before the mark it steps over it. */
export function surround({ text, start, end }: Selected, mark: string): TextEdit {
  const within = text.slice(start, end);
  const [from, to] = [start - mark.length, end + mark.length];
  if (from >= 0 && text.slice(from, start) === mark && text.slice(end, to) === mark)
    return { from, to, insert: within, select: [from, from + within.length] };
  if (start === end && text.slice(end, to) === mark && text[to] !== mark[0])
    return { from: end, to, insert: mark, select: [to, to] };
  const at = start + mark.length;
  return { from: start, to: end, insert: `${mark}${within}${mark}`, select: [at, at + within.length] };
}

/** What is selected becomes the words of a link, and its address is what one types next. */
export function link({ text, start, end }: Selected): TextEdit {
  const words = text.slice(start, end) || 'text';
  const at = start + words.length + 3;
  return { from: start, to: end, insert: `[${words}](https://)`, select: [at, at + 'https://'.length] };
}

/** In place of what is selected, with a blank to either side where there is none. */
export function insertWord({ text, start, end }: Selected, word: string): TextEdit {
  const before = start === 0 || /[\s([]/.test(text[start - 1] ?? ' ') ? '' : ' ';
  const after = /[\s.,;:)\]]/.test(text[end] ?? '') ? '' : ' ';
  const insert = `${before}${word}${after}`;
  return { from: start, to: end, insert, select: [start + insert.length, start + insert.length] };
}

/** Enter in a list or quote begins the next line of it, and ends it in an empty one; `null`: a plain line break. */
export function nextLine({ text, start, end }: Selected): TextEdit | null {
  if (start !== end) return null;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const [marker, indent = '', sign = ''] =
    /^([ \t]{0,20})([-*+]|\d{1,9}[.)]|>) +/.exec(text.slice(lineStart, start)) ?? [];
  if (marker === undefined) return null;
  if (marker.length === start - lineStart)
    return { from: lineStart, to: start, insert: '', select: [lineStart, lineStart] };
  const next = sign.replace(/\d+/, (number) => String(Number(number) + 1));
  const insert = `\n${indent}${next} `;
  return { from: start, to: start, insert, select: [start + insert.length, start + insert.length] };
}
