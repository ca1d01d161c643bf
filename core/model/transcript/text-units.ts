import { foldWord, isWrittenWithoutBlanks, tokenise } from '../search/tokenise.ts';

/** A word of a text with the punctuation that belongs to it; offsets are UTF-16 units. */
export interface TextUnit {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** All of a text but its blanks: what stands between blanks, and words of scripts that are written without. */
export function unitsOf(text: string): TextUnit[] {
  return [...text.matchAll(/\S+/gu)].flatMap((match) => {
    const run = match[0];
    const starts = isWrittenWithoutBlanks(run) ? tokenise(run).map(({ start }) => start) : [];
    const borders = [0, ...starts.filter((start) => start > 0), run.length];
    return borders.slice(0, -1).map((start, at) => {
      const end = borders[at + 1] ?? run.length;
      return { text: run.slice(start, end), start: match.index + start, end: match.index + end };
    });
  });
}

/** Equal for words that differ in case, accents or punctuation alone. */
export const unitKey = (text: string): string => foldWord(text.trim()) || text.trim();

/** Where each of the words stands in the text, one after the other; `null` when one of them does not. */
export function locateWords(text: string, words: readonly { readonly text: string }[]): TextUnit[] | null {
  const located: TextUnit[] = [];
  let from = 0;
  for (const word of words) {
    const wanted = word.text.trim();
    const start = text.indexOf(wanted, from);
    if (start < 0) return null;
    from = start + wanted.length;
    located.push({ text: wanted, start, end: from });
  }
  return located;
}

/** Two stretches of text as one: with a blank between, unless the script knows none. */
export function joinTexts(left: string, right: string): string {
  const [a, b] = [left.trimEnd(), right.trimStart()];
  const isTight = isWrittenWithoutBlanks(a.slice(-2)) && isWrittenWithoutBlanks(b.slice(0, 2));
  return isTight || a === '' || b === '' ? a + b : `${a} ${b}`;
}
