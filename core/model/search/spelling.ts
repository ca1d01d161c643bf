import { editDistance } from './damerau-levenshtein.ts';
import { typos } from './weights.ts';

/** How many edits a word of this length may be away from what was meant. */
export function editsAllowed(word: string): number {
  if (word.length < typos.oneEditFrom || /^\d+$/.test(word)) return 0;
  return word.length < typos.twoEditsFrom ? 1 : 2;
}

/**
 * Hashes (FNV-1a, 32 bit, signed as Postgres' integer) of the word's beginning with letters left out.
 * Two words within as many edits share a key (symmetric delete, W. Garbe 2012). Ascending, without repeats.
 */
export function deletionKeys(word: string): number[] {
  const start = word.slice(0, typos.keyLetters);
  let layer = new Set([start]);
  const all = new Set(layer);
  for (let edits = editsAllowed(word); edits > 0; edits -= 1) {
    layer = new Set([...layer].flatMap(withoutOneLetter));
    for (const variant of layer) all.add(variant);
  }
  return [...new Set([...all].map(hash))].sort((a, b) => a - b);
}

/** What a word of three letters is with two neighbours swapped: `gti` for `git`. No other slip is tried for it. */
export function swapsOf(word: string): string[] {
  if (word.length !== typos.oneEditFrom - 1 || /\d/.test(word)) return [];
  return [0, 1].map((at) => swapped(word, at)).filter((other) => other !== word);
}

/**
 * How a word begins that is still being typed, with one slip so far: patterns of LIKE, each of which begins with two
 * letters. (Words hold neither `%` nor `_`.) A slip on the first two letters is rare, and would be far to seek.
 */
export function patternsBegunLike(typed: string): string[] {
  if (typed.length < typos.begunFrom || /^\d+$/.test(typed)) return [];
  const patterns = Array.from({ length: typed.length - 1 }, (_, index) => index + 1).flatMap((at) => {
    const [before, rest] = [typed.slice(0, at), typed.slice(at + 1)];
    return [before + rest, `${before}_${rest}`, `${before}_${typed.slice(at)}`, swapped(typed, at)];
  });
  const isSought = (pattern: string) => pattern.length > 2 && pattern !== typed && !/^.?_/u.test(pattern);
  return [...new Set(patterns)].filter(isSought).map((pattern) => `${pattern}%`);
}

/** A known word that may have been meant. `slip` is its edits, and half a one more for a wrong first letter. */
export interface Spelling {
  readonly word: string;
  readonly edits: number;
  readonly slip: number;
  /** Only its beginning is near what was typed. */
  readonly isBegun?: true;
}

/** Of words that share a deletion key with `typed`, those really near; nearest first, then by frequency. */
export function nearestSpellings(
  typed: string,
  candidates: readonly { readonly word: string; readonly frequency: number }[],
  limits: { readonly edits: number; readonly most: number },
): Spelling[] {
  const swaps = swapsOf(typed);
  const allowed = swaps.length > 0 ? 1 : Math.min(limits.edits, editsAllowed(typed));
  const editsTo = (word: string) =>
    swaps.length > 0 ? (swaps.includes(word) ? 1 : 2) : editDistance(typed, word, allowed);
  return candidates
    .filter(({ word }) => word !== typed)
    .map(({ word, frequency }) => {
      const edits = editsTo(word);
      return { word, frequency, edits, slip: edits + (word[0] === typed[0] ? 0 : typos.firstLetter) };
    })
    .filter(({ edits }) => edits <= allowed)
    .sort((a, b) => a.slip - b.slip || b.frequency - a.frequency || (a.word < b.word ? -1 : 1))
    .slice(0, limits.most)
    .map(({ word, edits, slip }) => ({ word, edits, slip }));
}

function withoutOneLetter(text: string): string[] {
  return Array.from({ length: text.length }, (_, at) => text.slice(0, at) + text.slice(at + 1));
}

const swapped = (word: string, at: number): string =>
  `${word.slice(0, at)}${word.slice(at + 1, at + 2)}${word[at]}${word.slice(at + 2)}`;

/** FNV-1a, 32 bit, signed as Postgres' integer. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value | 0;
}
